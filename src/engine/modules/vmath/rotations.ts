import { checkNumber, type HostFunction } from '../../../lua/index.ts';
import { checkMatrix4, checkQuat, checkVector3 } from '../../arguments.ts';
import { eulerOf, quatOfEuler } from '../../euler.ts';
import { matrixRotation } from '../../transform.ts';
import { Quat, Vector3 } from '../../vector.ts';
import { dot } from './vectors.ts';

/** `vmath`: quaternions. */
export const rotationFunctions: Readonly<Record<string, HostFunction>> = {
	quat(x, y, z, w) {
		if (x instanceof Quat) return new Quat(x.x, x.y, x.z, x.w);
		if (x === undefined) return new Quat(0, 0, 0, 1);
		return new Quat(checkNumber(x, 1), checkNumber(y, 2), checkNumber(z, 3), checkNumber(w, 4));
	},
	quat_rotation_x(angle) {
		const half = checkNumber(angle, 1) / 2;
		return new Quat(Math.sin(half), 0, 0, Math.cos(half));
	},
	quat_rotation_y(angle) {
		const half = checkNumber(angle, 1) / 2;
		return new Quat(0, Math.sin(half), 0, Math.cos(half));
	},
	quat_rotation_z(angle) {
		const half = checkNumber(angle, 1) / 2;
		return new Quat(0, 0, Math.sin(half), Math.cos(half));
	},
	quat_axis_angle(axis, angle) {
		const { x, y, z } = checkVector3(axis, 1);
		const half = checkNumber(angle, 2) / 2;
		const s = Math.sin(half);
		return new Quat(x * s, y * s, z * s, Math.cos(half));
	},
	quat_from_to(from, to) {
		const a = checkVector3(from, 1);
		const b = checkVector3(to, 2);
		const cosine = dot(a, b);
		// Opposite directions: any axis across the first will do.
		if (cosine <= -0.999_999) {
			const [x, y, z] = Math.abs(a.x) < 0.9 ? [0, a.z, -a.y] : [-a.z, 0, a.x];
			const length = Math.hypot(x, y, z);
			return new Quat(x / length, y / length, z / length, 0);
		}
		const s = Math.sqrt(2 * (1 + cosine));
		return new Quat((a.y * b.z - a.z * b.y) / s, (a.z * b.x - a.x * b.z) / s, (a.x * b.y - a.y * b.x) / s, s / 2);
	},
	quat_basis(xAxis, yAxis, zAxis) {
		const m = new Float32Array(16);
		[xAxis, yAxis, zAxis].forEach((axis, column) => {
			const { x, y, z } = checkVector3(axis, column + 1);
			m.set([x, y, z], column * 4);
		});
		return new Quat(...matrixRotation(m, 1, 1, 1));
	},
	quat_matrix4(matrix) {
		return new Quat(...matrixRotation(checkMatrix4(matrix, 1).m, 1, 1, 1));
	},
	conj(rotation) {
		const { x, y, z, w } = checkQuat(rotation, 1);
		return new Quat(-x, -y, -z, w);
	},
	quat_to_euler(rotation) {
		const { x, y, z } = eulerOf(checkQuat(rotation, 1));
		return [x, y, z];
	},
	euler_to_quat(x, y, z) {
		const angles = x instanceof Vector3 ? x : new Vector3(checkNumber(x, 1), checkNumber(y, 2), checkNumber(z, 3));
		const { x: qx, y: qy, z: qz, w } = quatOfEuler(angles);
		return new Quat(qx, qy, qz, w);
	},
};
