import { checkNumber, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { checkHash, checkQuat, checkUrl, checkVector3, isTrue } from '../arguments.ts';
import { getProperty, setProperty } from '../game-object-properties.ts';
import { Hash } from '../hash.ts';
import type { Instance } from '../instance.ts';
import type { PropertyValue } from '../properties.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { attachToParent } from '../set-parent.ts';
import { matrixRotation } from '../transform.ts';
import { Quat, Vector3 } from '../vector.ts';

/** Module `go`: game objects, where they are, what they are made of. */
export function createGoModule(host: ScriptHost): Record<string, HostFunction> {
	/** The game object at an address of the own collection; the own one for nil. */
	const instanceAt = (value: LuaValue, index: number): Instance => {
		const own = host.current();
		const { instance } = own.place;
		if (value === undefined) return instance;
		const url = checkUrl(value, index, own.url);
		if (url.socket !== own.url.socket) {
			luaError(`function called can only access instances within the same collection, not ${url.plainText()}`);
		}
		const found = url.path && instance.collection.find(url.path);
		return found ?? luaError(`Instance ${url.path?.text ?? ''} not found`);
	};

	return {
		get_id(path) {
			if (path === undefined) return host.current().place.instance.id;
			return checkUrl(path, 1, host.current().url).path;
		},
		exists(url) {
			const address = checkUrl(url, 1, host.current().url);
			return address.path !== undefined && host.collectionOf(address)?.find(address.path) !== undefined;
		},
		get_position(id) {
			const { x, y, z } = instanceAt(id, 1).transform;
			return new Vector3(x, y, z);
		},
		set_position(position, id) {
			const { x, y, z } = checkVector3(position, 1);
			const instance = instanceAt(id, 2);
			Object.assign(instance.transform, { x, y, z });
			instance.collection.markTransformsDirty();
		},
		get_rotation(id) {
			const { rx, ry, rz, rw } = instanceAt(id, 1).transform;
			return new Quat(rx, ry, rz, rw);
		},
		set_rotation(rotation, id) {
			const { x, y, z, w } = checkQuat(rotation, 1);
			const instance = instanceAt(id, 2);
			Object.assign(instance.transform, { rx: x, ry: y, rz: z, rw: w });
			instance.collection.markTransformsDirty();
		},
		get_scale(id) {
			const { sx, sy, sz } = instanceAt(id, 1).transform;
			return new Vector3(sx, sy, sz);
		},
		set_scale(scale, id) {
			const instance = instanceAt(id, 2);
			const { x, y, z } = typeof scale === 'number' ? new Vector3(scale, scale, scale) : checkVector3(scale, 1);
			Object.assign(instance.transform, { sx: x, sy: y, sz: z });
			instance.collection.markTransformsDirty();
		},
		get_scale_uniform(id) {
			const { sx, sy, sz } = instanceAt(id, 1).transform;
			return Math.max(sx, sy, sz);
		},
		get_world_position(id) {
			const { world } = instanceAt(id, 1);
			return new Vector3(world[12] as number, world[13] as number, world[14] as number);
		},
		get_world_rotation(id) {
			const { world } = instanceAt(id, 1);
			const [sx, sy, sz] = worldScale(world);
			return new Quat(...matrixRotation(world, sx, sy, sz));
		},
		get_world_scale(id) {
			return new Vector3(...worldScale(instanceAt(id, 1).world));
		},
		get_parent(id) {
			return instanceAt(id, 1).parent?.id;
		},
		set_parent(id, parentId, keepWorld) {
			const instance = instanceAt(id, 1);
			const parent = parentId === undefined ? undefined : instanceAt(parentId, 2);
			if (!attachToParent(instance, parent, isTrue(keepWorld))) {
				luaError(
					`go.set_parent cannot make ${parent?.id.text} the parent of ${instance.id.text}, it is one of its children`,
				);
			}
		},
		delete(id, recursive) {
			// The second argument alone, as in go.delete(true), deletes the own game object with its children.
			const targets = typeof id === 'boolean' ? undefined : id;
			const withChildren = typeof id === 'boolean' ? id : isTrue(recursive);
			if (targets instanceof LuaTable) {
				for (const [, value] of targets.entries()) remove(instanceAt(value, 1), withChildren);
				return;
			}
			remove(instanceAt(targets, 1), withChildren);
		},
		get(url, property) {
			const own = host.current().url;
			const address = checkUrl(url, 1, own);
			const name = checkHash(property, 2);
			const instance = address.path && host.collectionOf(address)?.find(address.path);
			if (!instance) return luaError(`could not find any instance with id '${address.path?.text ?? ''}'.`);
			const value = getProperty(instance, address.fragment, name);
			return value ?? luaError(`'${address.plainText()}' does not have any property called '${name.text}'`);
		},
		set(url, property, value) {
			const own = host.current().url;
			const address = checkUrl(url, 1, own);
			const name = checkHash(property, 2);
			const instance = address.path && host.collectionOf(address)?.find(address.path);
			if (!instance) luaError(`could not find any instance with id '${address.path?.text ?? ''}'.`);
			if (!setProperty(instance, address.fragment, { name, value: checkProperty(value) })) {
				luaError(`'${address.plainText()}' does not have any property called '${name.text}' of that type`);
			}
		},
		property() {
			// Read when the project was built; what is left in a source that keeps the call does nothing.
		},
	};
}

function remove(instance: Instance, recursive: boolean): void {
	instance.collection.delete(instance, recursive);
}

function checkProperty(value: LuaValue): PropertyValue {
	if (typeof value === 'number' || typeof value === 'boolean' || value instanceof Hash) return value;
	if (value !== null && typeof value === 'object') return value as PropertyValue;
	checkNumber(value, 3);
	return luaError('go.set: a property is a number, boolean, hash, url, vector or quaternion');
}

function worldScale(world: Float32Array): [number, number, number] {
	const length = (at: number): number =>
		Math.fround(Math.hypot(world[at] as number, world[at + 1] as number, world[at + 2] as number));
	return [length(0), length(4), length(8)];
}
