/** The same numbers on every machine: an integer from 0 to `below` (not itself). */
export type Random = (below: number) => number;

export function createRandom(seed: number): Random {
	let state = seed | 0;
	return (below) => {
		state = (state + 0x9e3779b9) | 0;
		let value = state;
		value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
		value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
		return ((value ^ (value >>> 16)) >>> 0) % below;
	};
}

/** One of a list that is not empty. */
export function oneOf<T>(list: readonly T[], random: Random): T {
	return list[random(list.length)] as T;
}
