import { LuaUserdata, type LuaValue, luaError } from '../lua/index.ts';
import { identityMatrix, type Matrix, multiplyMatrix } from './transform.ts';
import { numbersText, Vector4 } from './vector.ts';

/** A 4×4 matrix as scripts see it: `m01` is row 0 of column 1, `c0` … `c3` are its columns. */
export class Matrix4 extends LuaUserdata {
	/** Column-major. */
	readonly m: Matrix;

	constructor(m: Matrix = identityMatrix()) {
		super();
		this.m = m;
	}

	override index(key: LuaValue): LuaValue {
		const at = fieldOf(key);
		const { m } = this;
		if (at >= 0) return m[at];
		const column = columnOf(key);
		return new Vector4(m[column] as number, m[column + 1] as number, m[column + 2] as number, m[column + 3] as number);
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		const at = fieldOf(key);
		if (at >= 0) {
			if (typeof value !== 'number') luaError(`matrix4.${String(key)} must be a number`);
			this.m[at] = value;
			return;
		}
		const column = columnOf(key);
		if (!(value instanceof Vector4)) luaError(`matrix4.${String(key)} must be a vector4`);
		this.m.set([value.x, value.y, value.z, value.w], column);
	}

	override mul(a: LuaValue, b: LuaValue): LuaValue {
		if (a instanceof Matrix4 && b instanceof Matrix4) {
			const out = new Float32Array(16);
			multiplyMatrix(out, a.m, b.m);
			return new Matrix4(out);
		}
		if (a instanceof Matrix4 && b instanceof Vector4) return transformVector4(a.m, b);
		if (a instanceof Matrix4 && typeof b === 'number') return new Matrix4(a.m.map((value) => value * b));
		if (typeof a === 'number' && b instanceof Matrix4) return new Matrix4(b.m.map((value) => value * a));
		return luaError('matrix4 can only be multiplied with a matrix4, a vector4 or a number');
	}

	override eq(other: LuaUserdata): boolean {
		return other instanceof Matrix4 && this.m.every((value, at) => value === other.m[at]);
	}

	override tostring(): string {
		const { m } = this;
		// Row by row, as the engine prints it.
		const rows = [0, 1, 2, 3].flatMap((row) => [0, 4, 8, 12].map((column) => m[column + row] as number));
		return `vmath.matrix4(${numbersText(rows)})`;
	}
}

/** Index of a number field, -1 for others. */
function fieldOf(key: LuaValue): number {
	if (typeof key !== 'string' || key.length !== 3 || key[0] !== 'm') return -1;
	const row = key.charCodeAt(1) - 48;
	const column = key.charCodeAt(2) - 48;
	return row >= 0 && row < 4 && column >= 0 && column < 4 ? column * 4 + row : -1;
}

function columnOf(key: LuaValue): number {
	if (typeof key === 'string' && /^c[0-3]$/.test(key)) return (key.charCodeAt(1) - 48) * 4;
	return luaError(`matrix4 only has fields m00 to m33 and c0 to c3, not '${String(key)}'`);
}

/** matrix × column vector. */
export function transformVector4(m: Matrix, v: Vector4): Vector4 {
	const row = (at: number): number =>
		(m[at] as number) * v.x + (m[at + 4] as number) * v.y + (m[at + 8] as number) * v.z + (m[at + 12] as number) * v.w;
	return new Vector4(row(0), row(1), row(2), row(3));
}
