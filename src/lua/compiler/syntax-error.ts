import { LuaSyntaxError } from '../error.ts';
import { displayChunkName, SYNTAX_NAME_SIZE } from '../runtime/chunk-name.ts';

/** Throws PUC's `chunk:line: message near 'token'`; without a token, nothing is near. */
export function throwSyntaxError(
	message: string,
	place: {
		readonly chunkName: string;
		readonly isLuaJit: boolean;
		readonly line: number;
		readonly near?: string | undefined;
	},
): never {
	const chunk = displayChunkName(place.chunkName, { size: SYNTAX_NAME_SIZE, isLuaJit: place.isLuaJit });
	const near = place.near === undefined ? '' : ` near '${place.near}'`;
	throw new LuaSyntaxError(`${chunk}:${place.line}: ${message}${near}`, { chunk, line: place.line });
}
