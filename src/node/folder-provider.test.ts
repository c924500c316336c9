import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import { keyOfPath } from '../resource/index.ts';
import { testProvider } from '../resource/provider-contract.ts';
import { createFolderProvider } from './folder-provider.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const known = new Map([
	['/a.goc', encodeUtf8('first')],
	['/deep/er/c.luac', encodeUtf8('the second one')],
]);
for (const [path, bytes] of known) {
	mkdirSync(dirname(join(root, 'files', path)), { recursive: true });
	writeFileSync(join(root, 'files', path), bytes);
}
writeFileSync(join(root, 'outside.goc'), 'not yours');

const open = () => createFolderProvider(join(root, 'files'));

testProvider({
	name: 'folder',
	known,
	// Buffers are compared as the bytes they are.
	open: async () => {
		const provider = open();
		return {
			...provider,
			read: (key) => {
				const bytes = provider.read(key);
				return bytes && new Uint8Array(bytes);
			},
		};
	},
});

describe('createFolderProvider()', () => {
	it('does not leave its folder', () => {
		expect(open().read(keyOfPath('/../outside.goc'))).toBeUndefined();
	});

	it('does not take a folder for a resource', () => {
		expect(open().sizeBytes(keyOfPath('/deep'))).toBeUndefined();
		expect(open().read(keyOfPath('/deep'))).toBeUndefined();
	});
});
