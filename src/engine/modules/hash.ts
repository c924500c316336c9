import { checkString, type HostFunction, typeArgError } from '../../lua/index.ts';
import { Hash, hashOfBinary } from '../hash.ts';

/** Global functions `hash` and `hash_to_hex`. */
export const hashFunctions: Readonly<Record<string, HostFunction>> = {
	hash: (value) => (value instanceof Hash ? value : hashOfBinary(checkString(value, 1))),
	hash_to_hex: (value) => (value instanceof Hash ? value.hex : typeArgError(1, 'hash', { value })),
};
