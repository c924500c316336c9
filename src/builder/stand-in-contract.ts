import { readResource, type TextureSet, TextureSetSchema } from '../formats/index.ts';
import type { BuildOptions, BuildResult } from './build-project.ts';
import { build, type MemoryFiles, png } from './memory-project-contract.ts';

/** More rounds than any project of the corpus has files that stand for others. */
const MAX_ROUNDS = 8;

/**
 * Builds a project of the corpus with something in the place of files that it names and does not have:
 * grey pictures, and atlases and tile sources with the animations of the published game.
 */
export async function buildWithStandIns(
	files: MemoryFiles,
	published: ReadonlyMap<string, Uint8Array>,
	options: Partial<BuildOptions>,
): Promise<{ result: BuildResult; standIns: string[] }> {
	let all = files;
	const standIns: string[] = [];
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const result = await build(all, options);
		const missing = result.diagnostics.flatMap(
			(one) => /names (\S+), which does not exist/.exec(one.message)?.[1] ?? [],
		);
		if (missing.length === 0) return { result, standIns: standIns.sort() };
		for (const path of new Set(missing)) {
			all = { ...all, ...(await standInFor(path, published)) };
			if (!path.startsWith(STAND_IN_FOLDER)) standIns.push(path);
		}
	}
	throw new Error(`files are still missing after ${MAX_ROUNDS} rounds: ${standIns.join(', ')}`);
}

const STAND_IN_FOLDER = '/stand-ins';

async function standInFor(path: string, published: ReadonlyMap<string, Uint8Array>): Promise<MemoryFiles> {
	const set = textureSetOf(path, published);
	if (path.endsWith('.atlas') && set) {
		const pictures = set.animations.map((one) => `images { image: "${STAND_IN_FOLDER}/${one.id}.png" }`);
		return { [path]: pictures.join('\n') };
	}
	if (path.endsWith('.tilesource') && set) {
		const image = `${STAND_IN_FOLDER}/tiles.png`;
		const animations = set.animations.map((one) => `animations { id: "${one.id}" start_tile: 1 end_tile: 1 }`);
		return {
			[path]: `image: "${image}" tile_width: 16 tile_height: 16 ${animations.join('\n')}`,
			[image]: await png(1024, 1024),
		};
	}
	if (path.endsWith('.png')) return { [path]: await png(16, 16) };
	throw new Error(`nothing can stand in for ${path}`);
}

function textureSetOf(path: string, published: ReadonlyMap<string, Uint8Array>): TextureSet | undefined {
	const name = path.replace(/\.\w+$/, '.texturesetc');
	const bytes = published.get(name);
	const resource = bytes && readResource(name, bytes);
	return resource?.kind === 'message' && resource.schema === TextureSetSchema
		? (resource.message as TextureSet)
		: undefined;
}
