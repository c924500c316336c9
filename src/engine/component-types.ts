import type { ComponentType } from './component.ts';
import { type CollectionSpawner, createCollectionProxyType } from './components/collection-proxy.ts';
import { createFactoryType } from './components/factory.ts';
import { labelType } from './components/label.ts';
import { passiveType } from './components/passive.ts';
import { createScriptType } from './components/script.ts';
import type { Resources } from './resources.ts';
import type { ScriptContext } from './script/script-context.ts';
import type { Timers } from './script/timers.ts';

/** Every kind of component, one line each, in the order of updates. */
export function createComponentTypes(game: {
	scripts: ScriptContext;
	timers: Timers;
	spawner: CollectionSpawner;
	resources: Resources;
}): ComponentType[] {
	const types = [
		createCollectionProxyType(game.spawner),
		createScriptType(game.scripts, game.timers),
		passiveType('collisionobjectc', 400),
		passiveType('camerac', 500),
		passiveType('soundc', 600),
		createFactoryType(game.resources),
		passiveType('spritec', 1100),
		labelType,
	] as ComponentType[];
	return types.sort((a, b) => a.priority - b.priority);
}
