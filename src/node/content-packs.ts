import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FormatError, readManifest } from '../formats/index.ts';
import { type ContentPack, createZipPack } from '../inspect/index.ts';
import { LIVE_UPDATE_MANIFEST_NAME } from '../resource/index.ts';
import { BUILD_LAYOUT } from './build-layout.ts';
import { ioError, NodeError } from './error.ts';
import { openNodeZip } from './open-zip.ts';

/**
 * Opens published content: a live-update zip, or a folder with one file a blob.
 *
 * @throws NodeError `not-found`; FormatError when the zip or its manifest cannot be read
 */
export function openContentPack(path: string): ContentPack {
	const found = statSync(path, { throwIfNoEntry: false });
	if (!found)
		throw new NodeError('not-found', `cannot open ${path}: there is no such file or folder`, { data: { path } });
	if (found.isDirectory()) return openFolderPack(path);
	return createZipPack(openNodeZip(path));
}

/**
 * Content that lies beside a bundle: zips with a live-update manifest, what a build of ours left out, and folders inside the
 * bundle's whose first file is named by a digest.
 */
export function findContentPacks(bundleFolder: string): ContentPack[] {
	const packs: ContentPack[] = [];
	const folders = new Set([bundleFolder, dirname(bundleFolder)]);
	for (const folder of folders) {
		for (const name of readdirSync(folder).sort()) {
			if (!name.toLowerCase().endsWith('.zip')) continue;
			const pack = tryZip(join(folder, name));
			if (pack?.manifest) packs.push(pack);
		}
	}
	for (const entry of readdirSync(bundleFolder, { withFileTypes: true })) {
		if (!entry.isDirectory()) continue;
		const [first = ''] = readdirSync(join(bundleFolder, entry.name)).sort();
		if (/^[0-9a-f]{40}$/.test(first)) packs.push(openFolderPack(join(bundleFolder, entry.name)));
	}
	const excluded = join(dirname(bundleFolder), BUILD_LAYOUT.excluded);
	if (existsSync(join(dirname(bundleFolder), BUILD_LAYOUT.mark)) && existsSync(excluded))
		packs.push(openFolderPack(excluded));
	return packs;
}

/** A zip beside a bundle need not be one of ours; what is none is none of our business. */
function tryZip(path: string): ContentPack | undefined {
	try {
		return openContentPack(path);
	} catch (error) {
		if (error instanceof FormatError) return undefined;
		throw error;
	}
}

function openFolderPack(folder: string): ContentPack {
	const manifestPath = join(folder, LIVE_UPDATE_MANIFEST_NAME);
	const pathOf = (name: string): string => join(folder, name);
	return {
		name: folder,
		manifest: existsSync(manifestPath) ? readManifest(readFileSync(manifestPath), manifestPath) : undefined,
		names: () =>
			readdirSync(folder, { withFileTypes: true })
				.filter((entry) => entry.isFile() && entry.name !== LIVE_UPDATE_MANIFEST_NAME)
				.map((entry) => entry.name),
		sizeBytes(name) {
			const found = statSync(pathOf(name), { throwIfNoEntry: false });
			return found?.isFile() ? found.size : undefined;
		},
		read(name) {
			try {
				return readFileSync(pathOf(name));
			} catch (cause) {
				throw ioError('read', pathOf(name), cause);
			}
		},
	};
}
