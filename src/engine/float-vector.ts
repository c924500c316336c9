import { LuaUserdata, type LuaValue, luaError } from '../lua/index.ts';
import { numbersText } from './vector.ts';

/** `vmath.vector`: any number of 32-bit floats, such as a curve for `go.animate`. Indices begin at 1. */
export class FloatVector extends LuaUserdata {
	readonly values: Float32Array;

	constructor(values: Float32Array) {
		super();
		this.values = values;
	}

	#at(key: LuaValue): number {
		if (typeof key === 'number' && Number.isInteger(key) && key >= 1 && key <= this.values.length) return key - 1;
		return luaError(`vector only has indices 1 to ${this.values.length}, not '${String(key)}'`);
	}

	override index(key: LuaValue): LuaValue {
		return this.values[this.#at(key)];
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		const at = this.#at(key);
		if (typeof value !== 'number') luaError(`vector[${at + 1}] must be a number`);
		this.values[at] = value;
	}

	override len(): LuaValue {
		return this.values.length;
	}

	override tostring(): string {
		return `vmath.vector(${numbersText(this.values)})`;
	}
}
