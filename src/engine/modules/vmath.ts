import type { HostFunction } from '../../lua/index.ts';
import { matrixFunctions } from './vmath/matrices.ts';
import { rotationFunctions } from './vmath/rotations.ts';
import { vectorFunctions } from './vmath/vectors.ts';

/** Module `vmath`: vectors, rotations and matrices of 32-bit floats. */
export const vmathModule: Readonly<Record<string, HostFunction>> = {
	...vectorFunctions,
	...rotationFunctions,
	...matrixFunctions,
};
