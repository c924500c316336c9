import type { HostFunction } from '../../lua/index.ts';
import { FloatVector } from '../float-vector.ts';
import { Hash } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import { Url } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';

/** Module `types`: what kind of the engine's objects a value is. */
export function createTypesModule(): Record<string, HostFunction> {
	return {
		is_vector: (value) => value instanceof FloatVector,
		is_vector3: (value) => value instanceof Vector3,
		is_vector4: (value) => value instanceof Vector4,
		is_quat: (value) => value instanceof Quat,
		is_matrix4: (value) => value instanceof Matrix4,
		is_hash: (value) => value instanceof Hash,
		is_url: (value) => value instanceof Url,
	};
}
