import { encodeUtf8 } from '../bytes/index.ts';
import { type Bundle, FormatError, hazardOfName, isLuaPath, readLuaModule } from '../formats/index.ts';
import { labelOf, listContent, readContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { recoverContentPaths } from './content-paths.ts';

/** A file taken out of a bundle. */
export type ExtractedFile = {
	/** Relative path with "/", safe to write below a folder. */
	readonly name: string;
	readonly bytes: Uint8Array;
	/** `resource` is as compiled; `lua` the text of a script, under the path of its source; `settings` is `game.projectc`. */
	readonly kind: 'resource' | 'lua' | 'settings';
};

/** A resource that could not be taken out. */
export type ExtractProblem = {
	readonly resource: string;
	readonly hexDigest: string;
	readonly problem: string;
	/** True when its content is not here at all: published and not given, or in the bundle this belongs to. */
	readonly missing: boolean;
};

export type ExtractOptions = {
	readonly packs?: readonly ContentPack[];
	/** `resources` decoded as compiled, `lua` the scripts' text; default both. */
	readonly what?: readonly ('resources' | 'lua')[];
	/** Told of each resource that cannot be decoded. */
	readonly onProblem?: (problem: ExtractProblem) => void;
};

/** Where resources go whose path is not known. */
const NAMELESS_FOLDER = '_by_digest';

/**
 * Takes all resources out of a bundle and its packs, one after the other: decoded, by path, or by digest where the path is
 * not known. Scripts come also as the Lua text they were compiled from, so that a project whose scripts are missing can be
 * completed.
 *
 * Paths are the bundle's own and are not trusted: one that would leave a folder is treated as not known.
 */
export function* extractBundle(bundle: Bundle, options: ExtractOptions = {}): Generator<ExtractedFile> {
	const { packs = [], what = ['resources', 'lua'], onProblem } = options;
	const contents = listContent(bundle, packs);
	const paths = recoverContentPaths(bundle, contents);
	const taken = new Set<string>();
	const take = (name: string): boolean => !taken.has(name) && taken.add(name) !== undefined;
	if (bundle.projectText !== '' && what.includes('resources')) {
		take('game.projectc');
		yield { name: 'game.projectc', bytes: encodeUtf8(bundle.projectText), kind: 'settings' };
	}
	for (const content of contents) {
		const { resource } = content;
		const path = resource.url || paths.get(resource.urlHash);
		const { bytes, problem = 'it cannot be decoded' } = readContent(content, bundle);
		if (!bytes) {
			onProblem?.({
				resource: path ?? labelOf(resource),
				hexDigest: resource.hexDigest,
				problem,
				missing: !content.storedIn,
			});
			continue;
		}
		const name = safeName(path) ?? `${NAMELESS_FOLDER}/${resource.hexDigest}`;
		if (what.includes('resources') && take(name)) yield { name, bytes, kind: 'resource' };
		if (path === undefined || !what.includes('lua') || !isLuaPath(path)) continue;
		try {
			const source = readLuaModule(bytes, path);
			const sourceName = safeName(source.path);
			if (source.text && sourceName && take(sourceName)) yield { name: sourceName, bytes: source.text, kind: 'lua' };
			if (!source.text) {
				onProblem?.({
					resource: path,
					hexDigest: resource.hexDigest,
					problem: 'it holds bytecode, not Lua text',
					missing: false,
				});
			}
		} catch (error) {
			if (!(error instanceof FormatError)) throw error;
			onProblem?.({ resource: path, hexDigest: resource.hexDigest, problem: error.message, missing: false });
		}
	}
}

/** A path as a name below a folder, undefined when it cannot be one. */
function safeName(path: string | undefined): string | undefined {
	if (path === undefined || !path.startsWith('/') || path.endsWith('/')) return undefined;
	const name = path.slice(1).replace(/\/+/g, '/');
	return hazardOfName(name) === undefined ? name : undefined;
}
