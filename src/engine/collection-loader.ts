import type { ComponentPropertyDesc, InstanceDesc } from '../formats/index.ts';
import { Collection, type CollectionHost } from './collection.ts';
import type { ComponentType } from './component.ts';
import { EngineError } from './error.ts';
import { type Hash, hashOf } from './hash.ts';
import type { Instance } from './instance.ts';
import { copyProperty, type PropertyValue, type PropertyValues, readProperties } from './properties.ts';
import type { CollectionResource } from './resources/collection.ts';
import type { PrototypeResource } from './resources/prototype.ts';
import { attachToParent } from './set-parent.ts';
import type { Transform } from './transform.ts';
import { parseUrl, Url } from './url.ts';

/**
 * Makes a running collection of a compiled one: game objects, hierarchy, components with their properties.
 *
 * @throws EngineError `invalid-resource` when its name is taken by a running collection or two instances share an id
 */
export function createCollection(resource: CollectionResource, path: string, host: CollectionHost): Collection {
	const { desc } = resource;
	const name = hashOf(desc.name);
	const socket = host.sockets.open(name);
	if (!socket) {
		throw new EngineError(
			'invalid-resource',
			`The collection '${desc.name}' could not be created since there is already a socket with the same name.`,
			{ data: { path, name: desc.name } },
		);
	}
	const collection = new Collection(name, socket, host);
	try {
		fill(collection, resource, path);
	} catch (error) {
		collection.destroy();
		throw error;
	}
	return collection;
}

function fill(collection: Collection, { desc, prototypes }: CollectionResource, path: string): void {
	const created = desc.instances.map((item) => {
		const instance = collection.createInstance(hashOf(item.id));
		if (!instance) {
			throw new EngineError('invalid-resource', `${path}: two instances have the id '${item.id}'`, {
				data: { path, id: item.id },
			});
		}
		instance.scaleAlongZ = desc.scaleAlongZ !== 0;
		readTransform(instance.transform, item);
		return instance;
	});
	desc.instances.forEach((item, at) => {
		const parent = created[at];
		for (const childId of item.children) {
			const child = collection.find(hashOf(absoluteChild(item.id, childId)));
			if (child) attachToParent(child, parent);
			else {
				collection.host.log({
					severity: 'error',
					domain: 'GAMEOBJECT',
					message: `Child not found: ${childId}`,
				});
			}
		}
	});
	collection.updateTransforms();
	desc.instances.forEach((item, at) => {
		const prototype = prototypes[at];
		if (prototype) createComponents(created[at] as Instance, prototype.value, item.componentProperties);
	});
}

/** Children are named by absolute id since ids are; a name without "/" is beside its parent. */
function absoluteChild(parentId: string, childId: string): string {
	if (childId.startsWith('/')) return childId;
	return `${parentId.slice(0, parentId.lastIndexOf('/') + 1)}${childId}`;
}

function readTransform(out: Transform, item: InstanceDesc): void {
	const { position, rotation, scale3 } = item;
	if (position) {
		out.x = position.x;
		out.y = position.y;
		out.z = position.z;
	}
	if (rotation) {
		out.rx = rotation.x;
		out.ry = rotation.y;
		out.rz = rotation.z;
		out.rw = rotation.w;
	}
	// Older content has one scale for all axes; the newer field counts where both are.
	const uniform = item.scale;
	out.sx = scale3?.x || uniform;
	out.sy = scale3?.y || uniform;
	out.sz = scale3?.z || uniform;
}

/**
 * The components of a prototype in a game object.
 *
 * `overrides` are the properties set where a collection uses it; `given` those that a factory was called with, which go to
 * every script that has a property of that name.
 */
export function createComponents(
	instance: Instance,
	prototype: PrototypeResource,
	overrides: readonly ComponentPropertyDesc[],
	given: PropertyValues = new Map(),
): void {
	const { collection } = instance;
	for (const { desc, resource } of prototype.components) {
		const id = hashOf(desc.id);
		const extension = resource.path.slice(resource.path.lastIndexOf('.') + 1);
		const type = collection.host.componentTypes.find((candidate) => candidate.extension === extension);
		if (!type) {
			collection.host.log({
				severity: 'warning',
				domain: 'GAMEOBJECT',
				message: `${resource.path}: there is no component type '${extension}'; the component is left out`,
			});
			continue;
		}
		const url = new Url(collection.name, instance.id, id);
		const properties = new Map<Hash, PropertyValue>();
		const resolve = (text: string): Url => parseUrl(text, url);
		for (const [name, value] of readProperties(desc.propertyDecls, resolve)) properties.set(name, value);
		const override = overrides.find((item) => item.id === desc.id);
		for (const [name, value] of readProperties(override?.propertyDecls, resolve)) properties.set(name, value);
		for (const [name, value] of given) properties.set(name, value);
		attach(instance, type, { id, url, resource: resource.value, properties });
	}
}

function attach(
	instance: Instance,
	type: ComponentType,
	item: { id: Hash; url: Url; resource: unknown; properties: Map<Hash, PropertyValue> },
): void {
	const { id, url, resource, properties } = item;
	for (const [name, value] of properties) properties.set(name, copyProperty(value));
	const component = type.create({ collection: instance.collection, instance, id, url }, resource, properties);
	instance.components.push({ id, type, component });
}
