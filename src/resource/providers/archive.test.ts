import { describe, expect, it } from 'vitest';
import { makeRelease } from '../../../test/sample-release.ts';
import { encodeUtf8, memoryAccess } from '../../bytes/index.ts';
import { portableCrypto as crypto } from '../../formats/index.ts';
import { testProvider } from '../provider-contract.ts';
import { keyOfPath } from '../resource-key.ts';
import { createArchiveProvider } from './archive.ts';

const LONG = 'a text that compresses well, '.repeat(40);
const release = makeRelease({
	'/main.collectionc': { bytes: LONG },
	'/main.scriptc': { bytes: `secret ${LONG}`, encrypt: true },
	'/twin.collectionc': { bytes: LONG },
	'/tiny.goc': { bytes: 'x' },
	'/empty.goc': { bytes: '' },
	'/room.collectionc': { bytes: 'left out', excluded: true },
});
const { manifest, index, data } = release.bundle;

testProvider({
	name: 'archive',
	known: new Map([
		['/main.collectionc', encodeUtf8(LONG)],
		['/main.scriptc', encodeUtf8(`secret ${LONG}`)],
		['/twin.collectionc', encodeUtf8(LONG)],
		['/tiny.goc', encodeUtf8('x')],
		['/empty.goc', new Uint8Array()],
	]),
	open: async () => createArchiveProvider({ manifest, index, data, crypto }),
});

describe('createArchiveProvider()', () => {
	it('does not have excluded content', () => {
		const provider = createArchiveProvider({ manifest, index, data, crypto });
		expect(provider.read(keyOfPath('/room.collectionc'))).toBeUndefined();
	});

	it('names the resource whose stored bytes were changed, when it is read', () => {
		const bytes = data.read(0, data.sizeBytes).slice();
		bytes[2] = (bytes[2] as number) ^ 1;
		const provider = createArchiveProvider({ manifest, index, data: memoryAccess(bytes, 'game.arcd'), crypto });
		expect(() => provider.read(keyOfPath('/main.collectionc'))).toThrow(
			expect.objectContaining({
				code: 'digest-mismatch',
				message: expect.stringMatching(
					/^\/\w+\.collectionc in game\.arcd: expected SHA1 [0-9a-f]{40}, found [0-9a-f]{40}$/,
				),
			}),
		);
		expect(provider.read(keyOfPath('/tiny.goc'))).toEqual(encodeUtf8('x'));
	});

	it('finds what was changed when it is verified as a whole', () => {
		const bytes = data.read(0, data.sizeBytes).slice();
		const intact = createArchiveProvider({ manifest, index, data, crypto });
		expect([...(intact.verify?.() ?? [])], 'one step a blob').toHaveLength(4);
		bytes[2] = (bytes[2] as number) ^ 1;
		const provider = createArchiveProvider({ manifest, index, data: memoryAccess(bytes, 'game.arcd'), crypto });
		expect(() => [...(provider.verify?.() ?? [])]).toThrow(expect.objectContaining({ code: 'digest-mismatch' }));
	});

	it('counts what cannot be read as read when it does as engines did', () => {
		const bytes = data.read(0, data.sizeBytes).slice();
		bytes[2] = (bytes[2] as number) ^ 1;
		const options = { manifest, index, data: memoryAccess(bytes, 'game.arcd'), crypto, swallowReadErrors: true };
		expect(createArchiveProvider(options).read(keyOfPath('/main.collectionc'))).toEqual(new Uint8Array(LONG.length));
	});

	it('refuses to be read after it was closed', () => {
		const provider = createArchiveProvider({ manifest, index, data, crypto });
		provider.close();
		expect(() => provider.read(keyOfPath('/tiny.goc'))).toThrow(expect.objectContaining({ code: 'closed' }));
	});
});
