import { create, toBinary } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	MeshSetSchema,
	RigMaterialSchema,
	type RigMesh,
	RigMeshSchema,
	RigModelSchema,
	Vector3Schema,
} from '../../formats/index.ts';
import type { Gltf, GltfMaterial, GltfPrimitive } from './gltf.ts';
import { bonesOf, type PlacedNode } from './scene.ts';
import { transformOf } from './transforms.ts';

const TRIANGLES = 4;
/** Vertices up to which an index has 16 bits. */
const SHORT_INDICES = 65536;

/**
 * Writes what is drawn of a model (`.meshsetc`): for each node with a mesh its vertices, in triangles.
 *
 * @throws Error that says what is wrong in the file
 */
export function writeMeshSet(gltf: Gltf, nodes: ReadonlyMap<number, PlacedNode>): Uint8Array {
	const { document } = gltf;
	const bones = bonesOf(gltf, nodes);
	const skinned = new Set<number>();
	const models = [...nodes.values()].flatMap((placed) => {
		const mesh = document.meshes?.[placed.node.mesh ?? -1];
		if (!mesh) return [];
		const meshes = (mesh.primitives ?? []).map((primitive) => {
			const written = writePrimitive(gltf, primitive, mesh.weights ?? []);
			if (written.boneIndices.length > 0) skinned.add(written.materialIndex);
			return written;
		});
		// Vertices of a skinned mesh are moved by its bones alone, not by its node. Source: glTF 2.0, 3.7.3.3.
		const free = placed.node.skin === undefined;
		return create(RigModelSchema, {
			id: hash64(placed.name),
			local: transformOf(free ? placed.world : [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
			meshes,
			boneId: 0n,
		});
	});
	return toBinary(
		MeshSetSchema,
		create(MeshSetSchema, {
			models,
			materials: (document.materials ?? []).map((material, index) => writeMaterial(material, index, skinned)),
			boneList: bones.map(({ name }) => hash64(name)),
			maxBoneCount: bones.length,
		}),
	);
}

function writeMaterial(material: GltfMaterial, index: number, skinned: ReadonlySet<number>) {
	const pbr = material.pbrMetallicRoughness ?? {};
	const [red = 1, green = 1, blue = 1, alpha = 1] = pbr.baseColorFactor ?? [];
	const [x = 0, y = 0, z = 0] = material.emissiveFactor ?? [];
	return create(RigMaterialSchema, {
		name: material.name ?? `material_${index}`,
		index,
		isSkinned: skinned.has(index),
		pbrMetallicRoughness: {
			baseColorFactor: { x: red, y: green, z: blue, w: alpha },
			metallicFactor: pbr.metallicFactor ?? 1,
			roughnessFactor: pbr.roughnessFactor ?? 1,
		},
		emissiveFactor: { x, y, z },
		alphaCutoff: material.alphaCutoff ?? 0.5,
		alphaMode: Math.max(0, ['OPAQUE', 'MASK', 'BLEND'].indexOf(material.alphaMode ?? 'OPAQUE')),
		doubleSided: material.doubleSided === true,
		unlit: false,
	});
}

function writePrimitive(gltf: Gltf, primitive: GltfPrimitive, weights: readonly number[]): RigMesh {
	if ((primitive.mode ?? TRIANGLES) !== TRIANGLES) {
		throw new Error('a mesh is not made of triangles: export it with triangles');
	}
	const read = (name: string): readonly number[] => {
		const accessor = primitive.attributes?.[name];
		return accessor === undefined ? [] : [...gltf.numbers(accessor).values];
	};
	const positions = read('POSITION');
	const count = positions.length / 3;
	if (count === 0) throw new Error('a mesh has no positions');
	const colors = primitive.attributes?.['COLOR_0'];
	const texcoord0 = flipRows(read('TEXCOORD_0'));
	const texcoord1 = flipRows(read('TEXCOORD_1'));
	const indices =
		primitive.indices === undefined
			? Array.from({ length: count }, (_, at) => at)
			: [...gltf.numbers(primitive.indices).values];
	const beyond = indices.find((index) => !(index < count));
	if (beyond !== undefined) throw new Error(`a mesh of ${count} vertices names vertex ${beyond}`);
	return create(RigMeshSchema, {
		...boundsOf(positions),
		positions: [...positions],
		normals: [...read('NORMAL')],
		tangents: [...read('TANGENT')],
		colors: colors === undefined ? [] : withAlpha(gltf.numbers(colors)),
		texcoord0,
		numTexcoord0Components: texcoord0.length > 0 ? 2 : 0,
		texcoord1,
		numTexcoord1Components: texcoord1.length > 0 ? 2 : 0,
		indices: writeIndices(indices, count),
		indicesFormat: count <= SHORT_INDICES ? 0 : 1,
		weights: [...read('WEIGHTS_0')],
		boneIndices: [...read('JOINTS_0')],
		materialIndex: primitive.material ?? 0,
		morphTargets: (primitive.targets ?? []).map((target) => ({
			positionsDelta: delta(gltf, target, 'POSITION'),
			normalsDelta: delta(gltf, target, 'NORMAL'),
			tangentsDelta: delta(gltf, target, 'TANGENT'),
		})),
		morphBaseWeights: primitive.targets ? primitive.targets.map((_, index) => weights[index] ?? 0) : [],
	});
}

function delta(gltf: Gltf, target: Readonly<Record<string, number>>, name: string): number[] {
	const accessor = target[name];
	return accessor === undefined ? [] : [...gltf.numbers(accessor).values];
}

/** Rows of a picture count from the top in glTF and from the bottom in Defold. */
function flipRows(coordinates: readonly number[]): number[] {
	return coordinates.map((value, index) => (index % 2 === 0 ? value : 1 - value));
}

/** Colours of three numbers get an alpha of one. */
function withAlpha({ values, components }: { values: Float64Array; components: number }): number[] {
	if (components === 4) return [...values];
	const colors: number[] = [];
	for (let at = 0; at + 2 < values.length; at += 3) colors.push(...values.subarray(at, at + 3), 1);
	return colors;
}

function boundsOf(positions: readonly number[]) {
	const low = [Infinity, Infinity, Infinity];
	const high = [-Infinity, -Infinity, -Infinity];
	positions.forEach((value, index) => {
		const axis = index % 3;
		low[axis] = Math.min(low[axis] as number, value);
		high[axis] = Math.max(high[axis] as number, value);
	});
	const corner = ([x = 0, y = 0, z = 0]: number[]) => create(Vector3Schema, { x, y, z });
	return { aabbMin: corner(low), aabbMax: corner(high) };
}

function writeIndices(indices: readonly number[], vertexCount: number): Uint8Array {
	const short = vertexCount <= SHORT_INDICES;
	const bytes = new Uint8Array(indices.length * (short ? 2 : 4));
	const view = new DataView(bytes.buffer);
	indices.forEach((index, at) => {
		if (short) view.setUint16(at * 2, index, true);
		else view.setUint32(at * 4, index, true);
	});
	return bytes;
}
