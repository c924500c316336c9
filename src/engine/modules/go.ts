import {
	checkFunction,
	checkInteger,
	checkNumber,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
	optNumber,
} from '../../lua/index.ts';
import { PLAYBACK } from '../animation/animator.ts';
import { EASINGS, easingOf } from '../animation/easing.ts';
import { checkHash, checkQuat, checkUrl, checkVector3, isTrue } from '../arguments.ts';
import { getProperty, propertyChannels, setProperty, setRotation } from '../game-object-properties.ts';
import { transformPoint } from '../gui/node-matrix.ts';
import type { Hash } from '../hash.ts';
import type { Instance } from '../instance.ts';
import { Matrix4 } from '../matrix4.ts';
import type { ScriptHost } from '../script/script-host.ts';
import type { PlacedScript } from '../script/script-instance.ts';
import { attachToParent } from '../set-parent.ts';
import { invertMatrix, matrixRotation } from '../transform.ts';
import type { Url } from '../url.ts';
import { Quat, Vector3 } from '../vector.ts';
import { checkPropertyValue, numbersOf, propertyError, propertyOptions } from './property-arguments.ts';

/** Module `go`: game objects, where they are, what they are made of. */
export function createGoModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const self = (): PlacedScript => {
		const instance = host.current();
		if (instance.kind === 'script') return instance;
		return luaError('You can only access go.* functions and values from a script instance (.script file)');
	};

	/** The game object at an address of the own collection; the own one for nil. */
	const instanceAt = (value: LuaValue, index: number): Instance => {
		const own = self();
		const { instance } = own.place;
		if (value === undefined) return instance;
		const url = checkUrl(value, index, own.url);
		if (url.socket !== own.url.socket) {
			luaError(`function called can only access instances within the same collection, not ${url.plainText()}`);
		}
		const found = url.path && instance.collection.find(url.path);
		return found ?? luaError(`Instance ${url.path?.text ?? 'null'} not found`);
	};

	/** The address and the game object of a property, in any collection. */
	const ownerOf = (value: LuaValue): { url: Url; instance: Instance } => {
		const url = checkUrl(value, 1, self().url);
		const instance = url.path && host.collectionOf(url)?.find(url.path);
		if (!instance) luaError(`could not find any instance with id '${url.path?.text ?? ''}'.`);
		if (url.fragment && !instance.findComponent(url.fragment)) {
			luaError(`could not find component '${url.fragment.text}' when resolving '${url.plainText()}'`);
		}
		return { url, instance };
	};

	const changed = ({ collection }: Instance): void => collection.markTransformsDirty();

	return {
		...Object.fromEntries(EASINGS.map(([name, value]) => [`EASING_${name}`, value])),
		...Object.fromEntries(Object.entries(PLAYBACK).map(([name, value]) => [`PLAYBACK_${name}`, value])),
		get_id(path) {
			if (path === undefined) return self().place.instance.id;
			return checkUrl(path, 1, self().url).path;
		},
		exists(url) {
			const address = checkUrl(url, 1, self().url);
			return address.path !== undefined && host.collectionOf(address)?.find(address.path) !== undefined;
		},
		get_position(id) {
			const { x, y, z } = instanceAt(id, 1).transform;
			return new Vector3(x, y, z);
		},
		set_position(position, id) {
			const { x, y, z } = checkVector3(position, 1);
			const instance = instanceAt(id, 2);
			const { transform } = instance;
			transform.x = x;
			transform.y = y;
			transform.z = z;
			changed(instance);
		},
		get_rotation(id) {
			const { rx, ry, rz, rw } = instanceAt(id, 1).transform;
			return new Quat(rx, ry, rz, rw);
		},
		set_rotation(rotation, id) {
			const instance = instanceAt(id, 2);
			setRotation(instance, checkQuat(rotation, 1));
			changed(instance);
		},
		get_scale(id) {
			const { sx, sy, sz } = instanceAt(id, 1).transform;
			return new Vector3(sx, sy, sz);
		},
		// The name it had until scales were vectors everywhere.
		get_scale_vector(id) {
			const { sx, sy, sz } = instanceAt(id, 1).transform;
			return new Vector3(sx, sy, sz);
		},
		set_scale(scale, id) {
			const instance = instanceAt(id, 2);
			const { x, y, z } = typeof scale === 'number' ? new Vector3(scale, scale, scale) : checkVector3(scale, 1);
			Object.assign(instance.transform, { sx: x, sy: y, sz: z });
			changed(instance);
		},
		set_scale_xy(scale, id) {
			const instance = instanceAt(id, 2);
			const { x, y } = typeof scale === 'number' ? new Vector3(scale, scale, scale) : checkVector3(scale, 1);
			Object.assign(instance.transform, { sx: x, sy: y });
			changed(instance);
		},
		get_scale_uniform(id) {
			const { sx, sy, sz } = instanceAt(id, 1).transform;
			return Math.min(sx, sy, sz);
		},
		get_world_position(id) {
			const { world } = instanceAt(id, 1);
			return new Vector3(world[12] as number, world[13] as number, world[14] as number);
		},
		get_world_rotation(id) {
			const { world } = instanceAt(id, 1);
			const [sx, sy, sz] = worldScale(world);
			return new Quat(...matrixRotation(world, sx || 1, sy || 1, sz || 1));
		},
		get_world_scale(id) {
			return new Vector3(...worldScale(instanceAt(id, 1).world));
		},
		get_world_scale_uniform(id) {
			return Math.min(...worldScale(instanceAt(id, 1).world));
		},
		get_world_transform(id) {
			return new Matrix4(instanceAt(id, 1).world.slice());
		},
		update_world_transform(id) {
			instanceAt(id, 1).collection.updateTransforms();
		},
		world_to_local_position(position, id) {
			const { x, y, z } = checkVector3(position, 1);
			const { world } = instanceAt(id, 2);
			const inverse = new Float32Array(16);
			if (!invertMatrix(inverse, world)) luaError('the game object has a scale of zero');
			return transformPoint(inverse, x, y, z);
		},
		world_to_local_transform(transform, id) {
			if (!(transform instanceof Matrix4)) luaError('go.world_to_local_transform takes a matrix4');
			const inverse = new Float32Array(16);
			if (!invertMatrix(inverse, instanceAt(id, 2).world)) luaError('the game object has a scale of zero');
			const local = new Matrix4(inverse);
			return local.mul(local, transform);
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
			removeAll(targets, withChildren);
		},
		// The name for tables until go.delete took them.
		delete_all(ids) {
			if (ids !== undefined) removeAll(ids, false);
		},
		get(target, property, options) {
			const { url, instance } = ownerOf(target);
			const name = checkHash(property, 2);
			const value = getProperty(instance, url.fragment, { name, options: propertyOptions(options, 3) });
			return value ?? propertyError('not-found', url.plainText(), name);
		},
		set(target, property, value, options) {
			const { url, instance } = ownerOf(target);
			const name = checkHash(property, 2);
			const settings = propertyOptions(options, 4);
			if (value instanceof LuaTable) {
				// A table sets the values of an array, one after another.
				for (let index = 1; value.get(index) !== undefined; index++) {
					const item = checkPropertyValue(value.get(index));
					const result = setProperty(instance, url.fragment, { name, value: item, options: { ...settings, index } });
					if (result !== 'ok') propertyError(result, url.plainText(), name);
				}
				return;
			}
			const change = { name, value: checkPropertyValue(value), options: settings };
			const result = setProperty(instance, url.fragment, change);
			if (result !== 'ok') propertyError(result, url.plainText(), name);
		},
		animate(target, property, playback, to, easing, duration, delay, done) {
			const { url, instance } = ownerOf(target);
			const name = checkHash(property, 2);
			const mode = checkInteger(playback, 3);
			if (mode < PLAYBACK.NONE || mode > PLAYBACK.LOOP_PINGPONG)
				luaError('invalid playback mode when starting an animation');
			const channels = propertyChannels(instance, url.fragment, name);
			if (!channels) {
				const value = getProperty(instance, url.fragment, { name });
				if (value === undefined) propertyError('not-found', url.plainText(), name);
				luaError(`the property '${name.text}' of '${url.plainText()}' cannot be animated`);
			}
			const curve = easingOf(easing) ?? luaError('easing must be either an easing constant or a vmath.vector');
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 8));
			instance.collection.animator.start({
				owner: ownerKey(instance, url.fragment),
				name,
				channels,
				to: numbersOf(to, channels.length, 4),
				playback: mode,
				easing: curve,
				duration: Math.max(0, checkNumber(duration, 6)),
				delay: Math.max(0, optNumber(delay, 7, 0)),
				done: callback && (() => callback.call(url, name)),
			});
		},
		cancel_animations(target, property) {
			const { url, instance } = ownerOf(target);
			const key = ownerKey(instance, url.fragment);
			const name = property === undefined ? undefined : checkHash(property, 2);
			instance.collection.animator.cancel(({ owner, name: running }) => {
				if (owner !== key) return false;
				return !name || running === name || (running as Hash).text.startsWith(`${name.text}.`);
			});
		},
		property() {
			// Read when the project was built; what is left in a source that keeps the call does nothing.
		},
	};

	function removeAll(target: LuaValue, withChildren: boolean): void {
		if (target instanceof LuaTable) {
			for (const [, value] of target.entries()) remove(instanceAt(value, 1), withChildren);
		} else remove(instanceAt(target, 1), withChildren);
	}
}

/** What identifies the animations of a game object or of one of its components. */
function ownerKey(instance: Instance, fragment: Hash | undefined): object {
	return (fragment && instance.findComponent(fragment)?.component) ?? instance;
}

function remove(instance: Instance, recursive: boolean): void {
	instance.collection.delete(instance, recursive);
}

function worldScale(world: Float32Array): [number, number, number] {
	const length = (at: number): number =>
		Math.fround(Math.hypot(world[at] as number, world[at + 1] as number, world[at + 2] as number));
	return [length(0), length(4), length(8)];
}
