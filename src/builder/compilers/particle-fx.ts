import { clone, create } from '@bufbuild/protobuf';
import {
	type Emitter,
	type Modifier,
	ModifierSchema,
	ParticleFXSchema,
	Point3Schema,
	QuatSchema,
} from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { TEXTURE_SET_TYPES } from '../textures/texture-source.ts';
import { messageCompiler } from './message-compiler.ts';
import { insideOf, inverseOf, type Transform } from './transform.ts';
import { compileOwnAttributes } from './vertex-attributes.ts';

/** `.particlefx`: emitters of particles. Modifiers of the whole effect become modifiers of each emitter, seen from it. */
export const particleFxCompiler: Compiler = messageCompiler({
	extensions: ['particlefx'],
	outputExtension: 'particlefxc',
	schema: ParticleFXSchema,
	async transform({ message, reading, context }) {
		for (const emitter of message.emitters) {
			const source = { at: reading.at(emitter, 'tileSource'), field: 'tile_source', extensions: TEXTURE_SET_TYPES };
			emitter.tileSource = await context.reference(emitter.tileSource, source);
			const material = emitter.material;
			const at = reading.at(emitter, 'material');
			emitter.material = await context.reference(material, { at, field: 'material', extensions: ['material'] });
			emitter.attributes = await compileOwnAttributes(emitter.attributes, material, context);
			emitter.modifiers.push(...message.modifiers.map((modifier) => seenFrom(emitter, modifier)));
		}
		message.modifiers = [];
	},
});

function seenFrom(emitter: Emitter, modifier: Modifier): Modifier {
	const seen = clone(ModifierSchema, modifier);
	const { position, rotation } = insideOf(inverseOf(transformOf(emitter)), transformOf(modifier));
	seen.position = create(Point3Schema, position);
	seen.rotation = create(QuatSchema, rotation);
	return seen;
}

function transformOf({ position, rotation }: Emitter | Modifier): Transform {
	return {
		position: position ?? { x: 0, y: 0, z: 0 },
		rotation: rotation ?? { x: 0, y: 0, z: 0, w: 1 },
		scale: { x: 1, y: 1, z: 1 },
	};
}
