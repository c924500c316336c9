/**
 * Place, turn and size of a game object relative to its parent. All numbers are 32-bit floats, as in the engine: write
 * through `Math.fround`.
 */
export type Transform = {
	x: number;
	y: number;
	z: number;
	/** The rotation, a unit quaternion. */
	rx: number;
	ry: number;
	rz: number;
	rw: number;
	sx: number;
	sy: number;
	sz: number;
};

export function identityTransform(): Transform {
	return { x: 0, y: 0, z: 0, rx: 0, ry: 0, rz: 0, rw: 1, sx: 1, sy: 1, sz: 1 };
}

/** A column-major 4×4 matrix: translation in 12…14. */
export type Matrix = Float32Array;

export function identityMatrix(): Matrix {
	const m = new Float32Array(16);
	m[0] = m[5] = m[10] = m[15] = 1;
	return m;
}

/** Writes translation × rotation × scale into `out`. */
export function composeMatrix(out: Matrix, t: Transform): void {
	const { rx, ry, rz, rw, sx, sy, sz } = t;
	const x2 = rx + rx;
	const y2 = ry + ry;
	const z2 = rz + rz;
	out[0] = (1 - (ry * y2 + rz * z2)) * sx;
	out[1] = (rx * y2 + rw * z2) * sx;
	out[2] = (rx * z2 - rw * y2) * sx;
	out[3] = 0;
	out[4] = (rx * y2 - rw * z2) * sy;
	out[5] = (1 - (rx * x2 + rz * z2)) * sy;
	out[6] = (ry * z2 + rw * x2) * sy;
	out[7] = 0;
	out[8] = (rx * z2 + rw * y2) * sz;
	out[9] = (ry * z2 - rw * x2) * sz;
	out[10] = (1 - (rx * x2 + ry * y2)) * sz;
	out[11] = 0;
	out[12] = t.x;
	out[13] = t.y;
	out[14] = t.z;
	out[15] = 1;
}

/** Writes a × b into `out`; `out` may be neither. */
export function multiplyMatrix(out: Matrix, a: Matrix, b: Matrix): void {
	for (let column = 0; column < 16; column += 4) {
		const b0 = b[column] as number;
		const b1 = b[column + 1] as number;
		const b2 = b[column + 2] as number;
		const b3 = b[column + 3] as number;
		for (let row = 0; row < 4; row++) {
			out[column + row] =
				(a[row] as number) * b0 +
				(a[row + 4] as number) * b1 +
				(a[row + 8] as number) * b2 +
				(a[row + 12] as number) * b3;
		}
	}
}

const unscaled = new Float32Array(16);

/**
 * Like `multiplyMatrix`, but the parent's scale does not reach along z: what Defold does unless a collection is set to
 * "scale along z", so that a parent's scale leaves the drawing order of its children alone.
 */
export function multiplyMatrixNoScaleZ(out: Matrix, a: Matrix, b: Matrix): void {
	unscaled.set(a);
	const length = Math.hypot(a[8] as number, a[9] as number, a[10] as number);
	if (length > 0) for (let i = 8; i < 11; i++) unscaled[i] = (a[i] as number) / length;
	multiplyMatrix(out, unscaled, b);
}

/** Writes the inverse of an affine matrix into `out`. False when it has none: a scale of zero. */
export function invertMatrix(out: Matrix, m: Matrix): boolean {
	const [a, b, c] = [m[0] as number, m[1] as number, m[2] as number];
	const [d, e, f] = [m[4] as number, m[5] as number, m[6] as number];
	const [g, h, i] = [m[8] as number, m[9] as number, m[10] as number];
	const determinant = a * (e * i - f * h) - d * (b * i - c * h) + g * (b * f - c * e);
	if (determinant === 0) return false;
	const s = 1 / determinant;
	out[0] = (e * i - f * h) * s;
	out[1] = (c * h - b * i) * s;
	out[2] = (b * f - c * e) * s;
	out[4] = (f * g - d * i) * s;
	out[5] = (a * i - c * g) * s;
	out[6] = (c * d - a * f) * s;
	out[8] = (d * h - e * g) * s;
	out[9] = (b * g - a * h) * s;
	out[10] = (a * e - b * d) * s;
	const [x, y, z] = [m[12] as number, m[13] as number, m[14] as number];
	for (let row = 0; row < 3; row++) {
		out[12 + row] = -((out[row] as number) * x + (out[4 + row] as number) * y + (out[8 + row] as number) * z);
	}
	out[3] = out[7] = out[11] = 0;
	out[15] = 1;
	return true;
}

/** Takes a matrix apart into translation, rotation and scale; shear, which those cannot hold, is lost. */
export function decomposeMatrix(out: Transform, m: Matrix): void {
	out.x = m[12] as number;
	out.y = m[13] as number;
	out.z = m[14] as number;
	let sx = Math.hypot(m[0] as number, m[1] as number, m[2] as number);
	const sy = Math.hypot(m[4] as number, m[5] as number, m[6] as number);
	const sz = Math.hypot(m[8] as number, m[9] as number, m[10] as number);
	const cofactor0 = (m[5] as number) * (m[10] as number) - (m[6] as number) * (m[9] as number);
	const cofactor1 = (m[6] as number) * (m[8] as number) - (m[4] as number) * (m[10] as number);
	const cofactor2 = (m[4] as number) * (m[9] as number) - (m[5] as number) * (m[8] as number);
	const determinant = (m[0] as number) * cofactor0 + (m[1] as number) * cofactor1 + (m[2] as number) * cofactor2;
	if (determinant < 0) sx = -sx;
	out.sx = Math.fround(sx);
	out.sy = Math.fround(sy);
	out.sz = Math.fround(sz);
	const q = matrixRotation(m, sx || 1, sy || 1, sz || 1);
	out.rx = q[0];
	out.ry = q[1];
	out.rz = q[2];
	out.rw = q[3];
}

/** The quaternion (x, y, z, w) of a matrix whose columns have these lengths. */
export function matrixRotation(m: Matrix, sx: number, sy: number, sz: number): [number, number, number, number] {
	const m00 = (m[0] as number) / sx;
	const m10 = (m[1] as number) / sx;
	const m20 = (m[2] as number) / sx;
	const m01 = (m[4] as number) / sy;
	const m11 = (m[5] as number) / sy;
	const m21 = (m[6] as number) / sy;
	const m02 = (m[8] as number) / sz;
	const m12 = (m[9] as number) / sz;
	const m22 = (m[10] as number) / sz;
	const trace = m00 + m11 + m22;
	let q: [number, number, number, number];
	if (trace > 0) {
		const s = 0.5 / Math.sqrt(trace + 1);
		q = [(m21 - m12) * s, (m02 - m20) * s, (m10 - m01) * s, 0.25 / s];
	} else if (m00 > m11 && m00 > m22) {
		const s = 2 * Math.sqrt(1 + m00 - m11 - m22);
		q = [0.25 * s, (m01 + m10) / s, (m02 + m20) / s, (m21 - m12) / s];
	} else if (m11 > m22) {
		const s = 2 * Math.sqrt(1 + m11 - m00 - m22);
		q = [(m01 + m10) / s, 0.25 * s, (m12 + m21) / s, (m02 - m20) / s];
	} else {
		const s = 2 * Math.sqrt(1 + m22 - m00 - m11);
		q = [(m02 + m20) / s, (m12 + m21) / s, 0.25 * s, (m10 - m01) / s];
	}
	return [Math.fround(q[0]), Math.fround(q[1]), Math.fround(q[2]), Math.fround(q[3])];
}
