import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../bytes/index.ts';
import type { Storage } from './storage.ts';

/** What every storage must do; each implementation's own test calls this with a way to open an empty one. */
export function testStorage(name: string, open: () => Promise<Storage>): void {
	const text = encodeUtf8;

	describe(`the ${name} storage`, () => {
		it('reads what it replaced, and undefined for what is not there', async () => {
			const storage = await open();
			expect(await storage.read('a')).toBeUndefined();
			await storage.replace('a', text('one'));
			await storage.replace('a', text('another'));
			expect(new Uint8Array((await storage.read('a')) as Uint8Array)).toEqual(text('another'));
		});

		it('appends at the end and tells where', async () => {
			const storage = await open();
			expect(await storage.append('log', [text('abc'), text('de')])).toBe(0);
			expect(await storage.append('log', [text('fgh')])).toBe(5);
			await storage.sync('log');
			expect(new Uint8Array((await storage.read('log')) as Uint8Array)).toEqual(text('abcdefgh'));
		});

		it('reads at an offset, also what is appended after opening', async () => {
			const storage = await open();
			await storage.append('log', [text('abcdef')]);
			const access = await storage.open('log');
			expect(access?.read(2, 3)).toEqual(text('cde'));
			await storage.append('log', [text('ghi')]);
			expect(access?.sizeBytes).toBe(9);
			expect(access?.read(5, 4)).toEqual(text('fghi'));
			expect(() => access?.read(5, 5)).toThrow(expect.objectContaining({ code: 'out-of-range' }));
			access?.close();
			expect(await storage.open('nothing')).toBeUndefined();
		});

		it('renames over another file and removes', async () => {
			const storage = await open();
			await storage.replace('a', text('new'));
			await storage.replace('b', text('old'));
			await storage.rename('a', 'b');
			expect(new Uint8Array((await storage.read('b')) as Uint8Array)).toEqual(text('new'));
			expect(await storage.list()).toEqual(['b']);
			await storage.remove('b');
			await storage.remove('b');
			expect(await storage.list()).toEqual([]);
		});
	});
}
