import { isMessage } from '@bufbuild/protobuf';
import { hash64 } from '../../../bytes/index.ts';
import { WIRE } from '../../wire/wire-reader.ts';
import { BufferDescSchema } from '../gen/buffer_ddf_pb.ts';
import { DataSchema } from '../gen/data_ddf_pb.ts';
import { LightDescSchema } from '../gen/gamesys_ddf_pb.ts';
import { GamepadMapsSchema } from '../gen/input_ddf_pb.ts';
import { MaterialDescSchema } from '../gen/render_ddf_pb.ts';
import { moved, rules, same, type TypeLayouts } from './layout.ts';

/** Buffers whose streams do not have the hash of their name yet. Source: compiled buffers of engines 1.3.0 and 1.10.1. */
export const BUFFER_LAYOUTS: TypeLayouts = {
	schema: BufferDescSchema,
	layouts: [
		{
			name: 'to-1.3.1',
			fits: (look) => look.inside(1)?.wireType(9) === undefined && look.wireType(1) === WIRE.BYTES,
			renumbering: {
				fields: rules([[1, { to: 1, inside: { fields: rules(same(1, 2, 3, 4, 5, 6, 7, 8)), without: [9] } }]]),
			},
			complete(message) {
				if (!isMessage(message, BufferDescSchema)) return;
				for (const stream of message.streams) stream.nameHash = hash64(stream.name);
			},
		},
	],
};

/** Gamepads of engines 1.13.1: a map without the platform it is for. Source: a compiled file of that engine. */
export const GAMEPAD_LAYOUTS: TypeLayouts = {
	schema: GamepadMapsSchema,
	layouts: [
		{
			name: 'from-1.13.1',
			fits: (look) => look.inside(1)?.wireType(2) === WIRE.FIXED32,
			renumbering: {
				fields: rules([[1, { to: 1, inside: { fields: rules([...same(1), ...moved(2, 3, 2)]), without: [2] } }]]),
			},
		},
	],
};

/**
 * Materials before they chose the space of their vertices. A constant (5, 6) and a sampler (8) are messages, textures (7)
 * names. Source: material_ddf of engines of 2017.
 */
export const MATERIAL_LAYOUTS: TypeLayouts = {
	schema: MaterialDescSchema,
	layouts: [
		{
			name: 'to-1.2.138',
			fits: (look) => look.wireType(5) === WIRE.BYTES,
			renumbering: { fields: rules([...same(1, 2, 3, 4), ...moved(5, 6, 4)]) },
		},
	],
};

/** Lights, which are data with a name for their kind today. Source: the descriptors of 1.11.2 and a compiled file of 1.13.1. */
export const LIGHT_LAYOUTS: TypeLayouts = {
	schema: DataSchema,
	layouts: [
		{
			name: 'to-1.11.2',
			fits: (look) => look.wireType(2) === WIRE.VARINT,
			schema: LightDescSchema,
			renumbering: { fields: rules(same(1, 2, 3, 4, 5, 6, 7, 8, 9)) },
		},
	],
};
