import { create, isMessage } from '@bufbuild/protobuf';
import { FormatError } from '../../error.ts';
import { WIRE } from '../../wire/wire-reader.ts';
import {
	type Point3,
	Point3Schema,
	type Quat,
	QuatSchema,
	type Transform,
	TransformSchema,
	type Vector3,
	Vector3Schema,
} from '../gen/math_ddf_pb.ts';
import { AnimationSetSchema, type Bone, SkeletonSchema } from '../gen/rig_ddf_pb.ts';
import { readMessage, writeMessage } from '../message.ts';
import { keptBytes, keptNumbers, setKeptBytes } from './kept.ts';
import { rules, same, type TypeLayouts } from './layout.ts';

/** Fields of a bone in the older layout. */
const OLDER_BONE = { position: 3, rotation: 4, scale: 5, inheritScale: 6 } as const;
/** Parent of a bone that has none. */
const NO_PARENT = 0xffff;

/**
 * Skeletons whose bones know only their place in their parent. Today's also have a name, their place in the model and its
 * inverse: the name is left empty, the rest is worked out. Source: rig_ddf of 2017 and the descriptors of 1.2.192.
 */
export const SKELETON_LAYOUTS: TypeLayouts = {
	schema: SkeletonSchema,
	layouts: [
		{
			name: 'to-1.2.192',
			fits: (look) => look.inside(1) !== undefined && look.inside(1)?.wireType(6) !== WIRE.BYTES,
			renumbering: {
				fields: rules([[1, { to: 1, inside: { fields: rules(same(1, 2, 7)), without: [3, 4, 5, 6] } }], ...same(2)]),
			},
			complete(message) {
				if (!isMessage(message, SkeletonSchema)) return;
				for (const bone of message.bones) {
					bone.name = '';
					bone.local = localOf(bone);
					const parent = bone.parent === NO_PARENT ? undefined : message.bones[bone.parent]?.world;
					bone.world = parent ? combine(parent, bone.local) : bone.local;
					bone.inverseBindPose = invert(bone.world);
				}
			},
			restore(message) {
				if (!isMessage(message, SkeletonSchema)) return;
				for (const bone of message.bones) setLocal(bone);
			},
		},
	],
};

function localOf(bone: Bone): Transform {
	const [position] = keptBytes(bone, OLDER_BONE.position);
	const [rotation] = keptBytes(bone, OLDER_BONE.rotation);
	const [scale] = keptBytes(bone, OLDER_BONE.scale);
	const { x, y, z } = position ? readMessage(Point3Schema, position, 'bone') : create(Point3Schema);
	return create(TransformSchema, {
		translation: create(Vector3Schema, { x, y, z }),
		rotation: rotation ? readMessage(QuatSchema, rotation, 'bone') : create(QuatSchema),
		scale: scale ? readMessage(Vector3Schema, scale, 'bone') : create(Vector3Schema, { x: 1, y: 1, z: 1 }),
	});
}

/** Writes a bone's place back, unless it is what it was: then also the bytes stay what they were. */
function setLocal(bone: Bone): void {
	const before = localOf(bone);
	const now = bone.local;
	if (!now || sameTransform(before, now)) return;
	const { x, y, z } = vectorOf(now.translation, 0);
	setKeptBytes(bone, OLDER_BONE.position, [writeMessage(Point3Schema, create(Point3Schema, { x, y, z }), 'bone')]);
	setKeptBytes(bone, OLDER_BONE.rotation, [writeMessage(QuatSchema, quatOf(now.rotation), 'bone')]);
	setKeptBytes(bone, OLDER_BONE.scale, [writeMessage(Vector3Schema, vectorOf(now.scale, 1), 'bone')]);
}

const vectorOf = (vector: Vector3 | undefined, missing: number): Vector3 =>
	vector ?? create(Vector3Schema, { x: missing, y: missing, z: missing });
const quatOf = (quat: Quat | undefined): Quat => quat ?? create(QuatSchema);

function sameTransform(a: Transform, b: Transform): boolean {
	const numbers = ({ translation, rotation, scale }: Transform): number[] => {
		const t: Point3 | Vector3 = vectorOf(translation, 0);
		const r = quatOf(rotation);
		const s = vectorOf(scale, 1);
		return [t.x, t.y, t.z, r.x, r.y, r.z, r.w, s.x, s.y, s.z];
	};
	const other = numbers(b);
	return numbers(a).every((value, at) => value === other[at]);
}

/** The place of what lies in `local` seen from where `parent` lies. */
function combine(parent: Transform, local: Transform): Transform {
	const scale = vectorOf(parent.scale, 1);
	const inner = vectorOf(local.translation, 0);
	const turned = rotate(quatOf(parent.rotation), { x: inner.x * scale.x, y: inner.y * scale.y, z: inner.z * scale.z });
	const from = vectorOf(parent.translation, 0);
	const size = vectorOf(local.scale, 1);
	return create(TransformSchema, {
		translation: create(Vector3Schema, { x: from.x + turned.x, y: from.y + turned.y, z: from.z + turned.z }),
		rotation: multiply(quatOf(parent.rotation), quatOf(local.rotation)),
		scale: create(Vector3Schema, { x: scale.x * size.x, y: scale.y * size.y, z: scale.z * size.z }),
	});
}

/** What undoes a transform, as far as translation, rotation and scale can say it. */
function invert({ translation, rotation, scale }: Transform): Transform {
	const q = quatOf(rotation);
	const conjugate = create(QuatSchema, { x: -q.x, y: -q.y, z: -q.z, w: q.w });
	const s = vectorOf(scale, 1);
	const inverse = { x: 1 / (s.x || 1), y: 1 / (s.y || 1), z: 1 / (s.z || 1) };
	const t = rotate(conjugate, vectorOf(translation, 0));
	return create(TransformSchema, {
		translation: create(Vector3Schema, { x: -t.x * inverse.x, y: -t.y * inverse.y, z: -t.z * inverse.z }),
		rotation: conjugate,
		scale: create(Vector3Schema, inverse),
	});
}

type Triple = { readonly x: number; readonly y: number; readonly z: number };

function rotate(q: Quat, v: Triple): Triple {
	const tx = 2 * (q.y * v.z - q.z * v.y);
	const ty = 2 * (q.z * v.x - q.x * v.z);
	const tz = 2 * (q.x * v.y - q.y * v.x);
	return {
		x: v.x + q.w * tx + q.y * tz - q.z * ty,
		y: v.y + q.w * ty + q.z * tx - q.x * tz,
		z: v.z + q.w * tz + q.x * ty - q.y * tx,
	};
}

function multiply(a: Quat, b: Quat): Quat {
	return create(QuatSchema, {
		x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
		y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
		z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
		w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
	});
}

/** Field of the bones' ids, in the order in which tracks number them. */
const BONE_LIST = 2;

/**
 * Animations whose tracks number their bone by a list beside them, where today's name it. Sets without that list are those of
 * Spine; their tracks number the bones of a skeleton and stay as they are. Source: the descriptors of 1.2.192.
 */
export const ANIMATION_SET_LAYOUTS: TypeLayouts = {
	schema: AnimationSetSchema,
	layouts: [
		{
			name: 'to-1.2.192',
			fits: (look) => look.wireType(BONE_LIST) !== undefined,
			renumbering: {
				// Tracks of meshes (6) and of inverse kinematics (7) are no more.
				fields: rules([[1, { to: 1, inside: { fields: rules(same(1, 2, 3, 4, 5)) } }]]),
			},
			complete(message) {
				if (!isMessage(message, AnimationSetSchema)) return;
				const bones = keptNumbers(message, BONE_LIST);
				for (const { tracks } of message.animations) {
					for (const track of tracks) track.boneId = bones[Number(track.boneId)] ?? track.boneId;
				}
			},
			restore(message, path) {
				if (!isMessage(message, AnimationSetSchema)) return;
				const numbers = new Map(keptNumbers(message, BONE_LIST).map((bone, at) => [bone, BigInt(at)]));
				for (const { tracks } of message.animations) {
					for (const track of tracks) {
						const number = numbers.get(track.boneId);
						if (number === undefined) {
							throw new FormatError(
								'unrepresentable',
								`${path}: its layout numbers bones by its list, which does not have ${track.boneId}`,
								{ data: { name: path, found: `${track.boneId}` } },
							);
						}
						track.boneId = number;
					}
				}
			},
		},
	],
};
