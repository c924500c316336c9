import { create } from '@bufbuild/protobuf';
import {
	AtlasSchema,
	didYouMean,
	extensionOf,
	SpriteDescSchema,
	SpriteTextureSchema,
	TileSetSchema,
} from '../../formats/index.ts';
import type { CompileContext, Compiler } from '../compiler.ts';
import { TEXTURE_SET_TYPES } from '../textures/texture-source.ts';
import { animationIds } from './atlas-images.ts';
import { messageCompiler } from './message-compiler.ts';
import { compileOwnAttributes } from './vertex-attributes.ts';

/** `.sprite`: an animation in the world. The older single picture becomes the first of the list of textures. */
export const spriteCompiler: Compiler = messageCompiler({
	extensions: ['sprite'],
	outputExtension: 'spritec',
	schema: SpriteDescSchema,
	async transform({ message, reading, context }) {
		const textures = message.textures.map((one) => ({
			sampler: one.sampler,
			texture: one.texture,
			at: reading.at(one, 'texture'),
		}));
		if (message.tileSet !== '' || textures.length === 0) {
			const at = reading.at(message, 'tileSet');
			textures.splice(0, textures.length, { sampler: '', texture: message.tileSet, at });
		}
		delete (message as Partial<typeof message>).tileSet;
		message.textures = [];
		for (const { sampler, texture, at } of textures) {
			const path = await context.reference(texture, { at, field: 'texture', extensions: TEXTURE_SET_TYPES });
			message.textures.push(create(SpriteTextureSchema, { sampler, texture: path }));
		}
		const [first] = textures;
		const ids = first && (await idsOf(first.texture, context));
		if (ids && !ids.includes(message.defaultAnimation)) {
			context.report(reading.at(message, 'defaultAnimation'), {
				code: 'unknown-animation',
				message: `${first.texture} has no animation or picture ${JSON.stringify(message.defaultAnimation)}`,
				hint: didYouMean(message.defaultAnimation, ids),
				severity: 'warning',
			});
		}
		const material = message.material;
		if (Object.hasOwn(message, 'material')) {
			const at = reading.at(message, 'material');
			message.material = await context.reference(material, {
				at,
				field: 'material',
				extensions: ['material'],
				optional: true,
			});
		}
		message.attributes = await compileOwnAttributes(message.attributes, material, context);
	},
});

async function idsOf(path: string, context: CompileContext): Promise<readonly string[] | undefined> {
	if (extensionOf(path) === 'atlas') {
		const atlas = (await context.readFile(AtlasSchema, path))?.message;
		return atlas && animationIds(atlas);
	}
	return (await context.readFile(TileSetSchema, path))?.message?.animations.map((animation) => animation.id);
}
