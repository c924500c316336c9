import { LuaTable, LuaUserdata, type LuaValue, luaError } from '../../../lua/index.ts';
import type { Hash } from '../../hash.ts';
import { Matrix4 } from '../../matrix4.ts';
import type { ConstantValues, RenderTarget } from '../../render/commands.ts';
import { Vector4 } from '../../vector.ts';

/** What `render.predicate` gives: draws what has all of these tags. */
export class RenderPredicate extends LuaUserdata {
	readonly tags: readonly Hash[];

	constructor(tags: readonly Hash[]) {
		super();
		this.tags = tags;
	}

	override tostring(): string {
		return `predicate: [${this.tags.map((tag) => tag.text).join(', ')}]`;
	}
}

/** A render target in a script's hands. */
export class RenderTargetHandle extends LuaUserdata {
	readonly target: RenderTarget;

	constructor(target: RenderTarget) {
		super();
		this.target = target;
	}

	override tostring(): string {
		return `render target: ${this.target.name}`;
	}
}

/** What `render.constant_buffer` gives: values for the constants of shaders. */
export class ConstantBuffer extends LuaUserdata {
	readonly #values = new Map<string, (Vector4 | Matrix4)[]>();

	get values(): ConstantValues {
		return new Map([...this.#values].map(([name, list]) => [name, list.map(copyValue)]));
	}

	override index(key: LuaValue): LuaValue {
		if (typeof key !== 'string') luaError('constants have names');
		const list = this.#values.get(key);
		if (!list) return undefined;
		const [only] = list;
		return list.length === 1 && only ? copyValue(only) : new ConstantArray(list);
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		if (typeof key !== 'string') luaError('constants have names');
		if (value === undefined) this.#values.delete(key);
		else if (value instanceof Vector4 || value instanceof Matrix4) this.#values.set(key, [copyValue(value)]);
		else if (value instanceof LuaTable) this.#values.set(key, [...listOf(value)]);
		else luaError('a constant is a vector4, a matrix4 or a table of these');
	}

	override tostring(): string {
		return 'constant buffer';
	}
}

/** Several values of one constant; `buffer.name[2] = …` changes one. */
class ConstantArray extends LuaUserdata {
	readonly #values: (Vector4 | Matrix4)[];

	constructor(values: (Vector4 | Matrix4)[]) {
		super();
		this.#values = values;
	}

	override index(key: LuaValue): LuaValue {
		const value = typeof key === 'number' ? this.#values[key - 1] : undefined;
		return value && copyValue(value);
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		if (typeof key !== 'number') luaError('values of a constant have numbers');
		if (!(value instanceof Vector4 || value instanceof Matrix4)) luaError('a constant is a vector4 or a matrix4');
		this.#values[key - 1] = copyValue(value);
	}
}

function* listOf(table: LuaTable): Iterable<Vector4 | Matrix4> {
	for (let at = 1; ; at++) {
		const value = table.get(at);
		if (value === undefined) return;
		if (!(value instanceof Vector4 || value instanceof Matrix4)) luaError('a constant is a vector4 or a matrix4');
		yield copyValue(value);
	}
}

function copyValue(value: Vector4 | Matrix4): Vector4 | Matrix4 {
	return value instanceof Matrix4 ? new Matrix4(value.m.slice()) : new Vector4(value.x, value.y, value.z, value.w);
}
