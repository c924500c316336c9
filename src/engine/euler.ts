/** Angles in degrees around x, y and z. */
export type Euler = { x: number; y: number; z: number };

const DEGREES = 180 / Math.PI;

/** Near the poles x and z turn about the same axis; all of it is then given to z. */
const POLE = 0.499_99;

/**
 * A rotation as angles in degrees. The engine turns first around y, then around z, then around x (YZX).
 *
 * Source: Defold's engine, dmVMath::QuatToEuler.
 */
export function eulerOf(q: { x: number; y: number; z: number; w: number }): Euler {
	const { x, y, z, w } = q;
	// A rotation about z alone, which most 2D games only have, is exact.
	if (x === 0 && y === 0) return { x: 0, y: 0, z: 2 * Math.atan2(z, w) * DEGREES };
	const test = x * y + z * w;
	if (test > POLE) return { x: 0, y: 2 * Math.atan2(x, w) * DEGREES, z: 90 };
	if (test < -POLE) return { x: 0, y: -2 * Math.atan2(x, w) * DEGREES, z: -90 };
	return {
		x: Math.atan2(2 * x * w - 2 * y * z, 1 - 2 * x * x - 2 * z * z) * DEGREES,
		y: Math.atan2(2 * y * w - 2 * x * z, 1 - 2 * y * y - 2 * z * z) * DEGREES,
		z: Math.asin(Math.max(-1, Math.min(1, 2 * test))) * DEGREES,
	};
}

/** The rotation of angles in degrees. */
export function quatOfEuler({ x, y, z }: Euler): { x: number; y: number; z: number; w: number } {
	const half = 0.5 / DEGREES;
	const [sx, cx] = [Math.sin(x * half), Math.cos(x * half)];
	const [sy, cy] = [Math.sin(y * half), Math.cos(y * half)];
	const [sz, cz] = [Math.sin(z * half), Math.cos(z * half)];
	return {
		x: sx * cy * cz + cx * sy * sz,
		y: cx * sy * cz + sx * cy * sz,
		z: cx * cy * sz - sx * sy * cz,
		w: cx * cy * cz - sx * sy * sz,
	};
}
