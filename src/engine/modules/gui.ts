import type { HostFunction, LuaValue } from '../../lua/index.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { guiConstants } from './gui/constants.ts';
import { contentFunctions } from './gui/content.ts';
import { lookFunctions } from './gui/looks.ts';
import { createNodeAt } from './gui/node-at.ts';
import { sceneFunctions } from './gui/scene-functions.ts';
import { treeFunctions } from './gui/tree.ts';

/** Module `gui`: the nodes of a GUI component, for its own script. */
export function createGuiModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const nodeAt = createNodeAt(host);
	return {
		...guiConstants,
		...lookFunctions(nodeAt),
		...treeFunctions(host, nodeAt),
		...contentFunctions(host, nodeAt),
		...sceneFunctions(host, nodeAt),
	};
}
