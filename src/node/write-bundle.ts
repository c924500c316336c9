import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RandomAccess } from '../bytes/index.ts';
import { createZipWriter, planSplitArchive, type SplitArchiveOptions } from '../formats/index.ts';
import type { ContentPack } from '../inspect/index.ts';
import { LIVE_UPDATE_MANIFEST_NAME } from '../resource/index.ts';
import { NodeError } from './error.ts';
import { writeAtomically, writeFileAtomically } from './write-file.ts';

/** Copied so many bytes at a time. */
const WINDOW_BYTES = 4 * 1024 ** 2;

/** Throws when a folder that is to be made has something in it. @throws NodeError `already-there` */
export function expectEmptyFolder(folder: string): void {
	if (!existsSync(folder) || readdirSync(folder).length === 0) return;
	throw new NodeError('already-there', `${folder}: expected a new or empty folder, found files in it`, {
		data: { path: folder },
	});
}

/**
 * Writes the files of a bundle into a folder, whole or cut into pieces in `archive/` as HTML5 bundles are; large files are
 * copied a window at a time.
 *
 * @param options `files` by name, in the order of the list of pieces
 * @throws NodeError `io-error`
 */
export async function writeBundleFiles(options: {
	folder: string;
	files: ReadonlyMap<string, RandomAccess>;
	split?: Omit<SplitArchiveOptions, 'crypto'> | undefined;
}): Promise<void> {
	const { folder, files, split } = options;
	if (!split) {
		for (const [name, access] of files) await copyRange(access, { path: join(folder, name) });
		return;
	}
	const archive = join(folder, 'archive');
	const sized = [...files].map(([name, { sizeBytes }]) => ({ name, sizeBytes }));
	const { listText, pieces } = planSplitArchive(sized, split);
	for (const { name, file, offset, sizeBytes } of pieces) {
		await copyRange(files.get(file) as RandomAccess, { path: join(archive, name), offset, sizeBytes });
	}
	await writeFileAtomically(join(archive, 'archive_files.json'), listText);
}

async function copyRange(
	access: RandomAccess,
	{ path, offset = 0, sizeBytes = access.sizeBytes }: { path: string; offset?: number; sizeBytes?: number },
): Promise<void> {
	await writeAtomically(path, async (write) => {
		for (let done = 0; done < sizeBytes; done += WINDOW_BYTES) {
			await write(access.read(offset + done, Math.min(WINDOW_BYTES, sizeBytes - done)));
		}
	});
}

/**
 * Writes published content again under another manifest: a zip as a zip, a folder as a folder, blobs as they are.
 *
 * @param options `path` of the zip or folder to make
 * @throws NodeError `io-error`; FormatError for what cannot be read
 */
export async function writeContentPack(options: {
	pack: ContentPack;
	manifest: Uint8Array | undefined;
	path: string;
}): Promise<void> {
	const { pack, manifest, path } = options;
	if (!path.toLowerCase().endsWith('.zip')) {
		for (const name of pack.names()) await writeFileAtomically(join(path, basename(name)), pack.read(name));
		if (manifest) await writeFileAtomically(join(path, LIVE_UPDATE_MANIFEST_NAME), manifest);
		return;
	}
	await writeAtomically(path, async (write) => {
		const parts: Uint8Array[] = [];
		const zip = createZipWriter((bytes) => parts.push(new Uint8Array(bytes)));
		const flush = async (): Promise<void> => {
			for (const part of parts.splice(0)) await write(part);
		};
		for (const name of [...pack.names()].sort()) {
			zip.add(name, pack.read(name), { level: 1 });
			await flush();
		}
		if (manifest) zip.add(LIVE_UPDATE_MANIFEST_NAME, manifest, { level: 1 });
		zip.finish();
		await flush();
	});
}
