import { type LuaValue, luaError } from '../../lua/index.ts';
import { checkUrl } from '../arguments.ts';
import type { Component } from '../component.ts';
import type { ScriptHost } from '../script/script-host.ts';

/**
 * The component at a script's first argument, an address.
 *
 * @throws LuaError when there is none, or it is of another type
 */
export function componentAt<C extends Component>(
	host: ScriptHost,
	address: LuaValue,
	wanted: {
		readonly type: abstract new (...args: never[]) => C;
		readonly name: string;
		/** What is said when it is not there, where scripts know a text for it. */
		readonly refusal?: string;
	},
): C {
	const url = checkUrl(address, 1, host.running().url);
	const instance = url.path && host.collectionOf(url)?.find(url.path);
	const component = url.fragment && instance?.findComponent(url.fragment)?.component;
	if (component instanceof wanted.type) return component;
	return luaError(wanted.refusal ?? `Unable to find ${wanted.name} component at ${url.plainText()}.`);
}
