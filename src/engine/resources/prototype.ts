import { type ComponentDesc, PrototypeDescSchema, readMessage } from '../../formats/index.ts';
import type { Loaded, ResourceType } from '../resources.ts';

/** A compiled game object: its components with their resources. */
export type PrototypeResource = {
	readonly components: readonly { readonly desc: ComponentDesc; readonly resource: Loaded }[];
};

export const prototypeType: ResourceType<PrototypeResource> = {
	extension: 'goc',
	create(bytes, { path, load }) {
		const desc = readMessage(PrototypeDescSchema, bytes, path);
		for (const resource of desc.propertyResources) load(resource);
		return {
			components: desc.components.map((component) => ({ desc: component, resource: load(component.component) })),
		};
	},
};
