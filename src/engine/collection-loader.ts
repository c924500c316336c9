import type { ComponentPropertyDesc, InstanceDesc } from '../formats/index.ts';
import { Collection, type CollectionHost } from './collection.ts';
import type { ComponentType } from './component.ts';
import { EngineError } from './error.ts';
import { type Hash, hashOf } from './hash.ts';
import type { Instance } from './instance.ts';
import { copyProperty, type PropertyValues, readProperties } from './properties.ts';
import type { CollectionResource } from './resources/collection.ts';
import type { PrototypeResource } from './resources/prototype.ts';
import { attachToParent } from './set-parent.ts';
import {
	composeMatrix,
	decomposeMatrix,
	identityTransform,
	multiplyMatrix,
	multiplyMatrixNoScaleZ,
	type Transform,
} from './transform.ts';
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

function fill(collection: Collection, resource: CollectionResource, path: string): void {
	createInstances(collection, resource, { path, prefix: '' });
}

type SpawnOptions = {
	readonly path: string;
	/** Put before every id. */
	readonly prefix: string;
	/** Of game objects without a parent: what their own is relative to. */
	readonly transform?: Partial<Transform>;
	/** By id as in the file. */
	readonly properties?: ReadonlyMap<Hash, PropertyValues>;
};

function createInstances(
	collection: Collection,
	{ desc, prototypes }: CollectionResource,
	{ path, prefix, transform, properties }: SpawnOptions,
): Instance[] {
	const created = desc.instances.map((item) => {
		const instance = collection.createInstance(hashOf(prefix + item.id));
		if (!instance) {
			throw new EngineError('invalid-resource', `${path}: two instances have the id '${prefix}${item.id}'`, {
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
			const child = collection.find(hashOf(prefix + absoluteChild(item.id, childId)));
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
	if (transform) for (const instance of created) if (!instance.parent) placeUnder(instance, transform);
	for (const instance of created) collection.updateInstanceTransform(instance);
	desc.instances.forEach((item, at) => {
		const prototype = prototypes[at];
		const given = properties?.get(hashOf(item.id));
		if (prototype) createComponents(created[at] as Instance, prototype.value, item.componentProperties, given);
	});
	return created;
}

/** Places a game object relative to where all of a spawned collection goes. */
function placeUnder(instance: Instance, given: Partial<Transform>): void {
	const above = new Float32Array(16);
	const own = new Float32Array(16);
	const out = new Float32Array(16);
	composeMatrix(above, { ...identityTransform(), ...given });
	composeMatrix(own, instance.transform);
	if (instance.scaleAlongZ) multiplyMatrix(out, above, own);
	else multiplyMatrixNoScaleZ(out, above, own);
	decomposeMatrix(instance.transform, out);
}

/** Makes the game objects of a collection inside a running one; gives their ids by those in the file. */
export function spawnCollection(
	collection: Collection,
	resource: CollectionResource,
	options: Omit<SpawnOptions, 'prefix'>,
): Map<Hash, Hash> {
	const prefix = `/collection${collection.nextCollectionIndex()}`;
	const created = createInstances(collection, resource, { ...options, prefix });
	const ids = new Map<Hash, Hash>();
	resource.desc.instances.forEach((item, at) => {
		ids.set(hashOf(item.id), (created[at] as Instance).id);
	});
	for (const instance of created) collection.initInstance(instance);
	for (const instance of created) collection.addToUpdate(instance);
	return ids;
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

const NO_PROPERTIES: PropertyValues = new Map();

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
	given: PropertyValues = NO_PROPERTIES,
): void {
	const { collection } = instance;
	for (const { desc, id, extension, resource } of prototype.components) {
		const type = collection.host.componentTypeOf(extension);
		if (!type || !resource) {
			collection.host.log({
				severity: 'warning',
				domain: 'GAMEOBJECT',
				message: `${desc.component}: there is no component type '${extension}'; the component is left out`,
			});
			continue;
		}
		const url = new Url(collection.name, instance.id, id);
		const override = overrides.length > 0 ? overrides.find((item) => item.id === desc.id) : undefined;
		let properties = NO_PROPERTIES;
		if (desc.propertyDecls || override || given.size > 0) {
			const resolve = (text: string): Url => parseUrl(text, url);
			const all = readProperties(desc.propertyDecls, resolve);
			for (const [name, value] of readProperties(override?.propertyDecls, resolve)) all.set(name, value);
			for (const [name, value] of given) all.set(name, copyProperty(value));
			properties = all;
		}
		attach(instance, type, { id, url, resource: resource.value, properties });
	}
}

function attach(
	instance: Instance,
	type: ComponentType,
	item: { id: Hash; url: Url; resource: unknown; properties: PropertyValues },
): void {
	const { id, url, resource, properties } = item;
	const component = type.create({ collection: instance.collection, instance, id, url }, resource, properties);
	instance.components.push({ id, type, component });
}
