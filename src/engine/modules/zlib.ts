import { unzlibSync, zlibSync } from 'fflate';
import { fromBinaryString, toBinaryString } from '../../bytes/index.ts';
import { checkString, type HostFunction, luaError } from '../../lua/index.ts';

/** Module `zlib`: deflated data with zlib's header. */
export function createZlibModule(): Record<string, HostFunction> {
	return {
		inflate(data) {
			try {
				return toBinaryString(unzlibSync(fromBinaryString(checkString(data, 1))));
			} catch (error) {
				return luaError(`Failed to inflate buffer (${(error as Error).message})`);
			}
		},
		deflate: (data) => toBinaryString(zlibSync(fromBinaryString(checkString(data, 1)))),
	};
}
