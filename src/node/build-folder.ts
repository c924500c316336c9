import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, type BuildResult, buildProject } from '../builder/index.ts';
import { toHex } from '../bytes/index.ts';
import { PUBLISHED_MANIFEST_NAME, type PublishedContent } from '../publisher/index.ts';
import { nodeCrypto } from './crypto.ts';
import { ioError, NodeError } from './error.ts';
import { decodeImage } from './image.ts';
import { findKeys, generateKeys, type KeyPair, saveKeys } from './keys.ts';
import { openProject } from './project-files.ts';
import { readFileOrFail } from './read-file.ts';
import { recoverFolder, replaceFolder } from './replace-folder.ts';

/** What lies in the folder that a build makes. */
export const BUILD_LAYOUT = {
	/** Says that the folder is a build, and of what. */
	mark: 'build.json',
	/** What players install. */
	bundle: 'bundle',
	/** What is published: blobs by digest and the manifest. */
	excluded: 'excluded',
	/** The key pair that signs, unless the caller brought one. Not to be published. */
	keys: 'keys',
} as const;

/** What `build.json` says. */
export type BuildRecord = {
	readonly livemount: 1;
	readonly title: string;
	readonly engineVersion: string;
	readonly variant: 'debug' | 'release';
	/** SHA-1 of the manifest; changes with any content. */
	readonly release: string;
	readonly bundle: { readonly fileCount: number; readonly sizeBytes: number };
	readonly excluded: { readonly blobCount: number; readonly sizeBytes: number };
};

export type BuildFolderOptions = Omit<BuildOptions, 'files' | 'crypto' | 'decodeImage' | 'keys'> & {
	/** The project's folder. */
	project: string;
	/** Where to build; made anew. */
	out: string;
	/** Signs with this pair; without it with the pair kept from an earlier build, or a new one. */
	keys?: KeyPair | undefined;
};

/**
 * Builds a project into a folder: `bundle/`, `excluded/`, `build.json`.
 *
 * With errors in the project nothing is written, and an earlier build stays as it was.
 *
 * @throws NodeError `not-found`, `not-ours`, `io-error`
 */
export async function buildToFolder(
	options: BuildFolderOptions,
): Promise<{ result: BuildResult; record: BuildRecord | undefined }> {
	const { project, out, keys: givenKeys, ...build } = options;
	if (!existsSync(join(project, 'game.project'))) {
		throw new NodeError('not-found', `${project}: expected a Defold project with a file game.project, found none`, {
			data: { path: project, expected: 'game.project' },
		});
	}
	await recoverFolder(out);
	const keysFolder = join(out, BUILD_LAYOUT.keys);
	const keys = givenKeys ?? (await findKeys(keysFolder)) ?? (await generateKeys());
	const result = await buildProject({
		...build,
		files: await openProject(project),
		crypto: nodeCrypto,
		decodeImage,
		keys,
	});
	if (!result.ok) return { result, record: undefined };
	const record: BuildRecord = {
		livemount: 1,
		title: result.settings?.get('project.title') ?? '',
		engineVersion: build.engineVersion,
		variant: build.variant,
		release: toHex(nodeCrypto.digest('sha1', result.liveUpdateManifest)),
		bundle: { fileCount: result.bundle.size, sizeBytes: sum([...result.bundle.values()]) },
		excluded: { blobCount: result.excluded.length, sizeBytes: sum(result.excluded.map(({ bytes }) => bytes)) },
	};
	await replaceFolder({
		folder: out,
		mark: BUILD_LAYOUT.mark,
		fill: async (temporary) => {
			const bundle = join(temporary, BUILD_LAYOUT.bundle);
			const excluded = join(temporary, BUILD_LAYOUT.excluded);
			await mkdir(bundle);
			await mkdir(excluded);
			for (const [name, bytes] of result.bundle) await writeFile(join(bundle, name), bytes);
			for (const { hexDigest, bytes } of result.excluded) await writeFile(join(excluded, hexDigest), bytes);
			await writeFile(join(excluded, PUBLISHED_MANIFEST_NAME), result.liveUpdateManifest);
			if (!givenKeys) await saveKeys(join(temporary, BUILD_LAYOUT.keys), keys);
			await writeFile(join(temporary, BUILD_LAYOUT.mark), `${JSON.stringify(record, null, '\t')}\n`);
		},
	});
	return { result, record };
}

function sum(parts: readonly Uint8Array[]): number {
	return parts.reduce((total, part) => total + part.length, 0);
}

/**
 * What a build has to publish.
 *
 * @throws NodeError `not-found` when the folder is no build
 */
export async function loadPublishedContent(build: string): Promise<PublishedContent> {
	const folder = join(build, BUILD_LAYOUT.excluded);
	if (!existsSync(join(build, BUILD_LAYOUT.mark)) || !existsSync(folder)) {
		throw new NodeError(
			'not-found',
			`${build}: expected a folder made by "livemount build", with ${BUILD_LAYOUT.mark} and ${BUILD_LAYOUT.excluded}/`,
			{ data: { path: build, expected: BUILD_LAYOUT.mark } },
		);
	}
	try {
		const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{40}$/.test(name)).sort();
		const blobs = await Promise.all(
			names.map(async (hexDigest) => ({
				hexDigest,
				sizeBytes: (await stat(join(folder, hexDigest))).size,
				read: () => readFileOrFail(join(folder, hexDigest)),
			})),
		);
		return { manifest: await readFileOrFail(join(folder, PUBLISHED_MANIFEST_NAME)), blobs };
	} catch (cause) {
		if (cause instanceof NodeError) throw cause;
		throw ioError('read', folder, cause);
	}
}
