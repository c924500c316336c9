import { FloatVector } from '../float-vector.ts';

/** How far along an animation is, 0…1 for a time of 0…1. Some curves overshoot. */
export type Easing = (t: number) => number;

const OVERSHOOT = 1.701_58;

const inBounce = (t: number): number => 1 - outBounce(1 - t);

function outBounce(t: number): number {
	if (t < 1 / 2.75) return 7.5625 * t * t;
	if (t < 2 / 2.75) return 7.5625 * (t - 1.5 / 2.75) ** 2 + 0.75;
	if (t < 2.5 / 2.75) return 7.5625 * (t - 2.25 / 2.75) ** 2 + 0.9375;
	return 7.5625 * (t - 2.625 / 2.75) ** 2 + 0.984_375;
}

function inElastic(t: number): number {
	if (t === 0 || t === 1) return t;
	return -(2 ** (10 * (t - 1))) * Math.sin(((t - 1 - 0.075) * 2 * Math.PI) / 0.3);
}

/** Curves that begin slowly; the other three of each family are made of them. */
const FAMILIES: readonly (readonly [name: string, easeIn: Easing])[] = [
	['QUAD', (t) => t * t],
	['CUBIC', (t) => t ** 3],
	['QUART', (t) => t ** 4],
	['QUINT', (t) => t ** 5],
	['SINE', (t) => 1 - Math.cos((t * Math.PI) / 2)],
	['EXPO', (t) => (t === 0 ? 0 : 2 ** (10 * (t - 1)))],
	['CIRC', (t) => 1 - Math.sqrt(Math.max(0, 1 - t * t))],
	['ELASTIC', inElastic],
	['BACK', (t) => t * t * ((OVERSHOOT + 1) * t - OVERSHOOT)],
	['BOUNCE', inBounce],
];

const curves: Easing[] = [(t) => t];
const names: [string, number][] = [['LINEAR', 0]];

for (const [name, easeIn] of FAMILIES) {
	const easeOut: Easing = (t) => 1 - easeIn(1 - t);
	const variants: [string, Easing][] = [
		['IN', easeIn],
		['OUT', easeOut],
		['INOUT', (t) => (t < 0.5 ? easeIn(2 * t) / 2 : 0.5 + easeOut(2 * t - 1) / 2)],
		['OUTIN', (t) => (t < 0.5 ? easeOut(2 * t) / 2 : 0.5 + easeIn(2 * t - 1) / 2)],
	];
	for (const [prefix, curve] of variants) {
		names.push([`${prefix}${name}`, curves.length]);
		curves.push(curve);
	}
}

/** `EASING_…` names with their numbers, in the engine's order. */
export const EASINGS: readonly (readonly [name: string, value: number])[] = names;

/** The curve of a number or of a vector of samples; `undefined` when it is neither. */
export function easingOf(value: unknown): Easing | undefined {
	if (value instanceof FloatVector) return sampled(value.values);
	return typeof value === 'number' ? curves[value] : undefined;
}

/** Straight lines between samples spread evenly over the time. */
function sampled(samples: Float32Array): Easing {
	const last = samples.length - 1;
	if (last < 0) return (t) => t;
	return (t) => {
		const place = Math.min(Math.max(t, 0), 1) * last;
		const before = Math.min(Math.floor(place), last);
		const from = samples[before] as number;
		const to = samples[Math.min(before + 1, last)] as number;
		return from + (to - from) * (place - before);
	};
}
