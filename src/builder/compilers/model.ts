import { create, toBinary } from '@bufbuild/protobuf';
import {
	extensionOf,
	type ModelDesc,
	ModelDescSchema,
	ModelMaterialSchema,
	ModelSchema,
	ModelTextureSchema,
	RigSceneSchema,
	type TextReading,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { TEXTURE_TYPES } from '../textures/texture-source.ts';
import { MODEL_FILE_TYPES } from './model-file.ts';
import { compileOwnAttributes } from './vertex-attributes.ts';

/** `.model`: a mesh with materials, bones and animations. */
export const modelCompiler: Compiler = {
	extensions: ['model'],
	outputExtension: 'modelc',
	async compile(unit, context) {
		const reading = context.readMessage(ModelDescSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const file = async (field: 'mesh' | 'skeleton' | 'animations', extension: string): Promise<string> => {
			const at = reading.at(message, field);
			const path = insteadOfCollada(message[field], context);
			if (path === '' && field !== 'mesh') return '';
			const types = field === 'animations' ? [...MODEL_FILE_TYPES, 'animationset'] : MODEL_FILE_TYPES;
			const type = extensionOf(path);
			if (type === 'dae') {
				const hint = 'export the model as glTF beside it (.glb or .gltf, the same name): that is taken instead';
				context.report(at, { code: 'unsupported', message: `${field} names ${path}: Collada cannot be built`, hint });
				return '';
			}
			const compiled = await context.reference(path, { at, field, extensions: types });
			return type === 'animationset' ? compiled : path.replace(/\.[^./]*$/, extension);
		};
		const path = withExtension(unit.path, 'modelc');
		const scene = withExtension(unit.path, 'rigscenec');
		const rig = create(RigSceneSchema, {
			meshSet: await file('mesh', '.meshsetc'),
			skeleton: await file('skeleton', '.skeletonc'),
			animationSet: await file('animations', '_generated_0.animationsetc'),
			textureSet: '',
		});
		const model = create(ModelSchema, {
			rigScene: scene,
			defaultAnimation: message.defaultAnimation,
			materials: await compileMaterials(message, reading, context),
			createGoBones: message.createGoBones,
		});
		return [
			{ path, bytes: toBinary(ModelSchema, model) },
			{ path: scene, bytes: toBinary(RigSceneSchema, rig) },
		];
	},
};

/** The glTF file beside a Collada file, of the same name; the path itself when there is none, or it is no Collada. */
function insteadOfCollada(path: string, context: CompileContext): string {
	if (extensionOf(path) !== 'dae') return path;
	const type = MODEL_FILE_TYPES.find((one) => context.exists(path.replace(/dae$/, one)));
	return type === undefined ? path : path.replace(/dae$/, type);
}

type Reading = TextReading<typeof ModelDescSchema>;

/** Materials by the names that the mesh gives them; the single one of older files is called `default`. */
async function compileMaterials(model: ModelDesc, reading: Reading, context: CompileContext) {
	const materials = [];
	if (model.materials.length === 0) {
		const at = reading.at(model, 'material');
		const material = await context.reference(model.material, { at, field: 'material', extensions: ['material'] });
		const textures = [];
		for (const [index, texture] of model.textures.entries()) {
			if (texture === '') continue;
			const place = { at: reading.at(model, 'textures', index), field: 'textures', extensions: TEXTURE_TYPES };
			const path = await context.reference(texture, place);
			textures.push(create(ModelTextureSchema, { sampler: `tex${index}`, texture: path }));
		}
		return [create(ModelMaterialSchema, { name: 'default', material, textures })];
	}
	for (const one of model.materials) {
		const at = reading.at(one, 'material');
		const textures = [];
		for (const texture of one.textures) {
			if (texture.texture === '') continue;
			const place = { at: reading.at(texture, 'texture'), field: 'texture', extensions: TEXTURE_TYPES };
			const path = await context.reference(texture.texture, place);
			textures.push(create(ModelTextureSchema, { sampler: texture.sampler, texture: path }));
		}
		const attributes = await compileOwnAttributes(one.attributes, one.material, context);
		materials.push(
			create(ModelMaterialSchema, {
				name: one.name,
				material: await context.reference(one.material, { at, field: 'material', extensions: ['material'] }),
				textures,
				attributes,
			}),
		);
	}
	return materials;
}
