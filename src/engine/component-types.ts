import type { Component, ComponentType } from './component.ts';
import { createCameraType } from './components/camera.ts';
import { createCollectionFactoryType } from './components/collection-factory.ts';
import { type CollectionSpawner, createCollectionProxyType } from './components/collection-proxy.ts';
import { createFactoryType } from './components/factory.ts';
import { createGuiType } from './components/gui.ts';
import { createLabelType } from './components/label.ts';
import { createMeshType } from './components/mesh.ts';
import { createModelType } from './components/model.ts';
import { particleFxType } from './components/particlefx.ts';
import { passiveType } from './components/passive.ts';
import { createScriptType } from './components/script.ts';
import { createSoundType } from './components/sound.ts';
import { createSpriteType } from './components/sprite.ts';
import { createTilemapTypes } from './components/tilemap.ts';
import type { Display } from './display.ts';
import type { Resources } from './resources.ts';
import type { ScriptContext } from './script/script-context.ts';
import type { Timers } from './script/timers.ts';
import type { SoundMixer } from './sound-mixer.ts';

/** Property animations: no component, but they have their place among the updates. */
const animationType: ComponentType = {
	extension: 'animc',
	priority: 250,
	create: (): Component => ({}),
	update: (_components, dt, collection) => collection.animator.update(dt),
};

export type ComponentServices = {
	readonly scripts: ScriptContext;
	readonly guiScripts: ScriptContext;
	readonly timers: Timers;
	readonly spawner: CollectionSpawner;
	readonly resources: Resources;
	readonly display: Display;
	readonly sounds: SoundMixer;
	readonly collisionObjects: ComponentType;
};

/** Every kind of component, one line each, in the order of updates. */
export function createComponentTypes(game: ComponentServices): ComponentType[] {
	const { resources, display, timers } = game;
	const types = [
		createCollectionProxyType(game.spawner),
		createScriptType(game.scripts, timers),
		animationType,
		createGuiType({ context: game.guiScripts, display, timers, resources }),
		game.collisionObjects,
		createCameraType(display),
		createSoundType({ mixer: game.sounds, resources }),
		createModelType(resources),
		createMeshType(resources),
		particleFxType,
		createFactoryType(resources),
		createCollectionFactoryType(resources),
		passiveType('lightc', 1000),
		createSpriteType(resources),
		...createTilemapTypes(resources),
		createLabelType(resources),
	] as ComponentType[];
	return types.sort((a, b) => a.priority - b.priority);
}
