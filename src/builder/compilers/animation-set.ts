import { AnimationSetDescSchema } from '../../formats/index.ts';
import { type Compiler, withExtension } from '../compiler.ts';
import { type RigAnimation, readAnimations, writeAnimationSet } from '../models/animations.ts';
import { MODEL_FILE_TYPES, readModelFile } from './model-file.ts';

/** Sets may name sets, this deep. */
const MAX_DEPTH = 8;

/** `.animationset`: animations of several model files; each is called as its file, those of other sets as there. */
export const animationSetCompiler: Compiler = {
	extensions: ['animationset'],
	outputExtension: 'animationsetc',
	async compile(unit, context) {
		const found: RigAnimation[] = [];
		const collect = async (path: string, depth: number): Promise<void> => {
			const text = depth === 0 ? await context.textOf(unit) : undefined;
			const reading = text
				? context.readMessage(AnimationSetDescSchema, text)
				: await context.readFile(AnimationSetDescSchema, path);
			for (const one of reading?.message?.animations ?? []) {
				const at = reading?.at(one, 'animation') ?? { file: unit.path, line: 1, column: 1 };
				const type = one.animation.slice(one.animation.lastIndexOf('.') + 1);
				if (type === 'animationset' && depth < MAX_DEPTH) await collect(one.animation, depth + 1);
				else if (!MODEL_FILE_TYPES.includes(type)) {
					const message = `expected a model file (.glb, .gltf) or another set, found ${one.animation}`;
					context.report(at, { code: 'wrong-type', message });
				} else {
					const name = one.animation.slice(one.animation.lastIndexOf('/') + 1, -type.length - 1);
					const use = (...[gltf, nodes]: Parameters<Parameters<typeof readModelFile>[2]['use']>) =>
						// A file's first animation has the file's name, so that its others need names of their own.
						readAnimations(gltf, nodes, (own, index) => (index === 0 ? name : own));
					found.push(...((await readModelFile(one.animation, at, { context, use })) ?? []));
				}
			}
		};
		await collect(unit.path, 0);
		return [{ path: withExtension(unit.path, 'animationsetc'), bytes: writeAnimationSet(found) }];
	},
};
