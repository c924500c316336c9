import { existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { equalBytes } from '../bytes/index.ts';
import { type Bundle, openBundle, readManifest } from '../formats/index.ts';
import { bundleWithoutArchive, type ContentPack } from '../inspect/index.ts';
import { LIVE_UPDATE_MANIFEST_NAME } from '../resource/index.ts';
import { BUILD_LAYOUT } from './build-layout.ts';
import { findContentPacks, openContentPack } from './content-packs.ts';
import { nodeCrypto } from './crypto.ts';
import { ioError, NodeError } from './error.ts';
import { openFile } from './file-access.ts';
import { BUNDLE_MARKS, loadBundle, type OpenedBundle } from './open-bundle.ts';
import { readFileOrFail } from './read-file.ts';

/** Anything with a manifest, opened: see `kind`. */
export type OpenedContent = {
	/**
	 * `bundle` has an archive; `device` is the archive that an engine keeps on a device; `published` is content without the
	 * bundle it was made for, `manifest` a manifest alone. The last two have an empty archive.
	 */
	readonly kind: 'bundle' | 'device' | 'published' | 'manifest';
	readonly bundle: Bundle;
	/** The bundle as it lies in its folder, for `bundle`: threads can read its files. */
	readonly files: OpenedBundle | undefined;
	/** Published content: what was found beside a bundle, and what the caller named. */
	readonly packs: readonly ContentPack[];
};

const DEVICE_MANIFEST = 'liveupdate.dmanifest';

/**
 * Opens whatever has a manifest: a build of ours, a bundle, a file of a bundle, a live-update zip, a folder of published
 * content, the folder an engine keeps its content in, or a single manifest.
 *
 * @param content more published content, as zips or folders
 * @throws NodeError `not-found`, `not-a-bundle`, `io-error`; FormatError for what is wrong in its files
 */
export async function openContent(path: string, content: readonly string[] = []): Promise<OpenedContent> {
	const named = content.map(openContentPack);
	if (!statOf(path).isDirectory()) return openSingle(path, named);
	if (BUNDLE_MARKS.some((mark) => [path, join(path, BUILD_LAYOUT.bundle)].some((at) => existsSync(join(at, mark))))) {
		const bundle = await loadBundle(path);
		return { kind: 'bundle', bundle, files: bundle, packs: [...packsBeside(bundle), ...named] };
	}
	if (existsSync(join(path, LIVE_UPDATE_MANIFEST_NAME))) return asPublished(openContentPack(path), named);
	if (existsSync(join(path, DEVICE_MANIFEST))) {
		return { kind: 'device', bundle: openDevice(path), files: undefined, packs: named };
	}
	throw new NodeError(
		'not-a-bundle',
		`${path}: expected a bundle (${BUNDLE_MARKS.join(', ')}), published content (${LIVE_UPDATE_MANIFEST_NAME}) ` +
			`or a device's content (${DEVICE_MANIFEST}), found none of them${hintBelow(path)}`,
		{ data: { path, expected: BUNDLE_MARKS } },
	);
}

async function openSingle(path: string, named: readonly ContentPack[]): Promise<OpenedContent> {
	const base = basename(path);
	if (/\.zip$/i.test(base)) return asPublished(openContentPack(path), named);
	if (/\.dmanifest(\.tmp|0)?$/.test(base)) {
		const manifest = readManifest(await readFileOrFail(path), path);
		const bundle = {
			...bundleWithoutArchive({ manifest, name: path, crypto: nodeCrypto }),
			publicKey: await findPublicKey(dirname(path)),
		};
		return { kind: 'manifest', bundle, files: undefined, packs: named };
	}
	const folder = dirname(path);
	if (/^(game\d*\.(arci|arcd|projectc|public\.der)\d*|archive_files\.json)$/.test(base)) {
		const bundle = await loadBundle(folder);
		return { kind: 'bundle', bundle, files: bundle, packs: [...packsBeside(bundle), ...named] };
	}
	throw new NodeError(
		'not-a-bundle',
		`${path}: expected the folder of a bundle, a live-update zip or a manifest, found another file (livemount inspect shows any file)`,
		{ data: { path } },
	);
}

/** The key of the bundle that a manifest lies in, whole or as the one piece it is in HTML5 bundles. */
async function findPublicKey(folder: string): Promise<Uint8Array | undefined> {
	const names = ['game.public.der', 'game0.public.der', 'game.public.der0'];
	const path = names.map((name) => join(folder, name)).find((candidate) => existsSync(candidate));
	return path === undefined ? undefined : readFileOrFail(path);
}

/** Content found by itself; what lies in the folder above is taken only when it is of the same project and version. */
function packsBeside(bundle: OpenedBundle): ContentPack[] {
	const { version, projectIdentifier } = bundle.manifest;
	return findContentPacks(bundle.folder).filter(({ name, manifest }) => {
		if (!manifest || dirname(name) !== dirname(bundle.folder) || !/\.zip$/i.test(name)) return true;
		return manifest.version === version && equalBytes(manifest.projectIdentifier, projectIdentifier);
	});
}

function asPublished(pack: ContentPack, named: readonly ContentPack[]): OpenedContent {
	const { manifest, name } = pack;
	if (!manifest) {
		throw new NodeError(
			'not-a-bundle',
			`${name}: expected published content with ${LIVE_UPDATE_MANIFEST_NAME}, found none in it; give it with --content beside its bundle`,
			{ data: { path: name, expected: LIVE_UPDATE_MANIFEST_NAME } },
		);
	}
	const bundle = bundleWithoutArchive({ manifest, name, crypto: nodeCrypto });
	return { kind: 'published', bundle, files: undefined, packs: [pack, ...named] };
}

/** The mutable archive of engines before 1.13: the same files under other names, a newer index beside the older. */
function openDevice(folder: string): Bundle {
	return openBundle({
		name: folder,
		open(name) {
			const path = join(folder, name.replace(/^game\./, 'liveupdate.'));
			if (name === 'game.projectc' || name === 'game.public.der') return undefined;
			const newer = `${path}.tmp`;
			if (name === 'game.arci' && existsSync(newer)) return openFile(newer);
			return existsSync(path) ? openFile(path) : undefined;
		},
	});
}

/** Whoever unpacked a bundle often names the folder above it. */
function hintBelow(folder: string): string {
	if (existsSync(join(folder, 'game.project'))) return '; it is a project, of which livemount build makes a bundle';
	const below = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => join(folder, name))
		.find((child) => BUNDLE_MARKS.some((mark) => existsSync(join(child, mark))));
	return below === undefined ? '' : `; there is a bundle in ${below}`;
}

/** @throws NodeError `not-found`, `io-error` */
export function statOf(path: string): Stats {
	try {
		return statSync(path);
	} catch (cause) {
		throw ioError('open', path, cause);
	}
}
