import { create, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import { AnimationSetSchema, AnimationTrackSchema, RigAnimationSchema } from '../../formats/index.ts';
import type { Gltf, GltfAnimation } from './gltf.ts';
import { bonesOf, type PlacedNode } from './scene.ts';

export type RigAnimation = MessageShape<typeof RigAnimationSchema>;

/** Samples a second, as bob takes them. */
const SAMPLE_RATE = 30;
/** An animation may not be longer, in seconds. */
const MAX_SECONDS = 3600;

/** The field of a track that a glTF path moves, and how many numbers a sample has. */
const PATHS = { translation: ['positions', 3], rotation: ['rotations', 4], scale: ['scale', 3] } as const;

/**
 * The animations of a model, sampled thirty times a second.
 *
 * @param nameOf the name of an animation by its own and its number
 * @throws Error that says what is wrong in the file
 */
export function readAnimations(
	gltf: Gltf,
	nodes: ReadonlyMap<number, PlacedNode>,
	nameOf: (name: string, index: number) => string,
): RigAnimation[] {
	const bones = new Map(bonesOf(gltf, nodes).map((bone) => [bone.index, bone]));
	return (gltf.document.animations ?? []).map((animation, index) =>
		sampleAnimation(gltf, animation, { bones, name: nameOf(animation.name ?? `animation_${index}`, index) }),
	);
}

/** Animations as an engine reads them (`.animationsetc`), in order of their names' hashes. */
export function writeAnimationSet(animations: readonly RigAnimation[]): Uint8Array {
	const sorted = animations.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
	return toBinary(AnimationSetSchema, create(AnimationSetSchema, { animations: sorted }));
}

type Channel = {
	readonly times: Float64Array;
	readonly values: Float64Array;
	readonly interpolation: string;
	readonly components: number;
};

function sampleAnimation(
	gltf: Gltf,
	animation: GltfAnimation,
	{ bones, name }: { bones: ReadonlyMap<number, PlacedNode>; name: string },
): RigAnimation {
	const tracks = new Map<number, MessageShape<typeof AnimationTrackSchema>>();
	const channels: { node: number; path: keyof typeof PATHS; channel: Channel }[] = [];
	for (const { sampler, target } of animation.channels ?? []) {
		const { input, output, interpolation = 'LINEAR' } = animation.samplers?.[sampler ?? -1] ?? {};
		const path = target?.path ?? '';
		if (!Object.hasOwn(PATHS, path) || target?.node === undefined || !bones.has(target.node)) continue;
		if (input === undefined || output === undefined) throw new Error(`animation ${name} has a channel without keys`);
		const times = gltf.numbers(input).values;
		const values = gltf.numbers(output).values;
		const known = path as keyof typeof PATHS;
		const components = PATHS[known][1];
		const needed = times.length * components * (interpolation === 'CUBICSPLINE' ? 3 : 1);
		if (values.length < needed) {
			throw new Error(`animation ${name} has ${values.length} numbers where ${needed} are needed`);
		}
		if (times.length > 0)
			channels.push({ node: target.node, path: known, channel: { times, values, interpolation, components } });
	}
	const ends = channels.map(({ channel }) => channel.times.at(-1) as number);
	const duration = Math.max(0, ...ends);
	if (!(duration <= MAX_SECONDS)) throw new Error(`animation ${name} takes ${duration} seconds`);
	// bob takes two samples more than fit, so that the last one is at the end.
	const count = Math.ceil(Math.fround(duration) * SAMPLE_RATE) + 2;
	for (const { node, path, channel } of channels) {
		const track = tracks.get(node) ?? create(AnimationTrackSchema, { boneId: hash64(bones.get(node)?.name ?? '') });
		tracks.set(node, track);
		const samples = Array.from({ length: count }, (_, index) =>
			sampleChannel(channel, Math.min(duration, index / SAMPLE_RATE)),
		);
		const [first] = samples as [number[], ...number[][]];
		const still = samples.every((sample) => sample.every((value, part) => value === first[part]));
		track[PATHS[path][0]] = still ? first : samples.flat();
	}
	const order = [...bones.keys()];
	return create(RigAnimationSchema, {
		id: hash64(name),
		duration,
		sampleRate: SAMPLE_RATE,
		tracks: order.flatMap((node) => tracks.get(node) ?? []),
	});
}

function sampleChannel({ times, values, interpolation, components }: Channel, time: number): number[] {
	let right = times.findIndex((one) => one > time);
	if (right < 0) right = times.length;
	const left = Math.max(0, right - 1);
	const cubic = interpolation === 'CUBICSPLINE';
	const valueAt = (key: number, part: number): number =>
		values[(cubic ? key * 3 + 1 : key) * components + part] as number;
	const pick = (key: number): number[] => Array.from({ length: components }, (_, part) => valueAt(key, part));
	if (right >= times.length || right === 0 || interpolation === 'STEP') return pick(left);
	const span = (times[right] as number) - (times[left] as number);
	const part = (time - (times[left] as number)) / span;
	if (cubic) return normalized(cubicMix({ values, components, left, right, part, span }), components);
	return components === 4 ? slerp(pick(left), pick(right), part) : mix(pick(left), pick(right), part);
}

function cubicMix(keys: {
	values: Float64Array;
	components: number;
	left: number;
	right: number;
	part: number;
	span: number;
}): number[] {
	const { values, components, left, right, part: t, span } = keys;
	const at = (key: number, which: number, index: number): number =>
		values[(key * 3 + which) * components + index] as number;
	return Array.from(
		{ length: components },
		(_, index) =>
			(2 * t ** 3 - 3 * t ** 2 + 1) * at(left, 1, index) +
			(t ** 3 - 2 * t ** 2 + t) * span * at(left, 2, index) +
			(3 * t ** 2 - 2 * t ** 3) * at(right, 1, index) +
			(t ** 3 - t ** 2) * span * at(right, 0, index),
	);
}

function mix(from: readonly number[], to: readonly number[], part: number): number[] {
	return from.map((value, index) => value + ((to[index] as number) - value) * part);
}

function normalized(value: number[], components: number): number[] {
	if (components !== 4) return value;
	const length = Math.hypot(...value) || 1;
	return value.map((one) => one / length);
}

/** The shorter way around between two rotations. */
function slerp(from: readonly number[], to: readonly number[], part: number): number[] {
	let dot = from.reduce((sum, value, index) => sum + value * (to[index] as number), 0);
	const sign = dot < 0 ? -1 : 1;
	dot = Math.abs(dot);
	const target = to.map((value) => value * sign);
	if (dot > 0.9995) return normalized(mix(from, target, part), 4);
	const angle = Math.acos(dot);
	const a = Math.sin((1 - part) * angle) / Math.sin(angle);
	const b = Math.sin(part * angle) / Math.sin(angle);
	return from.map((value, index) => value * a + (target[index] as number) * b);
}
