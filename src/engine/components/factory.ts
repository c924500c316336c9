import type { FactoryDescSchema } from '../../formats/index.ts';
import { createComponents } from '../collection-loader.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import type { Hash } from '../hash.ts';
import type { Instance } from '../instance.ts';
import type { PropertyValue } from '../properties.ts';
import type { MessageResource } from '../resources/message.ts';
import type { PrototypeResource } from '../resources/prototype.ts';
import type { Loaded, Resources } from '../resources.ts';
import type { Transform } from '../transform.ts';

/** Whether what a factory makes is in memory; the numbers are the engine's. */
export const FACTORY_STATUS = { UNLOADED: 0, LOADING: 1, LOADED: 2 } as const;

/** A resource a factory makes things of, loaded when it is first needed or when told to. */
export class FactoryPrototype<T> {
	path: string;
	readonly #builtPath: string;
	readonly isDynamic: boolean;
	readonly isReplaceable: boolean;
	readonly #resources: Resources;
	#loaded: Loaded<T> | undefined;
	/** A load that was asked for and not yet reported. */
	isLoading = false;

	constructor(
		desc: { readonly prototype: string; readonly loadDynamically: boolean; readonly dynamicPrototype: boolean },
		resources: Resources,
	) {
		this.path = desc.prototype;
		this.#builtPath = desc.prototype;
		this.isDynamic = desc.loadDynamically;
		this.isReplaceable = desc.dynamicPrototype;
		this.#resources = resources;
		if (!this.isDynamic) this.load();
	}

	get status(): number {
		if (this.isLoading) return FACTORY_STATUS.LOADING;
		return this.#loaded ? FACTORY_STATUS.LOADED : FACTORY_STATUS.UNLOADED;
	}

	load(): Loaded<T> {
		this.#loaded ??= this.#resources.get<T>(this.path);
		return this.#loaded;
	}

	unload(): void {
		if (this.#loaded) this.#resources.release(this.#loaded);
		this.#loaded = undefined;
		this.isLoading = false;
	}

	/** Another prototype, or the one it was built with. */
	replace(path: string | undefined): void {
		this.unload();
		this.path = path ?? this.#builtPath;
	}
}

/** A component that makes game objects of one prototype. */
export class Factory implements Component {
	readonly place: ComponentPlace;
	readonly prototype: FactoryPrototype<PrototypeResource>;

	constructor(place: ComponentPlace, prototype: FactoryPrototype<PrototypeResource>) {
		this.place = place;
		this.prototype = prototype;
	}

	/** Makes a game object in the factory's collection; it is initialised at once and takes part from the next frame. */
	create(
		transform: Partial<Transform>,
		properties: ReadonlyMap<Hash, PropertyValue>,
		wantedId?: Hash,
	): Instance | undefined {
		const { collection } = this.place;
		const prototype = this.prototype.load();
		const instance = wantedId ? collection.createInstance(wantedId) : collection.createNumberedInstance();
		if (!instance) return undefined;
		Object.assign(instance.transform, transform);
		collection.updateInstanceTransform(instance);
		createComponents(instance, prototype.value, [], properties);
		collection.initInstance(instance);
		collection.addToUpdate(instance);
		return instance;
	}

	destroy(): void {
		this.prototype.unload();
	}
}

export function createFactoryType(
	resources: Resources,
): ComponentType<MessageResource<typeof FactoryDescSchema>, Factory> {
	return {
		extension: 'factoryc',
		priority: 900,
		create: (place, { desc }) => new Factory(place, new FactoryPrototype(desc, resources)),
	};
}
