import { describe, expect, it } from 'vitest';
import { createMemoryServer } from '../../../test/memory-fetch.ts';
import { encodeUtf8 } from '../../bytes/index.ts';
import type { Provider } from '../provider.ts';
import { testProvider } from '../provider-contract.ts';
import { keyOfPath } from '../resource-key.ts';
import { createHttpProvider } from './http.ts';

const files = new Map([
	['/main/a.collectionc', encodeUtf8('a collection')],
	['/b.goc', encodeUtf8('an object '.repeat(500))],
]);
const serverOf = (contents: ReadonlyMap<string, Uint8Array>) =>
	createMemoryServer(new Map([...contents].map(([path, bytes]) => [`http://host/build${path}`, bytes])));

testProvider({
	name: 'http',
	known: files,
	open: async () => createHttpProvider({ fetch: serverOf(files).fetch, baseUrl: 'http://host/build/' }),
	readsByHash: false,
});

describe('createHttpProvider()', () => {
	const key = keyOfPath('/b.goc');
	const prepared = async (): Promise<{ provider: Provider; server: ReturnType<typeof serverOf> }> => {
		const server = serverOf(files);
		const provider = createHttpProvider({ fetch: server.fetch, baseUrl: 'http://host/build' });
		await provider.prepare?.([key]);
		return { provider, server };
	};

	it('says not-ready for what was not prepared, and fetches nothing twice', async () => {
		const { provider, server } = await prepared();
		expect(() => provider.read(keyOfPath('/main/a.collectionc'))).toThrow(
			expect.objectContaining({ code: 'not-ready' }),
		);
		const { sentBytes } = server;
		await provider.prepare?.([key]);
		expect(server.sentBytes).toBe(sentBytes);
	});

	it('takes the new version of a file, and forgets one that is gone', async () => {
		const { provider, server } = await prepared();
		server.files.set('http://host/build/b.goc', encodeUtf8('new'));
		await provider.prepare?.([key]);
		expect(provider.read(key)).toEqual(encodeUtf8('new'));
		server.files.clear();
		await provider.prepare?.([key]);
		expect(provider.read(key)).toBeUndefined();
	});

	it('says what the server answered', async () => {
		const provider = createHttpProvider({
			baseUrl: 'http://host',
			fetch: async () => ({ status: 503, header: () => undefined, body: (async function* () {})() }),
		});
		await expect(provider.prepare?.([key])).rejects.toThrow('http://host/b.goc: expected its size, found status 503');
	});
});
