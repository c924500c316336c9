import type { FactoryDescSchema } from '../../formats/index.ts';
import { createComponents } from '../collection-loader.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Instance } from '../instance.ts';
import type { PropertyValue } from '../properties.ts';
import type { MessageResource } from '../resources/message.ts';
import type { PrototypeResource } from '../resources/prototype.ts';
import type { Loaded, Resources } from '../resources.ts';
import type { Transform } from '../transform.ts';

/** A component that makes game objects of one prototype. */
export class Factory implements Component {
	readonly place: ComponentPlace;
	readonly #path: string;
	readonly #resources: Resources;
	#prototype: Loaded<PrototypeResource> | undefined;

	constructor(place: ComponentPlace, path: string, options: { resources: Resources; dynamic: boolean }) {
		this.place = place;
		this.#path = path;
		this.#resources = options.resources;
		if (!options.dynamic) this.#load();
	}

	/** Makes a game object in the factory's collection; it is initialised at once and takes part from the next frame. */
	create(transform: Partial<Transform>, properties: ReadonlyMap<Hash, PropertyValue>): Instance {
		const { collection } = this.place;
		const prototype = this.#load();
		let instance: Instance | undefined;
		while (!instance) instance = collection.createInstance(hashOf(`/instance${collection.nextInstanceIndex()}`));
		Object.assign(instance.transform, transform);
		createComponents(instance, prototype.value, [], properties);
		collection.updateTransforms();
		collection.initInstance(instance);
		collection.addToUpdate(instance);
		return instance;
	}

	destroy(): void {
		if (this.#prototype) this.#resources.release(this.#prototype);
		this.#prototype = undefined;
	}

	#load(): Loaded<PrototypeResource> {
		this.#prototype ??= this.#resources.get<PrototypeResource>(this.#path);
		return this.#prototype;
	}
}

export function createFactoryType(
	resources: Resources,
): ComponentType<MessageResource<typeof FactoryDescSchema>, Factory> {
	return {
		extension: 'factoryc',
		priority: 900,
		create: (place, { desc }) => new Factory(place, desc.prototype, { resources, dynamic: desc.loadDynamically }),
	};
}
