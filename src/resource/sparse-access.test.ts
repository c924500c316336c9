import { describe, expect, it } from 'vitest';
import { createMemoryServer } from '../../test/memory-fetch.ts';
import { openRemoteFile, type RemoteFile } from './remote-file.ts';
import { createSparseAccess, joinSpans } from './sparse-access.ts';

const URL_OF_FILE = 'http://host/file';
const content = Uint8Array.from({ length: 500_000 }, (_, at) => (at * 7 + (at >> 8)) & 0xff);

async function open(): Promise<{ server: ReturnType<typeof createMemoryServer>; file: RemoteFile }> {
	const server = createMemoryServer(new Map([[URL_OF_FILE, content]]));
	const file = (await openRemoteFile({ fetch: server.fetch, url: URL_OF_FILE })) as RemoteFile;
	return { server, file };
}

describe('joinSpans()', () => {
	it('joins what lies close together and keeps what lies apart', () => {
		const spans = [
			{ offset: 100_000, end: 100_010 },
			{ offset: 0, end: 10 },
			{ offset: 20, end: 30 },
			{ offset: 5, end: 8 },
		];
		expect(joinSpans(spans)).toEqual([
			{ offset: 0, end: 30 },
			{ offset: 100_000, end: 100_010 },
		]);
	});

	it('makes no request larger than 8 MB of parts that could be two', () => {
		const spans = [
			{ offset: 0, end: 6 * 1024 ** 2 },
			{ offset: 6 * 1024 ** 2, end: 12 * 1024 ** 2 },
		];
		expect(joinSpans(spans)).toEqual(spans);
	});
});

describe('createSparseAccess()', () => {
	it('reads what was fetched and says not-ready for the rest', async () => {
		const { file } = await open();
		const access = createSparseAccess({ file, cacheBytes: 1_000_000 });
		await access.fetch([{ offset: 1000, end: 2000 }]);
		expect(access.read(1500, 100)).toEqual(content.subarray(1500, 1600));
		expect(() => access.read(1950, 100)).toThrow(expect.objectContaining({ code: 'not-ready' }));
		expect(() => access.read(499_999, 2)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
	});

	it('fetches while something reads here and there, until it has all', async () => {
		const { file } = await open();
		const access = createSparseAccess({ file, cacheBytes: 1_000_000 });
		const sum = await access.during(() => {
			let total = 0;
			for (const at of [0, 200_000, 499_000]) total += access.read(at, 4)[0] as number;
			return total;
		});
		expect(sum).toBe([0, 200_000, 499_000].reduce((total, at) => total + (content[at] as number), 0));
	});

	it('keeps no more than it may, and drops what was read longest ago', async () => {
		const { file, server } = await open();
		const access = createSparseAccess({ file, cacheBytes: 50_000 });
		await access.fetch([{ offset: 0, end: 20_000 }]);
		await access.fetch([{ offset: 100_000, end: 120_000 }]);
		access.read(0, 10);
		await access.fetch([{ offset: 200_000, end: 220_000 }]);
		expect(access.read(0, 10)).toEqual(content.subarray(0, 10));
		expect(() => access.read(100_000, 10)).toThrow(expect.objectContaining({ code: 'not-ready' }));
		const before = server.requests.length;
		await access.fetch([{ offset: 5, end: 15_000 }]);
		expect(server.requests.length).toBe(before);
	});
});

describe('openRemoteFile()', () => {
	it('resumes where a connection broke off and fetches no byte twice', async () => {
		const { file, server } = await open();
		let cuts = 0;
		server.beforePart = (_, sent) => {
			if (sent >= 50_000 && cuts < 5) {
				cuts++;
				throw new Error('connection reset');
			}
		};
		expect(Buffer.from(content.subarray(1000, 401_000)).equals(await file.range(1000, 400_000))).toBe(true);
		expect(cuts).toBe(5);
		expect(server.sentBytes).toBe(400_000);
	});

	it('gives up when nothing comes three times in a row', async () => {
		const { file, server } = await open();
		server.beforePart = () => {
			throw new Error('connection reset');
		};
		await expect(file.range(0, 10)).rejects.toMatchObject({ code: 'network' });
		expect(server.requests.filter(({ method }) => method !== 'HEAD')).toHaveLength(3);
	});

	it('notices that the file is another one now', async () => {
		const { file, server } = await open();
		server.files.set(URL_OF_FILE, content.slice(0, 499_999));
		await expect(file.range(0, 10)).rejects.toMatchObject({ code: 'changed' });
	});

	it('is undefined where there is no file', async () => {
		const { server } = await open();
		expect(await openRemoteFile({ fetch: server.fetch, url: 'http://host/nothing' })).toBeUndefined();
	});

	it('refuses a server that sends the whole file instead of a part, and one that sends more than asked for', async () => {
		const { server } = await open();
		const whole = await openRemoteFile({
			url: URL_OF_FILE,
			fetch: ({ headers, ...request }) => server.fetch(request),
		});
		await expect(whole?.range(0, 10)).rejects.toMatchObject({ code: 'no-ranges' });
		const endless = await openRemoteFile({
			url: URL_OF_FILE,
			fetch: async (request) => {
				const reply = await server.fetch(request);
				async function* body() {
					for (;;) yield new Uint8Array(1000);
				}
				return { ...reply, body: body() };
			},
		});
		await expect(endless?.range(0, 5000)).rejects.toMatchObject({ code: 'too-long' });
	});
});
