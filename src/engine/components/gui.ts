import type { SceneDescSchema, TextureImageSchema } from '../../formats/index.ts';
import type { LuaFunction, LuaValue } from '../../lua/index.ts';
import type { Collection } from '../collection.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import type { Display } from '../display.ts';
import { GuiScene } from '../gui/scene.ts';
import { type Hash, hashOf } from '../hash.ts';
import { actionTable, type InputAction } from '../input.ts';
import type { Message } from '../message.ts';
import { bodyTable } from '../message-body.ts';
import type { PropertyValue } from '../properties.ts';
import type { PropertyOptions, PropertyResult } from '../property-table.ts';
import type { FontResource } from '../resources/font.ts';
import type { MessageResource } from '../resources/message.ts';
import type { ScriptResource } from '../resources/script.ts';
import type { TextureSetResource } from '../resources/texture-set.ts';
import type { Resources } from '../resources.ts';
import type { ScriptContext } from '../script/script-context.ts';
import { type LifeCycle, ScriptInstance } from '../script/script-instance.ts';
import type { Timers } from '../script/timers.ts';
import { handleEnable } from './enable.ts';
import { resourceByHash } from './resource-by-hash.ts';

type GuiResource = MessageResource<typeof SceneDescSchema>;

const TEXTURES = hashOf('textures');
const FONTS = hashOf('fonts');
const MATERIAL = hashOf('material');
const MATERIALS = hashOf('materials');

/** A GUI: its scene and the script that drives it. */
export class Gui implements Component {
	readonly place: ComponentPlace;
	readonly scene: GuiScene;
	readonly instance: ScriptInstance;
	readonly scriptPath: string | undefined;
	enabled = true;
	material: Hash;
	readonly #functions: LifeCycle;
	readonly #resources: Resources;

	constructor(
		place: ComponentPlace,
		{ desc, needs }: GuiResource,
		options: { context: ScriptContext; display: Display; resources: Resources; timerWorld: object },
	) {
		this.place = place;
		this.#resources = options.resources;
		this.material = hashOf(desc.material);
		this.scene = new GuiScene(desc, options.display);
		const { scene } = this;
		for (const { name, font } of desc.fonts) {
			const resource = needs.get(font)?.value as FontResource | undefined;
			if (resource) scene.fonts.set(hashOf(name), resource);
		}
		for (const { name, texture } of desc.textures) {
			const loaded = needs.get(texture);
			if (loaded) scene.textures.set(hashOf(name), textureOf(texture, loaded.value));
		}
		for (const { name, path } of desc.resources) {
			const loaded = needs.get(path);
			if (!loaded) continue;
			if (path.endsWith('.texturesetc')) scene.textures.set(hashOf(name), textureOf(path, loaded.value));
			else if (path.endsWith('.fontc')) scene.fonts.set(hashOf(name), loaded.value as FontResource);
		}
		for (const { name } of desc.particlefxs) scene.particlefxs.add(hashOf(name));
		for (const { name, material } of desc.materials) scene.materials.set(hashOf(name), hashOf(material));
		scene.createNodes();
		const { context } = options;
		this.instance = new ScriptInstance({
			kind: 'gui',
			context,
			url: place.url,
			place,
			timerWorld: options.timerWorld,
			subject: scene,
		});
		const script = desc.script ? (needs.get(desc.script)?.value as ScriptResource | undefined) : undefined;
		this.scriptPath = script?.path;
		this.#functions = script ? context.load(script) : {};
	}

	init(): void {
		this.#call(this.#functions.init);
	}

	final(): void {
		this.#call(this.#functions.final);
	}

	update(dt: number): void {
		if (!this.enabled) return;
		if (this.#functions.update) this.#call(this.#functions.update, dt);
		this.scene.update(dt);
	}

	lateUpdate(dt: number): void {
		if (this.enabled && this.#functions.late_update) this.#call(this.#functions.late_update, dt);
	}

	reload(): void {
		this.#call(this.#functions.on_reload);
	}

	destroy(): void {
		this.instance.alive = false;
	}

	onMessage(message: Message): void {
		if (handleEnable(message, this)) return;
		const { on_message } = this.#functions;
		if (on_message) this.#call(on_message, message.id, bodyTable(message.body), message.sender);
	}

	onInput(action: InputAction): boolean {
		const { on_input } = this.#functions;
		if (!on_input || !this.enabled) return false;
		return this.#call(on_input, action.id, actionTable(action)) === true;
	}

	getProperty(name: Hash, options?: PropertyOptions): PropertyValue | undefined {
		if (name === MATERIAL) return this.material;
		const { key } = options ?? {};
		if (!key) return undefined;
		if (name === TEXTURES) {
			const texture = this.scene.textures.get(key);
			return texture && hashOf(texture.path);
		}
		if (name === FONTS) {
			const font = this.scene.fonts.get(key);
			return font && hashOf(font.path);
		}
		return name === MATERIALS ? this.scene.materials.get(key) : undefined;
	}

	setProperty(name: Hash, value: PropertyValue, options?: PropertyOptions): PropertyResult {
		const hash = value as Hash;
		if (name === MATERIAL) {
			this.material = hash;
			return 'ok';
		}
		const { key } = options ?? {};
		if (!key) return 'not-found';
		if (name === TEXTURES) {
			const set = resourceByHash<TextureSetResource>(this.#resources, hash, '.texturesetc');
			if (set) this.scene.textures.set(key, textureOf(set.path, set));
			return set ? 'ok' : 'not-found';
		}
		if (name === FONTS) {
			const font = resourceByHash<FontResource>(this.#resources, hash, '.fontc');
			if (font) this.scene.fonts.set(key, font);
			return font ? 'ok' : 'not-found';
		}
		if (name !== MATERIALS) return 'not-found';
		this.scene.materials.set(key, hash);
		return 'ok';
	}

	#call(fn: LuaFunction | undefined, ...args: LuaValue[]): LuaValue {
		return fn && this.instance.context.call(this.instance, fn, [this.instance.self, ...args]);
	}
}

function textureOf(
	path: string,
	value: unknown,
): { path: string; set: TextureSetResource | undefined; width: number; height: number } {
	if (path.endsWith('.texturesetc')) {
		const set = value as TextureSetResource;
		return { path, set, width: set.desc.width, height: set.desc.height };
	}
	const image = (value as { texture?: { message?: MessageResource<typeof TextureImageSchema>['desc'] } } | undefined)
		?.texture?.message?.alternatives[0];
	return {
		path,
		set: undefined,
		width: image?.originalWidth || image?.width || 0,
		height: image?.originalHeight || image?.height || 0,
	};
}

export function createGuiType(options: {
	context: ScriptContext;
	display: Display;
	timers: Timers;
	resources: Resources;
}): ComponentType<GuiResource, Gui> {
	/** GUI scripts of a collection have timers of their own, which run when GUIs are updated. */
	const timerWorlds = new WeakMap<Collection, object>();
	const worldOf = (collection: Collection): object => {
		let world = timerWorlds.get(collection);
		if (!world) {
			world = {};
			timerWorlds.set(collection, world);
		}
		return world;
	};
	return {
		extension: 'guic',
		priority: 300,
		create: (place, resource) => new Gui(place, resource, { ...options, timerWorld: worldOf(place.collection) }),
		update(guis, dt, collection) {
			options.timers.update(worldOf(collection), dt);
			for (const gui of [...guis]) gui.update(dt);
		},
		lateUpdate(guis, dt) {
			for (const gui of [...guis]) gui.lateUpdate(dt);
		},
	};
}
