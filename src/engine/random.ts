import type { LuaRandom } from '../lua/index.ts';

const MAX = 0x7fff;

/**
 * `math.random` as Defold has it: 15 bits from a linear congruence, so that sequences of a seed agree.
 *
 * Source: Defold's engine, dlib/math.h; the first number after the start is thrown away.
 */
export function createRandom(seed = 0): LuaRandom {
	let state = seed >>> 0;
	const draw = (): number => {
		state = (Math.imul(state, 214_013) + 2_531_011) >>> 0;
		return (state >>> 16) & MAX;
	};
	draw();
	return {
		next: () => (draw() % MAX) / MAX,
		seed(given) {
			state = Math.trunc(given) >>> 0;
			draw();
		},
	};
}
