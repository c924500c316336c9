import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryAccess } from '../bytes/index.ts';
import { nodeCrypto } from '../node/crypto.ts';
import { type Bundle, openBundle, openZip, type ZipArchive } from './index.ts';

const CORPUS: string =
	process.env['LIVEMOUNT_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const BUNDLES: string = join(CORPUS, 'bundles');

/** Folders of the real bundles; empty where the corpus is absent, and tests over them then skip. */
export const REAL_BUNDLES: readonly string[] = existsSync(BUNDLES)
	? readdirSync(BUNDLES)
			.filter((name) => existsSync(join(BUNDLES, name, 'archive', 'archive_files.json')))
			.sort()
	: [];

/** Shown with a skipped test. */
export const WITHOUT_CORPUS = `no real bundles in ${CORPUS}; set LIVEMOUNT_CORPUS to the folder that holds them`;

export function readRealFile(bundle: string, file: string): Uint8Array {
	return readFileSync(join(BUNDLES, bundle, file));
}

export function openRealBundle(name: string): Bundle {
	return openBundle({
		open(file) {
			const path = join(BUNDLES, name, file);
			return existsSync(path) ? memoryAccess(readFileSync(path), file) : undefined;
		},
		name,
		crypto: nodeCrypto,
	});
}

/** The live-update zip beside a bundle, where there is one. */
export function openRealZip(name: string): ZipArchive | undefined {
	const path = join(BUNDLES, name, 'resources.zip');
	return existsSync(path) ? openZip(memoryAccess(readFileSync(path), `${name}/resources.zip`)) : undefined;
}

/** Folder of published blobs beside a bundle of 2017. */
export function realBlobFolder(name: string): string | undefined {
	const path = join(BUNDLES, name, 'defold');
	return existsSync(path) ? path : undefined;
}
