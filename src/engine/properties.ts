import type { PropertyDeclarations } from '../formats/index.ts';
import { type Hash, hashOfValue } from './hash.ts';
import { Matrix4 } from './matrix4.ts';
import { Url } from './url.ts';
import { Quat, Vector3, Vector4 } from './vector.ts';

/** The types a property can have; a text is what only some components give, such as a label's. */
export type PropertyValue = number | boolean | string | Hash | Url | Vector3 | Vector4 | Quat | Matrix4;

/** Values by name, as declared by a script with `go.property` or overridden where it is used. */
export type PropertyValues = ReadonlyMap<Hash, PropertyValue>;

/**
 * Values of compiled declarations. Entries of each type point into shared arrays of numbers, hashes and texts.
 *
 * Urls are kept as text and resolved by `resolveUrl`, because what they mean depends on where the component is.
 */
export function readProperties(
	declarations: PropertyDeclarations | undefined,
	resolveUrl: (text: string) => Url,
): Map<Hash, PropertyValue> {
	const values = new Map<Hash, PropertyValue>();
	if (!declarations) return values;
	const numbers = declarations.floatValues;
	const at = (index: number): number => numbers[index] ?? 0;
	for (const { id, index } of declarations.numberEntries) values.set(hashOfValue(id), at(index));
	for (const { id, index } of declarations.boolEntries) values.set(hashOfValue(id), at(index) !== 0);
	for (const { id, index } of declarations.hashEntries) {
		values.set(hashOfValue(id), hashOfValue(declarations.hashValues[index] ?? 0n));
	}
	for (const { id, index } of declarations.urlEntries) {
		values.set(hashOfValue(id), resolveUrl(declarations.stringValues[index] ?? ''));
	}
	for (const { id, index } of declarations.vector3Entries) {
		values.set(hashOfValue(id), new Vector3(at(index), at(index + 1), at(index + 2)));
	}
	for (const { id, index } of declarations.vector4Entries) {
		values.set(hashOfValue(id), new Vector4(at(index), at(index + 1), at(index + 2), at(index + 3)));
	}
	for (const { id, index } of declarations.quatEntries) {
		values.set(hashOfValue(id), new Quat(at(index), at(index + 1), at(index + 2), at(index + 3)));
	}
	return values;
}

/** A value of its own for every component: vectors and urls can be changed in place. */
export function copyProperty(value: PropertyValue): PropertyValue {
	if (value instanceof Vector3) return new Vector3(value.x, value.y, value.z);
	if (value instanceof Vector4) return new Vector4(value.x, value.y, value.z, value.w);
	if (value instanceof Quat) return new Quat(value.x, value.y, value.z, value.w);
	if (value instanceof Matrix4) return new Matrix4(value.m.slice());
	if (value instanceof Url) return new Url(value.socket, value.path, value.fragment);
	return value;
}

/** True when both are of the same property type, which setting requires. */
export function sameType(a: PropertyValue, b: PropertyValue): boolean {
	if (typeof a !== 'object' || typeof b !== 'object') return typeof a === typeof b;
	return a.constructor === b.constructor;
}
