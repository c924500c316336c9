import { checkNumber, type HostFunction, luaError } from '../../../lua/index.ts';
import { checkMatrix4, checkQuat, checkVector3 } from '../../arguments.ts';
import { invertAnyMatrix } from '../../matrix-inverse.ts';
import { Matrix4 } from '../../matrix4.ts';
import { composeMatrix, identityTransform, invertMatrix, type Matrix } from '../../transform.ts';
import { Quat, Vector3, Vector4 } from '../../vector.ts';

/** `vmath`: 4×4 matrices. */
export const matrixFunctions: Readonly<Record<string, HostFunction>> = {
	matrix4(first) {
		if (first instanceof Matrix4) return new Matrix4(first.m.slice());
		if (first instanceof Quat) return new Matrix4(rotationMatrix(first));
		if (first !== undefined) luaError('vmath.matrix4 takes nothing or a matrix4');
		return new Matrix4();
	},
	matrix4_from_quat: (rotation) => new Matrix4(rotationMatrix(checkQuat(rotation, 1))),
	matrix4_quat: (rotation) => new Matrix4(rotationMatrix(checkQuat(rotation, 1))),
	matrix4_compose(translation, rotation, scale) {
		const t = translation instanceof Vector4 ? translation : checkVector3(translation, 1);
		const q = checkQuat(rotation, 2);
		const s = typeof scale === 'number' ? new Vector3(scale, scale, scale) : checkVector3(scale, 3);
		const m = new Float32Array(16);
		const { x, y, z } = t;
		composeMatrix(m, { x, y, z, rx: q.x, ry: q.y, rz: q.z, rw: q.w, sx: s.x, sy: s.y, sz: s.z });
		return new Matrix4(m);
	},
	matrix4_axis_angle(axis, angle) {
		const { x, y, z } = checkVector3(axis, 1);
		const half = checkNumber(angle, 2) / 2;
		const s = Math.sin(half);
		return new Matrix4(rotationMatrix(new Quat(x * s, y * s, z * s, Math.cos(half))));
	},
	matrix4_rotation_x: (angle) => axisMatrix(checkNumber(angle, 1), 1, 0, 0),
	matrix4_rotation_y: (angle) => axisMatrix(checkNumber(angle, 1), 0, 1, 0),
	matrix4_rotation_z: (angle) => axisMatrix(checkNumber(angle, 1), 0, 0, 1),
	matrix4_translation(translation) {
		const matrix = new Matrix4();
		const { x, y, z } = translation instanceof Vector4 ? translation : checkVector3(translation, 1);
		matrix.m.set([x, y, z], 12);
		return matrix;
	},
	matrix4_scale(x, y, z) {
		const matrix = new Matrix4();
		const scale =
			x instanceof Vector3
				? x
				: new Vector3(
						checkNumber(x, 1),
						y === undefined ? Number(x) : checkNumber(y, 2),
						z === undefined ? Number(x) : checkNumber(z, 3),
					);
		matrix.m[0] = scale.x;
		matrix.m[5] = scale.y;
		matrix.m[10] = scale.z;
		return matrix;
	},
	matrix4_look_at(eye, target, up) {
		return new Matrix4(lookAt(checkVector3(eye, 1), checkVector3(target, 2), checkVector3(up, 3)));
	},
	matrix4_orthographic(left, right, bottom, top, near, far) {
		const [l, r, b, t, n, f] = [left, right, bottom, top, near, far].map((value, at) => checkNumber(value, at + 1)) as [
			number,
			number,
			number,
			number,
			number,
			number,
		];
		const m = new Float32Array(16);
		m[0] = 2 / (r - l);
		m[5] = 2 / (t - b);
		m[10] = -2 / (f - n);
		m[12] = -(r + l) / (r - l);
		m[13] = -(t + b) / (t - b);
		m[14] = -(f + n) / (f - n);
		m[15] = 1;
		return new Matrix4(m);
	},
	matrix4_perspective(fov, aspect, near, far) {
		if (checkNumber(near, 3) === 0) luaError('near-z must not be 0, the matrix would not be invertible');
		return new Matrix4(
			perspective(checkNumber(fov, 1), checkNumber(aspect, 2), [checkNumber(near, 3), checkNumber(far, 4)]),
		);
	},
	matrix4_frustum(left, right, bottom, top, near, far) {
		const [l, r, b, t, n, f] = [left, right, bottom, top, near, far].map((value, at) => checkNumber(value, at + 1)) as [
			number,
			number,
			number,
			number,
			number,
			number,
		];
		if (n === 0) luaError('near-z must not be 0, the matrix would not be invertible');
		const m = new Float32Array(16);
		m[0] = (2 * n) / (r - l);
		m[5] = (2 * n) / (t - b);
		m[8] = (r + l) / (r - l);
		m[9] = (t + b) / (t - b);
		m[10] = -(f + n) / (f - n);
		m[11] = -1;
		m[14] = (-2 * f * n) / (f - n);
		return new Matrix4(m);
	},
	inv(matrix) {
		const out = new Float32Array(16);
		if (!invertAnyMatrix(out, checkMatrix4(matrix, 1).m)) luaError('the matrix has no inverse');
		return new Matrix4(out);
	},
	ortho_inv(matrix) {
		const out = new Float32Array(16);
		if (!invertMatrix(out, checkMatrix4(matrix, 1).m)) luaError('the matrix has no inverse');
		return new Matrix4(out);
	},
};

function rotationMatrix({ x, y, z, w }: Quat): Matrix {
	const m = new Float32Array(16);
	composeMatrix(m, { ...identityTransform(), rx: x, ry: y, rz: z, rw: w });
	return m;
}

function axisMatrix(angle: number, x: number, y: number, z: number): Matrix4 {
	const s = Math.sin(angle / 2);
	return new Matrix4(rotationMatrix(new Quat(x * s, y * s, z * s, Math.cos(angle / 2))));
}

/** A camera's projection: `fov` in radians, from top to bottom. */
export function perspective(fov: number, aspect: number, [near, far]: readonly [number, number]): Matrix {
	const f = 1 / Math.tan(fov / 2);
	const m = new Float32Array(16);
	m[0] = f / aspect;
	m[5] = f;
	m[10] = (near + far) / (near - far);
	m[11] = -1;
	m[14] = (2 * near * far) / (near - far);
	return m;
}

/** The view from `eye` towards `target`. */
export function lookAt(eye: Vector3, target: Vector3, up: Vector3): Matrix {
	const unit = (x: number, y: number, z: number): [number, number, number] => {
		const length = Math.hypot(x, y, z) || 1;
		return [x / length, y / length, z / length];
	};
	const [zx, zy, zz] = unit(eye.x - target.x, eye.y - target.y, eye.z - target.z);
	const [xx, xy, xz] = unit(up.y * zz - up.z * zy, up.z * zx - up.x * zz, up.x * zy - up.y * zx);
	const [yx, yy, yz] = [zy * xz - zz * xy, zz * xx - zx * xz, zx * xy - zy * xx];
	const m = new Float32Array(16);
	m.set([xx, yx, zx, 0, xy, yy, zy, 0, xz, yz, zz, 0]);
	m[12] = -(xx * eye.x + xy * eye.y + xz * eye.z);
	m[13] = -(yx * eye.x + yy * eye.y + yz * eye.z);
	m[14] = -(zx * eye.x + zy * eye.y + zz * eye.z);
	m[15] = 1;
	return m;
}
