import { type ComponentDesc, PrototypeDescSchema, readMessage } from '../../formats/index.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Loaded, ResourceType } from '../resources.ts';

export type PrototypeComponent = {
	readonly desc: ComponentDesc;
	readonly id: Hash;
	readonly extension: string;
	readonly resource: Loaded | undefined;
};

/** A compiled game object: its components with their resources. */
export type PrototypeResource = {
	/** Without a resource: of a type that only a native extension knows. */
	readonly components: readonly PrototypeComponent[];
};

export const prototypeType: ResourceType<PrototypeResource> = {
	extension: 'goc',
	create(bytes, { path, load, knows }) {
		const desc = readMessage(PrototypeDescSchema, bytes, path);
		for (const resource of desc.propertyResources) load(resource);
		return {
			components: desc.components.map((component) => ({
				desc: component,
				id: hashOf(component.id),
				extension: component.component.slice(component.component.lastIndexOf('.') + 1),
				resource: knows(component.component) ? load(component.component) : undefined,
			})),
		};
	},
};
