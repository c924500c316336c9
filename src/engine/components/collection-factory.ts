import type { CollectionFactoryDescSchema } from '../../formats/index.ts';
import { spawnCollection } from '../collection-loader.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import type { Hash } from '../hash.ts';
import type { PropertyValue } from '../properties.ts';
import type { CollectionResource } from '../resources/collection.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Resources } from '../resources.ts';
import type { Transform } from '../transform.ts';
import { FactoryPrototype } from './factory.ts';

/** A component that makes all game objects of a collection inside its own. */
export class CollectionFactory implements Component {
	readonly place: ComponentPlace;
	readonly prototype: FactoryPrototype<CollectionResource>;

	constructor(place: ComponentPlace, prototype: FactoryPrototype<CollectionResource>) {
		this.place = place;
		this.prototype = prototype;
	}

	/** Makes them; gives their ids by the ids they have in the collection's file. */
	create(
		transform: Partial<Transform>,
		properties: ReadonlyMap<Hash, ReadonlyMap<Hash, PropertyValue>>,
	): Map<Hash, Hash> {
		const loaded = this.prototype.load();
		return spawnCollection(this.place.collection, loaded.value, { path: loaded.path, transform, properties });
	}

	destroy(): void {
		this.prototype.unload();
	}
}

export function createCollectionFactoryType(
	resources: Resources,
): ComponentType<MessageResource<typeof CollectionFactoryDescSchema>, CollectionFactory> {
	return {
		extension: 'collectionfactoryc',
		priority: 950,
		create: (place, { desc }) => new CollectionFactory(place, new FactoryPrototype(desc, resources)),
	};
}
