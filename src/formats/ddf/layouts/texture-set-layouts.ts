import { isMessage, type Message } from '@bufbuild/protobuf';
import { FormatError } from '../../error.ts';
import { WIRE } from '../../wire/wire-reader.ts';
import { type TextureSet, TextureSetSchema } from '../gen/gamesys_ddf_pb.ts';
import { moved, rules, same, type TypeLayouts } from './layout.ts';
import type { Renumbering } from './renumber.ts';

/** Bytes of the corners of one frame in `tex_coords`: four points of two floats. */
const FRAME_BYTES = 32;

/** A frame's geometry before it knew its centre, rotation and kind of trimming. */
const GEOMETRY: Renumbering = { fields: rules([...same(1, 2), ...moved(3, 7, 3)]), without: [3, 4, 5, 6] };

const SHARED = [
	[1, { to: 1 }],
	[2, { to: 5 }],
	[3, { to: 11 }],
	[4, { to: 6 }],
	[5, { to: 7 }],
	[6, { to: 8 }],
	[16, { to: 9 }],
	[17, { to: 10 }],
	[18, { to: 14 }],
	[19, { to: 15 }],
] as const;

/** Width and height of the texture are not in a set before 1.7.0. */
const SIZE = [2, 3];
const FRAME_INDICES = 13;

/**
 * Texture sets. The oldest hold the vertices of every frame and outline (7 to 15), which are kept, and no indices of frames:
 * animations name the frames themselves. Source: texture_set_ddf of engines of 2017 and of 1.13, the descriptors of 1.2.192,
 * and compiled sets of engines between them.
 */
export const TEXTURE_SET_LAYOUTS: TypeLayouts = {
	schema: TextureSetSchema,
	layouts: [
		{
			name: 'to-1.2.164',
			fits: (look) => look.wireType(2) !== WIRE.VARINT && look.wireType(7) === WIRE.BYTES,
			renumbering: { fields: rules(SHARED), without: [...SIZE, FRAME_INDICES] },
			complete(message) {
				if (isMessage(message, TextureSetSchema)) message.frameIndices = framesInOrder(message);
			},
			restore(message, path) {
				if (!isMessage(message, TextureSetSchema)) return;
				const inOrder = framesInOrder(message);
				if (message.frameIndices.length === inOrder.length && message.frameIndices.every((frame, at) => frame === at))
					return;
				throw new FormatError(
					'unrepresentable',
					`${path}: its layout has no indices of frames; expected the frames in order`,
					{ data: { name: path, expected: inOrder.length, found: message.frameIndices.length } },
				);
			},
		},
		{
			name: 'to-1.6.2',
			fits: (look) => look.wireType(2) !== WIRE.VARINT && look.wireType(18) === WIRE.BYTES,
			renumbering: {
				fields: rules([
					...SHARED,
					[20, { to: 16, inside: GEOMETRY }],
					[21, { to: 17 }],
					[22, { to: FRAME_INDICES }],
					[24, { to: 18 }],
					[25, { to: 19 }],
				]),
				without: SIZE,
			},
		},
	],
};

function framesInOrder({ texCoords }: TextureSet & Message): number[] {
	return Array.from({ length: Math.floor(texCoords.length / FRAME_BYTES) }, (_, frame) => frame);
}
