import { type Chunk, siteLine, siteName } from './chunk.ts';
import { LuaError } from './lua-error.ts';
import { typeName } from './type-name.ts';
import type { LuaValue } from './values.ts';

/** `chunk:line: ` of a site of compiled code; nothing for site 0, which is the host. */
export function $sitePosition(chunk: Chunk, site: number): string {
	return site === 0 ? '' : `${chunk.info.shortName}:${siteLine(chunk.info, site)}: `;
}

/** Throws a run-time error at a site. */
export function $raiseAt(message: string, chunk: Chunk, site: number): never {
	throw new LuaError($sitePosition(chunk, site) + message);
}

/**
 * `attempt to index local 'x' (a nil value)`
 *
 * @param deed  `index`, `call`, `perform arithmetic on`
 * @param place  where, and which of the site's operands it is (0: none of them)
 */
export function $typeError(
	value: LuaValue,
	deed: string,
	place: { readonly chunk: Chunk; readonly site: number; readonly operand?: 1 | 2 | 0 },
): never {
	const { chunk, site, operand = 1 } = place;
	const name = site === 0 || operand === 0 ? '' : siteName(chunk.info, site, operand);
	const type = typeName(value);
	const what = name === '' ? `a ${type} value` : `${name} (a ${type} value)`;
	return $raiseAt(`attempt to ${deed} ${what}`, chunk, site);
}
