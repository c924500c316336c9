// Runs in a worker of a browser: the contract of storages on both of the browser's kinds of storage.
import { describe, expect, it } from 'vitest';
import { testStorage } from '../../src/liveupdate/storage-contract.ts';
import { openWebStorage, type WebStorage } from '../../src/web/index.ts';
import { serveSuite } from './worker-suite.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
let count = 0;

for (const prefer of ['OPFS', 'IndexedDB'] as const) {
	const open = async (
		folder = `test-${count++}`,
	): Promise<WebStorage & { storage: NonNullable<WebStorage['storage']> }> => {
		const opened = await openWebStorage({ folder: `${prefer}-${folder}`, log: () => undefined, prefer });
		expect(opened.storage?.name).toMatch(prefer);
		return opened as Awaited<ReturnType<typeof open>>;
	};
	testStorage(prefer, async () => (await open()).storage);

	describe(`the ${prefer} storage, opened again`, () => {
		it('has what was replaced and synced, and not what was only appended', async () => {
			const first = await open('again');
			await first.storage.replace('index', text('index'));
			await first.storage.append('data', [text('kept')]);
			await first.storage.sync('data');
			await first.storage.append('data', [text('lost')]);
			first.close();
			const { storage, close } = await open('again');
			expect(await storage.list()).toEqual(['data', 'index']);
			expect(await storage.read('data')).toEqual(text('kept'));
			expect(await storage.append('data', [text('more')])).toBe(4);
			expect(await storage.read('data')).toEqual(text('keptmore'));
			close();
		});

		it('is read-only while another has it, and sees what was there', async () => {
			const first = await open('two');
			await first.storage.replace('a', text('one'));
			const second = await open('two');
			expect(second.isWriter).toBe(false);
			expect(await second.storage.read('a')).toEqual(text('one'));
			await expect(second.storage.replace('a', text('two'))).rejects.toMatchObject({
				code: 'read-only',
				message: expect.stringContaining('another tab'),
			});
			await first.storage.replace('a', text('three'));
			expect(await second.storage.read('a')).toEqual(text('one'));
			second.close();
			first.close();
		});

		it('goes on reading what it opened when the file is replaced or removed', async () => {
			const { storage, close } = await open('open');
			await storage.replace('a', text('one'));
			const access = await storage.open('a');
			await storage.replace('a', text('another'));
			expect(access?.read(0, 3)).toEqual(text('one'));
			const other = await storage.open('a');
			await storage.remove('a');
			expect(other?.read(0, 7)).toEqual(text('another'));
			close();
		});

		// A database gives it back when it likes to.
		if (prefer === 'IndexedDB') return;
		it('gives the room back once nobody reads what was replaced', async () => {
			const { storage, close } = await open('room');
			const big = new Uint8Array(3_000_000).fill(7);
			await storage.replace('a', big);
			const { usage: before = 0 } = await navigator.storage.estimate();
			for (let round = 0; round < 8; round++) await storage.replace('a', big);
			const { usage: after = 0 } = await navigator.storage.estimate();
			expect(after - before).toBeLessThan(2 * big.length);
			close();
		});
	});
}

/** As the archive on a device is written: the data, then the index that says how much of it counts. */
const RECORD_BYTES = 1000;
const record = (number: number): Uint8Array => new Uint8Array(RECORD_BYTES).fill(number);

describe('on demand', () => {
	for (const prefer of ['OPFS', 'IndexedDB'] as const) {
		const open = () => openWebStorage({ folder: `killed-${prefer}`, log: () => undefined, prefer });

		it(`${prefer}: stores until it is killed`, async () => {
			const { storage } = await open();
			let count = Number(new TextDecoder().decode((await storage?.read('index')) ?? new Uint8Array()));
			for (;;) {
				await storage?.append('data', [record(count)]);
				await storage?.sync('data');
				await storage?.replace('index', text(String(++count)));
			}
		});

		it(`${prefer}: has every record that the index counts`, async () => {
			const { storage, isWriter, close } = await open();
			expect(isWriter).toBe(true);
			const count = Number(new TextDecoder().decode((await storage?.read('index')) ?? new Uint8Array()));
			expect(count).toBeGreaterThan(0);
			const data = await storage?.open('data');
			for (let at = 0; at < count; at++) {
				expect(data?.read(at * RECORD_BYTES, RECORD_BYTES)).toEqual(record(at));
			}
			// What a killed session appended and never counted is overwritten by nobody: the next index counts on top of it.
			await storage?.replace('data', data?.read(0, count * RECORD_BYTES) ?? new Uint8Array());
			close();
		});
	}
});

serveSuite();
