import { type CollectionDesc, CollectionDescSchema, readMessage } from '../../formats/index.ts';
import type { Loaded, ResourceType } from '../resources.ts';
import type { PrototypeResource } from './prototype.ts';

/** A compiled collection with the prototypes of its game objects, in the order of its instances. */
export type CollectionResource = {
	readonly desc: CollectionDesc;
	readonly prototypes: readonly Loaded<PrototypeResource>[];
};

export const collectionType: ResourceType<CollectionResource> = {
	extension: 'collectionc',
	create(bytes, { path, load }) {
		const desc = readMessage(CollectionDescSchema, bytes, path);
		for (const resource of desc.propertyResources) load(resource);
		return { desc, prototypes: desc.instances.map((instance) => load<PrototypeResource>(instance.prototype)) };
	},
};
