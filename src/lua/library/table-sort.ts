import { luaError } from '../runtime/arguments.ts';
import { first } from '../runtime/calls.ts';
import type { LuaFunction, LuaValue } from '../runtime/values.ts';

export type LessThan = (a: LuaValue, b: LuaValue) => boolean;

/** The comparison that a function of the script makes. */
export function lessByFunction(compare: LuaFunction): LessThan {
	return (a, b) => {
		const result = compare(a, b);
		if (result === true) return true;
		if (result === false || result === undefined) return false;
		const value = first(result);
		return value !== undefined && value !== false;
	};
}

/**
 * Sorts the elements from one index to another, comparing the same pairs in the same order as PUC does: scripts
 * notice when their comparison counts, draws random numbers or contradicts itself.
 *
 * A quicksort whose pivot is the middle one of first, middle and last; the shorter part is sorted first, by recursion.
 */
export function quickSort(array: LuaValue[], range: readonly [number, number], less: LessThan): void {
	let [low, high] = range;
	while (low < high) {
		order(array, low, high, less);
		if (high - low === 1) return;
		const middle = (low + high) >> 1;
		if (less(array[middle], array[low])) swap(array, middle, low);
		else order(array, middle, high, less);
		if (high - low === 2) return;
		const split = partition(array, [low, high], less);
		let from: number;
		let to: number;
		if (split - low < high - split) {
			from = low;
			to = split - 1;
			low = split + 1;
		} else {
			from = split + 1;
			to = high;
			high = split - 1;
		}
		quickSort(array, [from, to], less);
	}
}

function swap(array: LuaValue[], a: number, b: number): void {
	const held = array[a];
	array[a] = array[b];
	array[b] = held;
}

/** Puts two elements in order. */
function order(array: LuaValue[], low: number, high: number, less: LessThan): void {
	if (less(array[high], array[low])) swap(array, low, high);
}

/** Moves smaller elements to the left of the pivot, which is in the middle; where the pivot ends up. */
function partition(array: LuaValue[], range: readonly [number, number], less: LessThan): number {
	const [low, high] = range;
	const middle = (low + high) >> 1;
	const pivot = array[middle];
	swap(array, middle, high - 1);
	let left = low;
	let right = high - 1;
	for (;;) {
		while (less(array[++left], pivot)) if (left > high) invalidOrder();
		while (less(pivot, array[--right])) if (right < low) invalidOrder();
		if (right < left) break;
		swap(array, left, right);
	}
	swap(array, high - 1, left);
	return left;
}

function invalidOrder(): never {
	return luaError('invalid order function for sorting');
}

/**
 * Sorts 1…n in place by the engine's own sort, if all are numbers (none NaN) or all strings: no comparison can be
 * seen then. `false` when they are not.
 */
export function nativeSort(array: LuaValue[]): boolean {
	const type = typeof array[1];
	if (type !== 'number' && type !== 'string') return false;
	for (let index = 2; index < array.length; index++) {
		const value = array[index];
		if (typeof value !== type || Number.isNaN(value)) return false;
	}
	if (type === 'number') {
		if (Number.isNaN(array[1])) return false;
		const numbers = Float64Array.from(array as number[])
			.subarray(1)
			.sort();
		for (let index = 0; index < numbers.length; index++) array[index + 1] = numbers[index];
	} else {
		const texts = (array.slice(1) as string[]).sort();
		for (let index = 0; index < texts.length; index++) array[index + 1] = texts[index];
	}
	return true;
}
