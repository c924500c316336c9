import { describe, expect, it } from 'vitest';
import { equalBytes } from '../bytes/index.ts';
import type { Provider } from './provider.ts';
import { keyOfHash, keyOfPath } from './resource-key.ts';

/**
 * What every provider must do; each implementation's own test calls this with a provider that serves exactly `known`.
 */
export function testProvider(setup: {
	name: string;
	/** A fresh provider each time. */
	open: () => Promise<Provider>;
	/** Decoded resources by path; at least two, of different sizes. */
	known: ReadonlyMap<string, Uint8Array>;
	/** False for a provider that knows only paths. */
	readsByHash?: boolean;
}): void {
	const { open, known, readsByHash = true } = setup;
	const opened = async (): Promise<Provider> => {
		const provider = await open();
		await provider.prepare?.([...known.keys(), '/not/there.goc'].map(keyOfPath));
		return provider;
	};

	/** By hand, because expect takes its time for each byte. */
	const expectBytes = (found: Uint8Array | undefined, bytes: Uint8Array): void => {
		expect(found?.length).toBe(bytes.length);
		expect(found && equalBytes(found, bytes)).toBe(true);
	};

	describe(`the ${setup.name} provider`, () => {
		it('reads every resource it serves, by path and by hash alone', async () => {
			const provider = await opened();
			for (const [path, bytes] of known) {
				const key = keyOfPath(path);
				expectBytes(provider.read(key), bytes);
				const byHash = provider.read(keyOfHash(key.urlHash));
				if (readsByHash) expectBytes(byHash, bytes);
				else expect(byHash).toBeUndefined();
			}
			provider.close();
		});

		it('tells the size of what read gives', async () => {
			const provider = await opened();
			for (const [path, bytes] of known) expect(provider.sizeBytes(keyOfPath(path))).toBe(bytes.length);
			provider.close();
		});

		it('answers "not mine" with undefined', async () => {
			const provider = await opened();
			for (const key of [keyOfPath('/not/there.goc'), keyOfHash(123n)]) {
				expect(provider.sizeBytes(key)).toBeUndefined();
				expect(provider.read(key)).toBeUndefined();
			}
			provider.close();
		});

		it('lists everything it serves once, and nothing else', async () => {
			const provider = await opened();
			const listed = [...provider.list()];
			expect(new Set(listed.map(({ urlHash }) => urlHash)).size).toBe(listed.length);
			const hashes = listed.map(({ urlHash }) => urlHash).sort();
			expect(hashes).toEqual([...known.keys()].map((path) => keyOfPath(path).urlHash).sort());
			for (const { path, urlHash } of listed) {
				if (path !== undefined) expect(keyOfPath(path).urlHash).toBe(urlHash);
			}
			provider.close();
		});

		it('finishes its own check without a complaint, where it has one', async () => {
			const provider = await opened();
			for (const sizeBytes of provider.verify?.() ?? []) expect(sizeBytes).toBeGreaterThanOrEqual(0);
			provider.close();
		});

		it('gives the same bytes when read twice', async () => {
			const provider = await opened();
			const [path] = [...known.keys()] as [string];
			const once = provider.read(keyOfPath(path))?.slice() as Uint8Array;
			expectBytes(provider.read(keyOfPath(path)), once);
			provider.close();
		});
	});
}
