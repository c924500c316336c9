/** A place, a rotation and a scale, as 64-bit numbers: bob computes with those and rounds the result once. */
export type Vector = { readonly x: number; readonly y: number; readonly z: number };
export type Rotation = Vector & { readonly w: number };
export type Transform = { readonly position: Vector; readonly rotation: Rotation; readonly scale: Vector };

/** The transform of something inside `outer`, seen from outside. */
export function insideOf(outer: Transform, inner: Transform): Transform {
	const scaled = multiplyVectors(outer.scale, inner.position);
	const turned = rotate(outer.rotation, scaled);
	const { position } = outer;
	return {
		position: { x: turned.x + position.x, y: turned.y + position.y, z: turned.z + position.z },
		rotation: multiply(outer.rotation, inner.rotation),
		scale: multiplyVectors(inner.scale, outer.scale),
	};
}

/** What undoes a transform that does not scale. */
export function inverseOf({ position, rotation }: Transform): Transform {
	const { x, y, z, w } = rotation;
	const back = { x: -x, y: -y, z: -z, w };
	const turned = rotate(back, position);
	return { position: { x: -turned.x, y: -turned.y, z: -turned.z }, rotation: back, scale: { x: 1, y: 1, z: 1 } };
}

/** A rotation of length one; the one that turns nothing for a length of zero. */
export function normalize({ x, y, z, w }: Rotation): Rotation {
	const length = Math.sqrt(x * x + y * y + z * z + w * w);
	return length === 0 ? { x: 0, y: 0, z: 0, w: 1 } : { x: x / length, y: y / length, z: z / length, w: w / length };
}

function multiplyVectors(a: Vector, b: Vector): Vector {
	return { x: a.x * b.x, y: a.y * b.y, z: a.z * b.z };
}

function multiply(a: Rotation, b: Rotation): Rotation {
	return {
		x: a.w * b.x + b.w * a.x + a.y * b.z - a.z * b.y,
		y: a.w * b.y + b.w * a.y - a.x * b.z + a.z * b.x,
		z: a.w * b.z + b.w * a.z + a.x * b.y - a.y * b.x,
		w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
	};
}

function rotate(rotation: Rotation, { x, y, z }: Vector): Vector {
	const { x: rx, y: ry, z: rz, w } = rotation;
	return multiply(multiply(rotation, { x, y, z, w: 0 }), { x: -rx, y: -ry, z: -rz, w });
}
