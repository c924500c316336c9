import { create, equals, isMessage, type Message } from '@bufbuild/protobuf';
import { FormatError } from '../../error.ts';
import { WIRE } from '../../wire/wire-reader.ts';
import { TransformSchema, type Vector3, Vector3Schema } from '../gen/math_ddf_pb.ts';
import { type Mesh, MeshSchema, type MeshSet, MeshSetSchema, type Model, ModelSchema } from '../gen/rig_ddf_pb.ts';
import { type OlderMesh, OlderMeshEntrySchema, OlderMeshSchema } from '../gen/rig_older_ddf_pb.ts';
import { readMessage } from '../message.ts';
import { keptBytes } from './kept.ts';
import { rules, same, type TypeLayouts } from './layout.ts';

/** Fields of the older layout. */
const ENTRIES = 1;
const ATTACHMENTS = 2;
/** Today's models. */
const MODELS = 1;
/** Bones that move a vertex. */
const WEIGHTS_PER_VERTEX = 4;

/**
 * Mesh sets whose entries choose among attachments. Each entry is a model today, with the attachment that each of its slots
 * shows at first; vertices are spelled out. What they were made of is kept, so that an unchanged set is written as it was.
 *
 * Source: the descriptors of engine 1.2.192.
 */
export const MESH_SET_LAYOUTS: TypeLayouts = {
	schema: MeshSetSchema,
	layouts: [
		{
			name: 'to-1.2.192',
			fits: (look) => look.inside(ENTRIES) !== undefined && look.inside(ENTRIES)?.wireType(1) === WIRE.VARINT,
			renumbering: { fields: rules(same(3, 4)), without: [MODELS] },
			complete(message, { path }) {
				if (isMessage(message, MeshSetSchema)) message.models = modelsOf(message, path);
			},
			restore(message, path) {
				if (!isMessage(message, MeshSetSchema)) return;
				const before = modelsOf(message, path);
				const unchanged =
					before.length === message.models.length &&
					before.every((model, at) => equals(ModelSchema, model, message.models[at] as Model));
				if (unchanged) return;
				throw new FormatError(
					'unrepresentable',
					`${path}: its meshes were changed, and can only be written in today's layout`,
					{ data: { name: path } },
				);
			},
		},
	],
};

function modelsOf(message: MeshSet & Message, path: string): Model[] {
	const meshes = keptBytes(message, ATTACHMENTS).map((bytes) => toMesh(readMessage(OlderMeshSchema, bytes, path)));
	return keptBytes(message, ENTRIES).map((bytes) => {
		const { id, meshSlots } = readMessage(OlderMeshEntrySchema, bytes, path);
		const shown = meshSlots
			.map(({ meshAttachments, activeIndex }) => meshes[meshAttachments[activeIndex] ?? -1])
			.filter((mesh) => mesh !== undefined);
		return create(ModelSchema, { local: create(TransformSchema), id, meshes: shown });
	});
}

/** A vertex by the numbers of what it is made of; −1 where it has none. */
type Corner = { readonly position: number; readonly texcoord0: number; readonly normal: number };

function toMesh(older: OlderMesh): Mesh {
	const corners = cornersOf(older);
	const positions = pick(
		older.positions,
		3,
		corners.map(({ position }) => position),
	);
	const { min, max } = boundsOf(positions);
	return create(MeshSchema, {
		aabbMin: min,
		aabbMax: max,
		positions,
		normals: pick(
			older.normals,
			3,
			corners.map(({ normal }) => normal),
		),
		texcoord0: pick(
			older.texcoord0,
			2,
			corners.map(({ texcoord0 }) => texcoord0),
		),
		numTexcoord0Components: 2,
		colors: older.meshColor,
		// With vertices these number them; without, the corners are in the order in which they are drawn.
		...(older.vertices.length > 0 ? { indices: older.indices, indicesFormat: older.indicesFormat } : {}),
		weights: pick(
			older.weights,
			WEIGHTS_PER_VERTEX,
			corners.map(({ position }) => position),
		),
		boneIndices: pick(
			older.boneIndices,
			WEIGHTS_PER_VERTEX,
			corners.map(({ position }) => position),
		),
	});
}

function cornersOf({ vertices, positionIndices, texcoord0Indices, normalsIndices, positions }: OlderMesh): Corner[] {
	if (vertices.length > 0) return vertices.map(({ position, texcoord0, normal }) => ({ position, texcoord0, normal }));
	if (positionIndices.length > 0) {
		return positionIndices.map((position, at) => ({
			position,
			texcoord0: texcoord0Indices[at] ?? -1,
			normal: normalsIndices[at] ?? -1,
		}));
	}
	return Array.from({ length: Math.floor(positions.length / 3) }, (_, at) => ({
		position: at,
		texcoord0: at,
		normal: at,
	}));
}

/** The values of each number, one after the other; none when there is nothing to pick from. */
function pick(values: readonly number[], count: number, numbers: readonly number[]): number[] {
	if (values.length === 0) return [];
	return numbers.flatMap((number) => Array.from({ length: count }, (_, at) => values[number * count + at] ?? 0));
}

function boundsOf(positions: readonly number[]): { min: Vector3; max: Vector3 } {
	const min = create(Vector3Schema, { x: 0, y: 0, z: 0 });
	const max = create(Vector3Schema, { x: 0, y: 0, z: 0 });
	for (const [offset, axis] of (['x', 'y', 'z'] as const).entries()) {
		const values = positions.filter((_, at) => at % 3 === offset);
		if (values.length === 0) continue;
		min[axis] = values.reduce((least, value) => Math.min(least, value));
		max[axis] = values.reduce((most, value) => Math.max(most, value));
	}
	return { min, max };
}
