import { create, toBinary } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import { BoneSchema, SkeletonSchema } from '../../formats/index.ts';
import type { Gltf } from './gltf.ts';
import { bonesOf, type PlacedNode } from './scene.ts';
import { IDENTITY, matrixOf, transformOf } from './transforms.ts';

/** The number that a bone without a parent has for it. */
const NO_PARENT = 0xffffffff;

/**
 * Writes the bones of a model (`.skeletonc`), in the order in which vertices name them; none for a model without a skin.
 *
 * @throws Error that says what is wrong in the file
 */
export function writeSkeleton(gltf: Gltf, nodes: ReadonlyMap<number, PlacedNode>): Uint8Array {
	const bones = bonesOf(gltf, nodes);
	const bound = gltf.document.skins?.[0]?.inverseBindMatrices;
	const inverse = bound === undefined ? undefined : gltf.numbers(bound).values;
	if (inverse && inverse.length < bones.length * 16) {
		throw new Error(`expected ${bones.length} bind matrices, found ${inverse.length / 16}`);
	}
	const indexOf = new Map(bones.map(({ index }, at) => [index, at]));
	return toBinary(
		SkeletonSchema,
		create(SkeletonSchema, {
			bones: bones.map((bone, at) =>
				create(BoneSchema, {
					parent: nearestBone(bone, nodes, indexOf) ?? NO_PARENT,
					id: hash64(bone.name),
					name: bone.name,
					local: transformOf(matrixOf(bone.node)),
					world: transformOf(bone.world),
					inverseBindPose: transformOf(inverse ? [...inverse.subarray(at * 16, at * 16 + 16)] : IDENTITY),
					length: 0,
				}),
			),
		}),
	);
}

/** The bone that a bone hangs from, however many nodes lie between. */
function nearestBone(
	bone: PlacedNode,
	nodes: ReadonlyMap<number, PlacedNode>,
	indexOf: ReadonlyMap<number, number>,
): number | undefined {
	for (let parent = bone.parent; parent !== undefined; parent = nodes.get(parent)?.parent) {
		const found = indexOf.get(parent);
		if (found !== undefined) return found;
	}
	return undefined;
}
