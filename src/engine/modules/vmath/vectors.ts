import { argError, checkNumber, type HostFunction, LuaTable, type LuaValue, luaError } from '../../../lua/index.ts';
import { checkQuat, checkVector3 } from '../../arguments.ts';
import { FloatVector } from '../../float-vector.ts';
import { Quat, Vector3, Vector4 } from '../../vector.ts';

/** `vmath`: vectors of 3, 4 and any number of floats, and what works on all of them. */
export const vectorFunctions: Readonly<Record<string, HostFunction>> = {
	vector(table) {
		if (table === undefined) return new FloatVector(new Float32Array(0));
		if (table instanceof FloatVector) return new FloatVector(table.values.slice());
		if (!(table instanceof LuaTable)) luaError('vmath.vector takes a table of numbers');
		const numbers: number[] = [];
		for (let at = 1; ; at++) {
			const value = table.get(at);
			if (value === undefined) break;
			numbers.push(checkNumber(value, 1));
		}
		return new FloatVector(Float32Array.from(numbers));
	},
	vector3(x, y, z) {
		if (typeof x === 'number' && typeof y === 'number' && typeof z === 'number') return new Vector3(x, y, z);
		if (x instanceof Vector3) return new Vector3(x.x, x.y, x.z);
		if (x === undefined && y === undefined && z === undefined) return new Vector3(0, 0, 0);
		const first = checkNumber(x, 1);
		if (y === undefined && z === undefined) return new Vector3(first, first, first);
		return new Vector3(first, checkNumber(y, 2), checkNumber(z, 3));
	},
	vector4(x, y, z, w) {
		if (x instanceof Vector4) return new Vector4(x.x, x.y, x.z, x.w);
		if (x === undefined && y === undefined) return new Vector4(0, 0, 0, 0);
		const first = checkNumber(x, 1);
		if (y === undefined && z === undefined && w === undefined) return new Vector4(first, first, first, first);
		return new Vector4(first, checkNumber(y, 2), checkNumber(z, 3), checkNumber(w, 4));
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
	cross(a, b) {
		const u = checkVector3(a, 1);
		const v = checkVector3(b, 2);
		return new Vector3(u.y * v.z - u.z * v.y, u.z * v.x - u.x * v.z, u.x * v.y - u.y * v.x);
	},
	project(a, b) {
		const u = checkVector3(a, 1);
		const v = checkVector3(b, 2);
		const lengthSquared = dot(v, v);
		if (lengthSquared === 0) luaError('The second argument to vmath.project must have a length bigger than 0.');
		return Math.fround(dot(u, v) / lengthSquared);
	},
	mul_per_elem(a, b) {
		if (a instanceof Vector4 && b instanceof Vector4) {
			return new Vector4(a.x * b.x, a.y * b.y, a.z * b.z, a.w * b.w);
		}
		const u = checkVector3(a, 1);
		const v = checkVector3(b, 2);
		return new Vector3(u.x * v.x, u.y * v.y, u.z * v.z);
	},
	lerp(t, a, b) {
		const at = checkNumber(t, 1);
		const mix = (from: number, to: number): number => from + (to - from) * at;
		if (typeof a === 'number' && typeof b === 'number') return mix(a, b);
		if (a instanceof Vector3 && b instanceof Vector3) return new Vector3(mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z));
		if (a instanceof Vector4 && b instanceof Vector4) {
			return new Vector4(mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z), mix(a.w, b.w));
		}
		if (a instanceof Quat && b instanceof Quat) return lerpQuat(at, a, b);
		return luaError('vmath.lerp takes two numbers, vector3, vector4 or quat of the same type');
	},
	slerp(t, a, b) {
		const at = checkNumber(t, 1);
		if (a instanceof Quat && b instanceof Quat) return slerpQuat(at, a, b);
		if (a instanceof Vector4 && b instanceof Vector4) {
			const [p, q] = slerpWeights(dot(a, b), at);
			return new Vector4(a.x * p + b.x * q, a.y * p + b.y * q, a.z * p + b.z * q, a.w * p + b.w * q);
		}
		if (a instanceof Vector3 && b instanceof Vector3) {
			const [p, q] = slerpWeights(dot(a, b), at);
			return new Vector3(a.x * p + b.x * q, a.y * p + b.y * q, a.z * p + b.z * q);
		}
		return luaError('vmath.slerp takes two vector3, vector4 or quat of the same type');
	},
	clamp(value, min, max) {
		const bound = (limit: LuaValue, field: 'x' | 'y' | 'z' | 'w', index: number): number => {
			if (typeof limit === 'number') return limit;
			if (value instanceof Vector4 && limit instanceof Vector4) return limit[field];
			if (value instanceof Vector3 && limit instanceof Vector3 && field !== 'w') return limit[field];
			return argError(index, 'expected a number or the type of the first argument');
		};
		const clamp = (field: 'x' | 'y' | 'z' | 'w', given: number): number =>
			Math.min(Math.max(given, bound(min, field, 2)), bound(max, field, 3));
		if (value instanceof Vector4) {
			return new Vector4(clamp('x', value.x), clamp('y', value.y), clamp('z', value.z), clamp('w', value.w));
		}
		if (value instanceof Vector3) return new Vector3(clamp('x', value.x), clamp('y', value.y), clamp('z', value.z));
		return clamp('x', checkNumber(value, 1));
	},
	rotate(rotation, v) {
		return rotateVector(checkQuat(rotation, 1), checkVector3(v, 2));
	},
};

/** A vector turned by a quaternion. */
export function rotateVector(q: Quat, { x, y, z }: Vector3): Vector3 {
	const tx = 2 * (q.y * z - q.z * y);
	const ty = 2 * (q.z * x - q.x * z);
	const tz = 2 * (q.x * y - q.y * x);
	return new Vector3(
		x + q.w * tx + q.y * tz - q.z * ty,
		y + q.w * ty + q.z * tx - q.x * tz,
		z + q.w * tz + q.x * ty - q.y * tx,
	);
}

function lerpQuat(t: number, a: Quat, b: Quat): Quat {
	const mix = (from: number, to: number): number => from + (to - from) * t;
	return new Quat(mix(a.x, b.x), mix(a.y, b.y), mix(a.z, b.z), mix(a.w, b.w));
}

/** Cosines above this are as good as one: straight mixing is exact enough and safe. */
const NEARLY_PARALLEL = 0.999;

function slerpWeights(cosine: number, t: number): [number, number] {
	if (cosine >= NEARLY_PARALLEL) return [1 - t, t];
	const angle = Math.acos(Math.max(-1, cosine));
	const s = 1 / Math.sin(angle);
	return [Math.sin((1 - t) * angle) * s, Math.sin(t * angle) * s];
}

function slerpQuat(t: number, a: Quat, b: Quat): Quat {
	const cosine = dot(a, b);
	const sign = cosine < 0 ? -1 : 1;
	const [p, q] = slerpWeights(cosine * sign, t);
	const s = p * sign;
	return new Quat(a.x * s + b.x * q, a.y * s + b.y * q, a.z * s + b.z * q, a.w * s + b.w * q);
}

export function dot(a: LuaValue, b: LuaValue): number {
	if (a instanceof Vector3 && b instanceof Vector3) return a.x * b.x + a.y * b.y + a.z * b.z;
	if (a instanceof Vector4 && b instanceof Vector4) return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
	if (a instanceof Quat && b instanceof Quat) return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
	const left = checkVector3(a, 1);
	const right = checkVector3(b, 2);
	return left.x * right.x + left.y * right.y + left.z * right.z;
}
