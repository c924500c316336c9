import { create, type MessageShape } from '@bufbuild/protobuf';
import { QuatSchema, TransformSchema, Vector3Schema } from '../../formats/index.ts';
import type { GltfNode } from './gltf.ts';

/** A place in space: columns of a 4 by 4 matrix one after the other. */
export type Matrix = readonly number[];

export const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

/** First `b`, then `a`. */
export function multiply(a: Matrix, b: Matrix): Matrix {
	return Array.from({ length: 16 }, (_, index) => {
		const [column, row] = [index >> 2, index & 3];
		let sum = 0;
		for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] as number) * (b[column * 4 + k] as number);
		return sum;
	});
}

/** A node's own matrix, from its matrix or its parts. */
export function matrixOf(node: GltfNode): Matrix {
	if (node.matrix?.length === 16) return node.matrix;
	const [tx = 0, ty = 0, tz = 0] = node.translation ?? [];
	const [x = 0, y = 0, z = 0, w = 1] = node.rotation ?? [];
	const [sx = 1, sy = 1, sz = 1] = node.scale ?? [];
	return [
		(1 - 2 * (y * y + z * z)) * sx,
		2 * (x * y + z * w) * sx,
		2 * (x * z - y * w) * sx,
		0,
		2 * (x * y - z * w) * sy,
		(1 - 2 * (x * x + z * z)) * sy,
		2 * (y * z + x * w) * sy,
		0,
		2 * (x * z + y * w) * sz,
		2 * (y * z - x * w) * sz,
		(1 - 2 * (x * x + y * y)) * sz,
		0,
		tx,
		ty,
		tz,
		1,
	];
}

/** A matrix as the message that engines read; shear is lost. */
export function transformOf(matrix: Matrix): MessageShape<typeof TransformSchema> {
	const at = (index: number): number => matrix[index] as number;
	const length = (column: number): number => Math.hypot(at(column * 4), at(column * 4 + 1), at(column * 4 + 2));
	const mirrored =
		at(0) * (at(5) * at(10) - at(6) * at(9)) -
			at(4) * (at(1) * at(10) - at(2) * at(9)) +
			at(8) * (at(1) * at(6) - at(2) * at(5)) <
		0;
	const scale = [length(0) * (mirrored ? -1 : 1), length(1), length(2)] as const;
	const unit = (row: number, column: number): number => at(column * 4 + row) / (scale[column] || 1);
	const [x, y, z, w] = rotationOf(unit);
	return create(TransformSchema, {
		rotation: create(QuatSchema, { x, y, z, w }),
		translation: create(Vector3Schema, { x: at(12), y: at(13), z: at(14) }),
		scale: create(Vector3Schema, { x: scale[0], y: scale[1], z: scale[2] }),
	});
}

function rotationOf(m: (row: number, column: number) => number): readonly [number, number, number, number] {
	const trace = m(0, 0) + m(1, 1) + m(2, 2);
	if (trace > 0) {
		const s = Math.sqrt(trace + 1) * 2;
		return [(m(2, 1) - m(1, 2)) / s, (m(0, 2) - m(2, 0)) / s, (m(1, 0) - m(0, 1)) / s, s / 4];
	}
	if (m(0, 0) > m(1, 1) && m(0, 0) > m(2, 2)) {
		const s = Math.sqrt(1 + m(0, 0) - m(1, 1) - m(2, 2)) * 2;
		return [s / 4, (m(0, 1) + m(1, 0)) / s, (m(0, 2) + m(2, 0)) / s, (m(2, 1) - m(1, 2)) / s];
	}
	if (m(1, 1) > m(2, 2)) {
		const s = Math.sqrt(1 + m(1, 1) - m(0, 0) - m(2, 2)) * 2;
		return [(m(0, 1) + m(1, 0)) / s, s / 4, (m(1, 2) + m(2, 1)) / s, (m(0, 2) - m(2, 0)) / s];
	}
	const s = Math.sqrt(1 + m(2, 2) - m(0, 0) - m(1, 1)) * 2;
	return [(m(0, 2) + m(2, 0)) / s, (m(1, 2) + m(2, 1)) / s, s / 4, (m(1, 0) - m(0, 1)) / s];
}
