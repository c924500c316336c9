import { LuaUserdata, type LuaValue, luaError } from '../lua/index.ts';

const f = Math.fround;

/** Numbers as Lua prints them, joined by commas: of a 32-bit float, the 14 digits that `%.14g` shows. */
export function numbersText(values: Iterable<number>): string {
	const texts: string[] = [];
	for (const value of values) texts.push(numberText(value));
	return texts.join(', ');
}

function numberText(value: number): string {
	if (Number.isInteger(value) && Math.abs(value) < 1e14) return Object.is(value, -0) ? '-0' : String(value);
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
	const exponent = Math.floor(Math.log10(Math.abs(value)));
	if (exponent >= -4 && exponent < 14) return String(Number(value.toPrecision(14)));
	const [digits = '', power = ''] = value.toExponential(13).split('e');
	const trimmed = digits.replace(/\.?0+$/, '');
	return `${trimmed}e${power[0]}${power.slice(1).padStart(2, '0')}`;
}

function component(value: LuaValue, key: LuaValue, type: string): number {
	if (typeof value === 'number') return f(value);
	// A text that is a number will do, as everywhere in Lua.
	if (typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value))) return f(Number(value));
	return luaError(`${type}.${String(key)} must be a number`);
}

function noField(type: string, key: LuaValue, fields: string): never {
	luaError(`${type} only has fields ${fields}, not '${String(key)}'`);
}

/** Three 32-bit floats. */
export class Vector3 extends LuaUserdata {
	x: number;
	y: number;
	z: number;

	constructor(x: number, y: number, z: number) {
		super();
		this.x = f(x);
		this.y = f(y);
		this.z = f(z);
	}

	override index(key: LuaValue): LuaValue {
		if (key === 'x') return this.x;
		if (key === 'y') return this.y;
		if (key === 'z') return this.z;
		noField('vector3', key, 'x, y, z');
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		if (key === 'x') this.x = component(value, key, 'vector3');
		else if (key === 'y') this.y = component(value, key, 'vector3');
		else if (key === 'z') this.z = component(value, key, 'vector3');
		else noField('vector3', key, 'x, y, z');
	}

	override add(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Vector3 && b instanceof Vector3) return new Vector3(a.x + b.x, a.y + b.y, a.z + b.z);
		luaError('vector3 can only be added to a vector3');
	}

	override sub(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Vector3 && b instanceof Vector3) return new Vector3(a.x - b.x, a.y - b.y, a.z - b.z);
		luaError('only a vector3 can be subtracted from a vector3');
	}

	override mul(a: LuaValue, b: LuaValue): LuaValue {
		if (typeof a === 'number' && b instanceof Vector3) return new Vector3(b.x * a, b.y * a, b.z * a);
		if (a instanceof Vector3 && typeof b === 'number') return new Vector3(a.x * b, a.y * b, a.z * b);
		luaError('vector3 can only be multiplied with a number');
	}

	override div(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Vector3 && typeof b === 'number') return new Vector3(a.x / b, a.y / b, a.z / b);
		luaError('vector3 can only be divided by a number');
	}

	override unm(): LuaValue {
		return new Vector3(-this.x, -this.y, -this.z);
	}

	override eq(other: LuaUserdata): boolean {
		return other instanceof Vector3 && this.x === other.x && this.y === other.y && this.z === other.z;
	}

	override tostring(): string {
		return `vmath.vector3(${numbersText([this.x, this.y, this.z])})`;
	}
}

/** Four 32-bit floats. */
export class Vector4 extends LuaUserdata {
	x: number;
	y: number;
	z: number;
	w: number;

	constructor(x: number, y: number, z: number, w: number) {
		super();
		this.x = f(x);
		this.y = f(y);
		this.z = f(z);
		this.w = f(w);
	}

	override index(key: LuaValue): LuaValue {
		if (key === 'x') return this.x;
		if (key === 'y') return this.y;
		if (key === 'z') return this.z;
		if (key === 'w') return this.w;
		noField('vector4', key, 'x, y, z, w');
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		if (key === 'x') this.x = component(value, key, 'vector4');
		else if (key === 'y') this.y = component(value, key, 'vector4');
		else if (key === 'z') this.z = component(value, key, 'vector4');
		else if (key === 'w') this.w = component(value, key, 'vector4');
		else noField('vector4', key, 'x, y, z, w');
	}

	override add(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Vector4 && b instanceof Vector4) {
			return new Vector4(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
		}
		luaError('vector4 can only be added to a vector4');
	}

	override sub(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Vector4 && b instanceof Vector4) {
			return new Vector4(a.x - b.x, a.y - b.y, a.z - b.z, a.w - b.w);
		}
		luaError('only a vector4 can be subtracted from a vector4');
	}

	override mul(a: LuaValue, b: LuaValue): LuaValue {
		const [vector, factor] = a instanceof Vector4 ? [a, b] : [b as Vector4, a];
		if (typeof factor !== 'number') luaError('vector4 can only be multiplied with a number');
		return new Vector4(vector.x * factor, vector.y * factor, vector.z * factor, vector.w * factor);
	}

	override div(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Vector4 && typeof b === 'number') return new Vector4(a.x / b, a.y / b, a.z / b, a.w / b);
		luaError('vector4 can only be divided by a number');
	}

	override unm(): LuaValue {
		return new Vector4(-this.x, -this.y, -this.z, -this.w);
	}

	override eq(other: LuaUserdata): boolean {
		return (
			other instanceof Vector4 && this.x === other.x && this.y === other.y && this.z === other.z && this.w === other.w
		);
	}

	override tostring(): string {
		return `vmath.vector4(${numbersText([this.x, this.y, this.z, this.w])})`;
	}
}

/** A rotation: four 32-bit floats, of length 1 when it is one. */
export class Quat extends LuaUserdata {
	x: number;
	y: number;
	z: number;
	w: number;

	constructor(x: number, y: number, z: number, w: number) {
		super();
		this.x = f(x);
		this.y = f(y);
		this.z = f(z);
		this.w = f(w);
	}

	override index(key: LuaValue): LuaValue {
		if (key === 'x') return this.x;
		if (key === 'y') return this.y;
		if (key === 'z') return this.z;
		if (key === 'w') return this.w;
		noField('quat', key, 'x, y, z, w');
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		if (key === 'x') this.x = component(value, key, 'quat');
		else if (key === 'y') this.y = component(value, key, 'quat');
		else if (key === 'z') this.z = component(value, key, 'quat');
		else if (key === 'w') this.w = component(value, key, 'quat');
		else noField('quat', key, 'x, y, z, w');
	}

	override add(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Quat && b instanceof Quat) return new Quat(a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w);
		luaError('quat can only be added to a quat');
	}

	override sub(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Quat && b instanceof Quat) return new Quat(a.x - b.x, a.y - b.y, a.z - b.z, a.w - b.w);
		luaError('only a quat can be subtracted from a quat');
	}

	override mul(a: LuaValue, b: LuaValue): LuaValue {
		if (typeof a === 'number' && b instanceof Quat) return new Quat(b.x * a, b.y * a, b.z * a, b.w * a);
		if (a instanceof Quat && typeof b === 'number') return new Quat(a.x * b, a.y * b, a.z * b, a.w * b);
		if (!(a instanceof Quat) || !(b instanceof Quat)) luaError('quat can only be multiplied with a quat or a number');
		return new Quat(
			a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
			a.w * b.y + a.y * b.w + a.z * b.x - a.x * b.z,
			a.w * b.z + a.z * b.w + a.x * b.y - a.y * b.x,
			a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
		);
	}

	override eq(other: LuaUserdata): boolean {
		return (
			other instanceof Quat && this.x === other.x && this.y === other.y && this.z === other.z && this.w === other.w
		);
	}

	override tostring(): string {
		return `vmath.quat(${numbersText([this.x, this.y, this.z, this.w])})`;
	}
}
