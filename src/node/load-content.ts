import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent, type PublishedPack } from '../publisher/index.ts';
import { loadPublishedContent } from './build-folder.ts';
import { BUILD_LAYOUT } from './build-layout.ts';
import { openContentPack } from './content-packs.ts';
import { ioError, NodeError } from './error.ts';
import { readFileOrFail } from './read-file.ts';
import { digestOfFile } from './write-file.ts';

const DIGEST = /^[0-9a-f]{40}$/;
/** Where a build puts its zips, when it makes some. */
const PACKS_FOLDER = 'packs';
const PART_BYTES = 1 << 20;
const SMALL_BYTES = 1 << 18;

/**
 * What there is to publish: a build of ours, or what Defold's own publishers wrote, a folder or zip with a manifest and
 * blobs named by their digest.
 *
 * @throws NodeError `not-found`, `io-error`; FormatError for a zip or manifest that cannot be read
 */
export async function loadContent(path: string): Promise<PublishedContent> {
	const isBuild = existsSync(join(path, BUILD_LAYOUT.mark)) && existsSync(join(path, BUILD_LAYOUT.excluded));
	if (isBuild) {
		const { manifest, blobs } = await loadPublishedContent(path);
		const folder = join(path, BUILD_LAYOUT.excluded);
		return {
			manifest,
			blobs: blobs.map((blob) => ({ ...blob, read: () => readBlob(join(folder, blob.hexDigest), blob.sizeBytes) })),
			packs: await loadPacks(join(path, PACKS_FOLDER)),
		};
	}
	const found = statSync(path, { throwIfNoEntry: false });
	const isPack = found?.isFile() || existsSync(join(path, PUBLISHED_MANIFEST_NAME));
	if (!found || !isPack) {
		throw new NodeError(
			'not-found',
			`${path}: expected a folder made by "livemount build", or a folder or zip with ${PUBLISHED_MANIFEST_NAME}; ` +
				`${found ? 'found neither in it' : 'there is no such file or folder'}`,
			{ data: { path, expected: [BUILD_LAYOUT.mark, PUBLISHED_MANIFEST_NAME] } },
		);
	}
	const pack = openContentPack(path);
	if (!pack.manifest) {
		throw new NodeError('not-found', `${path}: expected ${PUBLISHED_MANIFEST_NAME} in the zip, found none`, {
			data: { path, expected: PUBLISHED_MANIFEST_NAME },
		});
	}
	const names = [...pack.names()].filter((name) => DIGEST.test(name)).sort();
	return {
		manifest: pack.manifest.fileBytes,
		blobs: names.map((hexDigest) => ({
			hexDigest,
			sizeBytes: pack.sizeBytes(hexDigest) ?? 0,
			read: found.isFile()
				? async () => pack.read(hexDigest)
				: () => readBlob(join(path, hexDigest), pack.sizeBytes(hexDigest) ?? 0),
		})),
	};
}

/** Small files are read at once: handing one to another thread costs more than reading it. */
async function readBlob(path: string, sizeBytes: number): Promise<Uint8Array> {
	if (sizeBytes > SMALL_BYTES) return await readFileOrFail(path);
	try {
		return readFileSync(path);
	} catch (cause) {
		throw ioError('read', path, cause);
	}
}

async function loadPacks(folder: string): Promise<PublishedPack[]> {
	if (!existsSync(folder)) return [];
	const packs: PublishedPack[] = [];
	for (const file of readdirSync(folder).sort()) {
		if (!file.toLowerCase().endsWith('.zip')) continue;
		const path = join(folder, file);
		packs.push({
			name: file.slice(0, -'.zip'.length),
			sizeBytes: statSync(path).size,
			sha256: (await digestOfFile(path)) ?? '',
			parts: () => createReadStream(path, { highWaterMark: PART_BYTES }),
		});
	}
	return packs;
}
