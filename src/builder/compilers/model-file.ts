import type { Position } from '../../formats/index.ts';
import type { CompileContext, CompiledResource, Compiler, SourceUnit } from '../compiler.ts';
import { readAnimations, writeAnimationSet } from '../models/animations.ts';
import { type Gltf, readGltf } from '../models/gltf.ts';
import { writeMeshSet } from '../models/mesh-set.ts';
import { type PlacedNode, placeNodes } from '../models/scene.ts';
import { writeSkeleton } from '../models/skeleton.ts';

/** Files with meshes, bones and animations. */
export const MODEL_FILE_TYPES: readonly string[] = ['glb', 'gltf'];

/** `.glb`, `.gltf`: what is drawn, the bones and the animations, each a resource of its own. */
export const modelFileCompiler: Compiler = {
	extensions: MODEL_FILE_TYPES,
	outputExtension: 'meshsetc',
	async compile(unit: SourceUnit, context: CompileContext): Promise<CompiledResource[]> {
		const at = { file: unit.path, line: 1, column: 1 };
		const base = unit.path.replace(/\.[^./]*$/, '');
		return (
			(await readModelFile(unit.path, at, {
				context,
				use: (gltf, nodes) => [
					{ path: `${base}.meshsetc`, bytes: writeMeshSet(gltf, nodes) },
					{ path: `${base}.skeletonc`, bytes: writeSkeleton(gltf, nodes) },
					{
						path: `${base}_generated_0.animationsetc`,
						bytes: writeAnimationSet(readAnimations(gltf, nodes, (name) => name)),
					},
				],
			})) ?? []
		);
	},
};

/** Reads a model file and uses it; what is wrong in it is reported at a place and gives `undefined`. */
export async function readModelFile<Result>(
	path: string,
	at: Position,
	options: {
		readonly context: CompileContext;
		readonly use: (gltf: Gltf, nodes: ReadonlyMap<number, PlacedNode>) => Result;
	},
): Promise<Result | undefined> {
	const { context, use } = options;
	const bytes = await context.load(path, { at, field: 'the model' });
	if (!bytes) return undefined;
	const folder = path.slice(0, path.lastIndexOf('/') + 1);
	try {
		const gltf = await readGltf(bytes, (uri) => context.load(resolvePath(folder, uri), { at, field: 'buffer' }));
		return use(gltf, placeNodes(gltf));
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		context.report(at, { code: 'invalid-model', message: `${path} cannot be read: ${reason}` });
		return undefined;
	}
}

/** A path beside a folder, with `..` taken away. */
function resolvePath(folder: string, relative: string): string {
	const parts: string[] = [];
	for (const part of `${folder}${relative}`.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return `/${parts.join('/')}`;
}
