import { compareText } from '../src/bytes/index.ts';
import type { ReleaseStore } from '../src/publisher/index.ts';

/** One call that changes a store. */
export type StoreWrite = { readonly kind: 'put' | 'create' | 'replace' | 'delete'; readonly key: string };

/** A store of releases in memory that remembers what was written and can be made to fail. */
export type MemoryReleaseStore = ReleaseStore & {
	readonly objects: Map<string, Uint8Array>;
	readonly writes: StoreWrite[];
	/** Called before each write; throws to make it fail, or does what another publisher would do meanwhile. */
	beforeWrite: (write: StoreWrite) => void | Promise<void>;
};

export function createMemoryReleaseStore(name = 'memory'): MemoryReleaseStore {
	const objects = new Map<string, Uint8Array>();
	const tags = new Map<string, string>();
	let counter = 0;
	const set = (key: string, bytes: Uint8Array): void => {
		objects.set(key, bytes.slice());
		tags.set(key, `t${++counter}`);
	};
	const before = async (write: StoreWrite): Promise<void> => {
		await store.beforeWrite(write);
		store.writes.push(write);
	};
	const load: ReleaseStore['load'] = async (key) => {
		const bytes = objects.get(key);
		return bytes && { bytes: bytes.slice(), tag: tags.get(key) ?? '' };
	};
	const keys = (prefix: string): string[] =>
		[...objects.keys()].filter((key) => key.startsWith(prefix)).sort(compareText);
	const store: MemoryReleaseStore = {
		name,
		objects,
		writes: [],
		beforeWrite: () => undefined,
		load,
		async put(key, bytes) {
			await before({ kind: 'put', key });
			set(key, bytes);
		},
		async putLarge(key, source) {
			const parts: Uint8Array[] = [];
			for await (const part of source.parts()) parts.push(part);
			await before({ kind: 'put', key });
			set(key, Buffer.concat(parts));
		},
		async create(key, bytes) {
			await before({ kind: 'create', key });
			if (objects.has(key)) return false;
			set(key, bytes);
			return true;
		},
		async replace(key, bytes, tag) {
			await before({ kind: 'replace', key });
			if (tags.get(key) !== tag || !objects.has(key)) return false;
			set(key, bytes);
			return true;
		},
		async delete(key) {
			await before({ kind: 'delete', key });
			objects.delete(key);
		},
		get: async (key) => (await load(key))?.bytes,
		size: async (key) => objects.get(key)?.length,
		list: async (prefix) => keys(prefix),
		entries: async (prefix) => keys(prefix).map((key) => ({ key, sizeBytes: objects.get(key)?.length ?? 0 })),
	};
	return store;
}
