import { type Hash, hashOf } from './hash.ts';
import type { Instance } from './instance.ts';
import type { PropertyValue } from './properties.ts';
import type { Transform } from './transform.ts';
import { Quat, Vector3 } from './vector.ts';

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

/** A property of a game object, or of one of its components when `fragment` names one. */
export function getProperty(instance: Instance, fragment: Hash | undefined, name: Hash): PropertyValue | undefined {
	if (fragment) return instance.findComponent(fragment)?.component.getProperty?.(name);
	const { transform } = instance;
	const vector = VECTORS.get(name);
	if (vector) return new Vector3(transform[vector[0]], transform[vector[1]], transform[vector[2]]);
	const number = NUMBERS.get(name);
	if (number) return transform[number];
	return name === ROTATION ? new Quat(transform.rx, transform.ry, transform.rz, transform.rw) : undefined;
}

/** Sets a property; false when there is none of that name and type. */
export function setProperty(
	instance: Instance,
	fragment: Hash | undefined,
	{ name, value }: { name: Hash; value: PropertyValue },
): boolean {
	if (fragment) return instance.findComponent(fragment)?.component.setProperty?.(name, value) ?? false;
	const { transform } = instance;
	instance.collection.markTransformsDirty();
	const vector = VECTORS.get(name);
	if (vector) {
		const from = typeof value === 'number' ? new Vector3(value, value, value) : value;
		if (!(from instanceof Vector3)) return false;
		transform[vector[0]] = from.x;
		transform[vector[1]] = from.y;
		transform[vector[2]] = from.z;
		return true;
	}
	const number = NUMBERS.get(name);
	if (number && typeof value === 'number') {
		transform[number] = Math.fround(value);
		return true;
	}
	if (name !== ROTATION || !(value instanceof Quat)) return false;
	Object.assign(transform, { rx: value.x, ry: value.y, rz: value.z, rw: value.w });
	return true;
}
