import type { Channel } from './animation/animator.ts';
import { type Euler, eulerOf, quatOfEuler } from './euler.ts';
import { type Hash, hashOf } from './hash.ts';
import type { Instance } from './instance.ts';
import type { PropertyValue } from './properties.ts';
import type { PropertyOptions, PropertyResult } from './property-table.ts';
import type { Transform } from './transform.ts';
import { Quat, Vector3, Vector4 } from './vector.ts';

/** Properties of every game object: the parts of its transform, whole and one number at a time. */
const VECTORS: ReadonlyMap<Hash, readonly [keyof Transform, keyof Transform, keyof Transform]> = new Map([
	[hashOf('position'), ['x', 'y', 'z']],
	[hashOf('scale'), ['sx', 'sy', 'sz']],
]);
const NUMBERS: ReadonlyMap<Hash, keyof Transform> = new Map([
	[hashOf('position.x'), 'x'],
	[hashOf('position.y'), 'y'],
	[hashOf('position.z'), 'z'],
	[hashOf('rotation.x'), 'rx'],
	[hashOf('rotation.y'), 'ry'],
	[hashOf('rotation.z'), 'rz'],
	[hashOf('rotation.w'), 'rw'],
	[hashOf('scale.x'), 'sx'],
	[hashOf('scale.y'), 'sy'],
	[hashOf('scale.z'), 'sz'],
]);
const ROTATION = hashOf('rotation');
const ROTATION_PARTS: readonly (keyof Transform)[] = ['rx', 'ry', 'rz', 'rw'];
const SCALE_XY = hashOf('scale.xy');
const EULER = hashOf('euler');
const EULER_PARTS: ReadonlyMap<Hash, keyof Euler> = new Map([
	[hashOf('euler.x'), 'x'],
	[hashOf('euler.y'), 'y'],
	[hashOf('euler.z'), 'z'],
]);

/** A property of a game object, or of one of its components when `fragment` names one. */
export function getProperty(
	instance: Instance,
	fragment: Hash | undefined,
	{ name, options }: { readonly name: Hash; readonly options?: PropertyOptions | undefined },
): PropertyValue | undefined {
	if (fragment) return instance.findComponent(fragment)?.component.getProperty?.(name, options);
	const { transform } = instance;
	const vector = VECTORS.get(name);
	if (vector) return new Vector3(transform[vector[0]], transform[vector[1]], transform[vector[2]]);
	const number = NUMBERS.get(name);
	if (number) return transform[number];
	if (name === ROTATION) return new Quat(transform.rx, transform.ry, transform.rz, transform.rw);
	const part = EULER_PARTS.get(name);
	if (part) return Math.fround(instanceEuler(instance)[part]);
	if (name !== EULER) return undefined;
	const { x, y, z } = instanceEuler(instance);
	return new Vector3(x, y, z);
}

/** Sets a property of a game object or of one of its components. */
export function setProperty(
	instance: Instance,
	fragment: Hash | undefined,
	{ name, value, options }: { name: Hash; value: PropertyValue; options?: PropertyOptions | undefined },
): PropertyResult {
	if (fragment) return instance.findComponent(fragment)?.component.setProperty?.(name, value, options) ?? 'not-found';
	const { transform } = instance;
	const vector = VECTORS.get(name);
	if (vector) {
		const from = typeof value === 'number' && vector[0] === 'sx' ? new Vector3(value, value, value) : value;
		if (!(from instanceof Vector3)) return 'wrong-type';
		transform[vector[0]] = from.x;
		transform[vector[1]] = from.y;
		transform[vector[2]] = from.z;
	} else if (name === ROTATION) {
		if (!(value instanceof Quat)) return 'wrong-type';
		setRotation(instance, value);
	} else if (name === EULER) {
		if (!(value instanceof Vector3 || value instanceof Vector4)) return 'wrong-type';
		setInstanceEuler(instance, { x: value.x, y: value.y, z: value.z });
	} else if (name === SCALE_XY) {
		if (!(value instanceof Vector3)) return 'wrong-type';
		transform.sx = value.x;
		transform.sy = value.y;
	} else {
		const number = NUMBERS.get(name);
		const part = EULER_PARTS.get(name);
		if (!number && !part) return 'not-found';
		if (typeof value !== 'number') return 'wrong-type';
		if (number) transform[number] = Math.fround(value);
		else if (part) setInstanceEuler(instance, { ...instanceEuler(instance), [part]: value });
	}
	instance.collection.markTransformsDirty();
	return 'ok';
}

/** The numbers of a property, for animation; `undefined` when it has none. */
export function propertyChannels(
	instance: Instance,
	fragment: Hash | undefined,
	name: Hash,
): readonly Channel[] | undefined {
	if (fragment) return instance.findComponent(fragment)?.component.channels?.(name);
	const number = NUMBERS.get(name);
	if (number) return [transformChannel(instance, number)];
	const fields = VECTORS.get(name) ?? (name === ROTATION ? ROTATION_PARTS : undefined);
	if (fields) return fields.map((field) => transformChannel(instance, field));
	if (name === SCALE_XY) return [transformChannel(instance, 'sx'), transformChannel(instance, 'sy')];
	const part = EULER_PARTS.get(name);
	if (part) return [eulerChannel(instance, part)];
	return name === EULER ? (['x', 'y', 'z'] as const).map((axis) => eulerChannel(instance, axis)) : undefined;
}

function transformChannel(instance: Instance, field: keyof Transform): Channel {
	const { transform, collection } = instance;
	return {
		get: () => transform[field],
		set: (value) => {
			transform[field] = Math.fround(value);
			collection.markTransformsDirty();
		},
	};
}

function eulerChannel(instance: Instance, part: keyof Euler): Channel {
	return {
		get: () => instanceEuler(instance)[part],
		set: (value) => {
			setInstanceEuler(instance, { ...instanceEuler(instance), [part]: value });
			instance.collection.markTransformsDirty();
		},
	};
}

export function setRotation({ transform }: Instance, { x, y, z, w }: Quat): void {
	transform.rx = x;
	transform.ry = y;
	transform.rz = z;
	transform.rw = w;
}

/**
 * Angles of a game object. Those that were set are given back as they were, 720° too, as long as nothing else turned it
 * since; a rotation alone could not tell them.
 */
function instanceEuler(instance: Instance): Euler {
	const { transform, euler } = instance;
	if (
		euler &&
		euler.rx === transform.rx &&
		euler.ry === transform.ry &&
		euler.rz === transform.rz &&
		euler.rw === transform.rw
	) {
		return euler.angles;
	}
	return eulerOf({ x: transform.rx, y: transform.ry, z: transform.rz, w: transform.rw });
}

function setInstanceEuler(instance: Instance, angles: Euler): void {
	const { x, y, z, w } = quatOfEuler(angles);
	const { transform } = instance;
	transform.rx = Math.fround(x);
	transform.ry = Math.fround(y);
	transform.rz = Math.fround(z);
	transform.rw = Math.fround(w);
	instance.euler = { angles, rx: transform.rx, ry: transform.ry, rz: transform.rz, rw: transform.rw };
}
