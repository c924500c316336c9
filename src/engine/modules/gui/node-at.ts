import { type LuaValue, luaError, typeArgError } from '../../../lua/index.ts';
import { GuiNode } from '../../gui/node.ts';
import { GuiScene } from '../../gui/scene.ts';
import type { ScriptHost } from '../../script/script-host.ts';

/** The scene of the GUI script that is running. @throws LuaError in other scripts */
export function currentScene(host: ScriptHost): GuiScene {
	const { subject } = host.running();
	if (subject instanceof GuiScene) return subject;
	return luaError('You can only access gui.* functions and values from a gui script instance (.gui_script file)');
}

/** A node given as an argument, of the scene that is running and not deleted. */
export type NodeAt = (value: LuaValue, index?: number) => GuiNode;

export function createNodeAt(host: ScriptHost): NodeAt {
	return (value, index = 1) => {
		const scene = currentScene(host);
		if (!(value instanceof GuiNode)) return typeArgError(index, 'node', { value });
		if (value.scene !== scene) {
			return luaError(`node '${value.id.text}' is of another GUI component (${scene.nodeCount} nodes are here)`);
		}
		return value.deleted ? luaError('Deleted node') : value;
	};
}
