import { checkNumber, type HostFunction, type LuaValue, luaError } from '../../lua/index.ts';
import { checkQuat, checkVector3 } from '../arguments.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';

/** Module `vmath`: vectors and rotations. */
export const vmathModule: Readonly<Record<string, HostFunction>> = {
	vector3(x, y, z) {
		if (x instanceof Vector3) return new Vector3(x.x, x.y, x.z);
		if (x === undefined) return new Vector3(0, 0, 0);
		const first = checkNumber(x, 1);
		if (y === undefined && z === undefined) return new Vector3(first, first, first);
		return new Vector3(first, checkNumber(y, 2), checkNumber(z, 3));
	},
	vector4(x, y, z, w) {
		if (x instanceof Vector4) return new Vector4(x.x, x.y, x.z, x.w);
		if (x === undefined) return new Vector4(0, 0, 0, 0);
		const first = checkNumber(x, 1);
		if (y === undefined && z === undefined && w === undefined) return new Vector4(first, first, first, first);
		return new Vector4(first, checkNumber(y, 2), checkNumber(z, 3), checkNumber(w, 4));
	},
	quat(x, y, z, w) {
		if (x instanceof Quat) return new Quat(x.x, x.y, x.z, x.w);
		if (x === undefined) return new Quat(0, 0, 0, 1);
		return new Quat(checkNumber(x, 1), checkNumber(y, 2), checkNumber(z, 3), checkNumber(w, 4));
	},
	quat_rotation_z(angle) {
		const half = checkNumber(angle, 1) / 2;
		return new Quat(0, 0, Math.sin(half), Math.cos(half));
	},
	length: (v) => Math.fround(Math.sqrt(dot(v, v))),
	length_sqr: (v) => Math.fround(dot(v, v)),
	dot: (a, b) => Math.fround(dot(a, b)),
	normalize(v) {
		const length = Math.sqrt(dot(v, v));
		if (v instanceof Vector4) return new Vector4(v.x / length, v.y / length, v.z / length, v.w / length);
		if (v instanceof Quat) return new Quat(v.x / length, v.y / length, v.z / length, v.w / length);
		const { x, y, z } = checkVector3(v, 1);
		return new Vector3(x / length, y / length, z / length);
	},
	lerp(t, a, b) {
		const at = checkNumber(t, 1);
		const mix = (from: number, to: number): number => from + (to - from) * at;
		if (typeof a === 'number' && typeof b === 'number') return mix(a, b);
		if (a instanceof Vector3 && b instanceof Vector3) return new Vector3(mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z));
		if (a instanceof Vector4 && b instanceof Vector4) {
			return new Vector4(mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z), mix(a.w, b.w));
		}
		if (a instanceof Quat && b instanceof Quat)
			return new Quat(mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z), mix(a.w, b.w));
		return luaError('vmath.lerp takes two numbers, vector3, vector4 or quat of the same type');
	},
	rotate(rotation, v) {
		const q = checkQuat(rotation, 1);
		const { x, y, z } = checkVector3(v, 2);
		const tx = 2 * (q.y * z - q.z * y);
		const ty = 2 * (q.z * x - q.x * z);
		const tz = 2 * (q.x * y - q.y * x);
		return new Vector3(
			x + q.w * tx + q.y * tz - q.z * ty,
			y + q.w * ty + q.z * tx - q.x * tz,
			z + q.w * tz + q.x * ty - q.y * tx,
		);
	},
};

function dot(a: LuaValue, b: LuaValue): number {
	if (a instanceof Vector4 && b instanceof Vector4) return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
	if (a instanceof Quat && b instanceof Quat) return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
	const left = checkVector3(a, 1);
	const right = checkVector3(b, 2);
	return left.x * right.x + left.y * right.y + left.z * right.z;
}
