import { create, isMessage } from '@bufbuild/protobuf';
import { decodeUtf8Lossy, encodeUtf8 } from '../../../bytes/index.ts';
import { FormatError } from '../../error.ts';
import { MaterialSchema, type Model, ModelSchema } from '../gen/model_ddf_pb.ts';
import { keptBytes, setKeptBytes } from './kept.ts';
import { rules, same, type TypeLayouts } from './layout.ts';

const SLASH = 0x2f;
/** Fields of the older layout. */
const OLDER = { material: 2, textures: 3, animation: 4 } as const;
const DEFAULT_ANIMATION = 2;
const MATERIALS = 3;
const MATERIAL_NAME = 'default';

/**
 * Models with one material and its textures directly in them; today's shape has them as its material "default", textures
 * without a sampler's name. Source: model_ddf and the descriptors of engines up to 1.2.192.
 */
export const MODEL_LAYOUTS: TypeLayouts = {
	schema: ModelSchema,
	layouts: [
		{
			name: 'to-1.2.192',
			fits: (look) => look.firstByte(OLDER.material) === SLASH,
			renumbering: {
				fields: rules([...same(1), [OLDER.animation, { to: DEFAULT_ANIMATION }]]),
				without: [MATERIALS],
			},
			complete(message) {
				if (!isMessage(message, ModelSchema)) return;
				const [material] = keptBytes(message, OLDER.material);
				const textures = keptBytes(message, OLDER.textures).map((path) => ({
					sampler: '',
					texture: decodeUtf8Lossy(path),
				}));
				message.materials = [
					create(MaterialSchema, {
						name: MATERIAL_NAME,
						material: decodeUtf8Lossy(material ?? new Uint8Array()),
						textures,
					}),
				];
			},
			restore(message, path) {
				if (!isMessage(message, ModelSchema)) return;
				const [material, second] = message.materials;
				if (!material || second || !fitsOlder(message)) {
					throw new FormatError(
						'unrepresentable',
						`${path}: its layout holds one material, without vertex attributes and names of samplers`,
						{ data: { name: path, found: message.materials.length } },
					);
				}
				setKeptBytes(message, OLDER.material, [encodeUtf8(material.material)]);
				setKeptBytes(
					message,
					OLDER.textures,
					material.textures.map(({ texture }) => encodeUtf8(texture)),
				);
			},
		},
	],
};

function fitsOlder({ materials }: Model): boolean {
	return materials.every(
		({ name, attributes, textures }) =>
			name === MATERIAL_NAME && attributes.length === 0 && textures.every(({ sampler }) => sampler === ''),
	);
}
