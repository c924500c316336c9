import { checkRange, concatBytes, type RandomAccess } from '../src/bytes/index.ts';
import type { Storage } from '../src/liveupdate/index.ts';

/** A storage in memory whose writes can be made to fail. */
export type MemoryStorage = Storage & {
	readonly files: Map<string, Uint8Array>;
	/** Called before each write with its kind and file; throws to make it fail. */
	beforeWrite: (kind: 'replace' | 'append' | 'sync' | 'rename' | 'remove', name: string) => void;
};

export function createMemoryStorage(): MemoryStorage {
	const files = new Map<string, Uint8Array>();
	const storage: MemoryStorage = {
		name: 'memory',
		files,
		beforeWrite: () => undefined,
		read: async (name) => files.get(name),
		async replace(name, bytes) {
			storage.beforeWrite('replace', name);
			files.set(name, bytes.slice());
		},
		async append(name, parts) {
			storage.beforeWrite('append', name);
			const before = files.get(name) ?? new Uint8Array();
			files.set(name, concatBytes([before, ...parts]));
			return before.length;
		},
		async sync(name) {
			storage.beforeWrite('sync', name);
		},
		async open(name) {
			if (!files.has(name)) return undefined;
			const access: RandomAccess = {
				name: `memory/${name}`,
				get sizeBytes() {
					return files.get(name)?.length ?? 0;
				},
				read(offset, lengthBytes) {
					checkRange(access, offset, lengthBytes);
					return (files.get(name) as Uint8Array).subarray(offset, offset + lengthBytes);
				},
				close() {},
			};
			return access;
		},
		async rename(from, to) {
			storage.beforeWrite('rename', from);
			files.set(to, files.get(from) as Uint8Array);
			files.delete(from);
		},
		async remove(name) {
			if (!files.has(name)) return;
			storage.beforeWrite('remove', name);
			files.delete(name);
		},
		list: async () => [...files.keys()].sort(),
		quota: async () => ({ freeBytes: undefined }),
	};
	return storage;
}
