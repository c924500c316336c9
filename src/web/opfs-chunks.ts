import type { ChunkStore } from './chunk-store.ts';

// What the page's type library does not know, because only workers have it.
type SyncAccessHandle = {
	write(bytes: Uint8Array, options: { at: number }): number;
	truncate(sizeBytes: number): void;
	flush(): void;
	close(): void;
};
type WorkerFileHandle = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncAccessHandle> };

/**
 * Chunks as files of the origin private file system, in a folder of their own.
 *
 * `undefined` where the platform has none or forbids it (private windows of some browsers, pages that are not secure).
 */
export async function openOpfsChunks(folder: string): Promise<ChunkStore | undefined> {
	const directory = await openFolder(folder);
	if (!directory) return undefined;

	const nameOf = (id: number): string => String(id);
	return {
		kind: 'OPFS',
		async write(id, parts) {
			const file = (await directory.getFileHandle(nameOf(id), { create: true })) as WorkerFileHandle;
			const handle = await file.createSyncAccessHandle();
			try {
				// A killed session may have left a chunk of this number that nothing names.
				handle.truncate(0);
				let at = 0;
				for (const part of parts) {
					let written = 0;
					while (written < part.length) {
						const count = handle.write(part.subarray(written), { at: at + written });
						if (count === 0) throw new DOMException('nothing more can be written', 'QuotaExceededError');
						written += count;
					}
					at += part.length;
				}
				handle.flush();
			} catch (error) {
				handle.close();
				// The first failure is the one to tell of; a leftover is removed at the next start.
				await directory.removeEntry(nameOf(id)).catch(() => undefined);
				throw error;
			}
			handle.close();
		},
		async open(id) {
			try {
				return await (await directory.getFileHandle(nameOf(id))).getFile();
			} catch (error) {
				if ((error as DOMException).name === 'NotFoundError') return undefined;
				throw error;
			}
		},
		async remove(ids) {
			for (const id of ids) {
				await directory.removeEntry(nameOf(id)).catch((error: DOMException) => {
					if (error.name !== 'NotFoundError') throw error;
				});
			}
		},
		async list() {
			const ids: number[] = [];
			const names = (directory as unknown as { keys(): AsyncIterable<string> }).keys();
			for await (const name of names) if (/^\d+$/.test(name)) ids.push(Number(name));
			return ids;
		},
		close() {},
	};
}

async function openFolder(folder: string): Promise<FileSystemDirectoryHandle | undefined> {
	if (!('storage' in navigator) || typeof navigator.storage.getDirectory !== 'function') return undefined;
	if (!('createSyncAccessHandle' in FileSystemFileHandle.prototype)) return undefined;
	try {
		const root = await navigator.storage.getDirectory();
		const ours = await root.getDirectoryHandle('livemount', { create: true });
		return await ours.getDirectoryHandle(folder, { create: true });
	} catch (error) {
		if (['SecurityError', 'NotAllowedError', 'UnknownError'].includes((error as DOMException).name)) return undefined;
		throw error;
	}
}
