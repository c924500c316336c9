import type { Channel } from './animation/animator.ts';
import { Hash, hashOf } from './hash.ts';
import { Matrix4 } from './matrix4.ts';
import type { PropertyValue } from './properties.ts';
import { Quat, Vector3, Vector4 } from './vector.ts';

/** What setting a property came to. */
export type PropertyResult = 'ok' | 'not-found' | 'wrong-type' | 'read-only';

/** Which of several values of one name is meant. */
export type PropertyOptions = { readonly index?: number; readonly key?: Hash };

type Access<C> = {
	get(component: C, options?: PropertyOptions): PropertyValue | undefined;
	set?(component: C, value: PropertyValue, options?: PropertyOptions): PropertyResult;
	channels?(component: C): readonly Channel[];
};

/** The properties of a component type, by name; parts of vectors (`size.x`) are found as well. */
export type PropertyTable<C> = {
	get(component: C, name: Hash, options?: PropertyOptions): PropertyValue | undefined;
	set(
		component: C,
		name: Hash,
		change: { readonly value: PropertyValue; readonly options?: PropertyOptions },
	): PropertyResult;
	/** The numbers of a property, for animation; `undefined` when it has none or cannot be set. */
	channels(component: C, name: Hash): readonly Channel[] | undefined;
};

/** A property of one type component. */
export type PropertySpec<C> = (name: string, add: (name: string, access: Access<C>) => void) => void;

/** A number. Without `set` it can only be read. */
export function numberProperty<C>(get: (c: C) => number, set?: (c: C, value: number) => void): PropertySpec<C> {
	return (name, add) =>
		add(name, {
			get,
			set: set
				? (c, value) => {
						if (typeof value !== 'number') return 'wrong-type';
						set(c, value);
						return 'ok';
					}
				: () => 'read-only',
			...(set ? { channels: (c: C) => [{ get: () => get(c), set: (value: number) => set(c, value) }] } : {}),
		});
}

/** A hash, such as an animation or a resource. */
export function hashProperty<C>(
	get: (c: C) => Hash | undefined,
	set?: (c: C, value: Hash) => PropertyResult,
): PropertySpec<C> {
	return (name, add) =>
		add(name, {
			get: (c) => get(c) ?? NO_HASH,
			set: set ? (c, value) => (value instanceof Hash ? set(c, value) : 'wrong-type') : () => 'read-only',
		});
}

const NO_HASH = hashOf('');

type Vector = Vector3 | Vector4 | Quat;
type Part = 'x' | 'y' | 'z' | 'w';

const partOf = (vector: Vector, part: Part): number => (vector as Vector4)[part];
const setPart = (vector: Vector, part: Part, value: number): void => {
	(vector as Vector4)[part] = Math.fround(value);
};

/** A vector that the component keeps as an object and changes in place. Without `changed` it can only be read. */
export function vectorProperty<C>(
	vectorOf: (c: C) => Vector | undefined,
	changed?: (c: C) => void,
	parts: readonly Part[] = ['x', 'y', 'z', 'w'],
): PropertySpec<C> {
	const set = (c: C, value: PropertyValue): PropertyResult => {
		if (!changed) return 'read-only';
		const vector = vectorOf(c);
		if (!vector) return 'not-found';
		if (!(value instanceof Vector3 || value instanceof Vector4 || value instanceof Quat)) return 'wrong-type';
		if (vector instanceof Quat !== value instanceof Quat) return 'wrong-type';
		for (const part of parts) if (part in value && part in vector) setPart(vector, part, partOf(value, part));
		changed(c);
		return 'ok';
	};
	const channel = (c: C, part: Part): Channel => {
		const vector = vectorOf(c) as Vector;
		return {
			get: () => partOf(vector, part),
			set: (value) => {
				setPart(vector, part, value);
				changed?.(c);
			},
		};
	};
	return (name, add) => {
		add(name, {
			get: (c) => copyVector(vectorOf(c)),
			set,
			channels: (c) => {
				const vector = vectorOf(c);
				return vector && changed ? parts.filter((part) => part in vector).map((part) => channel(c, part)) : [];
			},
		});
		for (const part of parts) {
			add(`${name}.${part}`, {
				get: (c) => {
					const vector = vectorOf(c);
					return vector && part in vector ? partOf(vector, part) : undefined;
				},
				set: (c, value) => {
					const vector = vectorOf(c);
					if (!vector || !(part in vector)) return 'not-found';
					if (!changed) return 'read-only';
					if (typeof value !== 'number') return 'wrong-type';
					setPart(vector, part, value);
					changed(c);
					return 'ok';
				},
				channels: (c) => {
					const vector = vectorOf(c);
					return vector && changed && part in vector ? [channel(c, part)] : [];
				},
			});
		}
	};
}

function copyVector(vector: Vector | undefined): PropertyValue | undefined {
	if (vector instanceof Vector3) return new Vector3(vector.x, vector.y, vector.z);
	if (vector instanceof Vector4) return new Vector4(vector.x, vector.y, vector.z, vector.w);
	if (vector instanceof Quat) return new Quat(vector.x, vector.y, vector.z, vector.w);
	return undefined;
}

/** Values under any name, such as the constants of a material. */
export type NamedConstants = {
	readonly constants: ReadonlyMap<Hash, (Vector4 | Matrix4)[]>;
};

/** Makes the table of a component type. `constantsOf` are looked at when no property has the name. */
export function propertyTable<C>(
	specs: Readonly<Record<string, PropertySpec<C>>>,
	constantsOf?: (c: C) => NamedConstants | undefined,
): PropertyTable<C> {
	const byName = new Map<Hash, Access<C>>();
	for (const [name, spec] of Object.entries(specs)) spec(name, (full, access) => byName.set(hashOf(full), access));
	const constant = constantsOf ? constantAccess(constantsOf) : undefined;
	const find = (component: C, name: Hash): Access<C> | undefined =>
		byName.get(name) ?? (constant?.has(component, name) ? constant.access(name) : undefined);
	return {
		get: (component, name, options) => find(component, name)?.get(component, options),
		set: (component, name, { value, options }) =>
			find(component, name)?.set?.(component, value, options) ?? 'not-found',
		channels(component, name) {
			const channels = find(component, name)?.channels?.(component);
			return channels && channels.length > 0 ? channels : undefined;
		},
	};
}

const PARTS = new Map<string, Part>([
	['.x', 'x'],
	['.y', 'y'],
	['.z', 'z'],
	['.w', 'w'],
]);

function constantAccess<C>(constantsOf: (c: C) => NamedConstants | undefined): {
	has(component: C, name: Hash): boolean;
	access(name: Hash): Access<C>;
} {
	/** The constant of a name, or of the name before `.x`. */
	const split = (name: Hash): { base: Hash; part: Part | undefined } => {
		const text = name.knownText;
		const part = text === undefined ? undefined : PARTS.get(text.slice(-2));
		return part && text ? { base: hashOf(text.slice(0, -2)), part } : { base: name, part: undefined };
	};
	const constantOf = (
		c: C,
		name: Hash,
		options?: PropertyOptions,
	): { value: Vector4 | Matrix4; part: Part | undefined } | undefined => {
		const whole = constantsOf(c)?.constants.get(name);
		const at = options?.index === undefined ? 0 : options.index - 1;
		if (whole?.[at]) return { value: whole[at], part: undefined };
		const { base, part } = split(name);
		const value = part && constantsOf(c)?.constants.get(base)?.[at];
		return value instanceof Vector4 ? { value, part } : undefined;
	};
	const channelsOf = (c: C, name: Hash): readonly Channel[] => {
		const found = constantOf(c, name);
		if (!(found?.value instanceof Vector4)) return [];
		const vector = found.value;
		const parts: Part[] = found.part ? [found.part] : ['x', 'y', 'z', 'w'];
		return parts.map((part) => ({ get: () => vector[part], set: (value) => setPart(vector, part, value) }));
	};
	return {
		has: (component, name) => constantOf(component, name) !== undefined,
		access: (name) => ({
			get(c, options) {
				const found = constantOf(c, name, options);
				if (!found) return undefined;
				if (found.value instanceof Matrix4) return new Matrix4(found.value.m.slice());
				return found.part ? found.value[found.part] : copyVector(found.value);
			},
			set(c, value, options) {
				const found = constantOf(c, name, options);
				if (!found) return 'not-found';
				if (found.value instanceof Matrix4) {
					if (!(value instanceof Matrix4)) return 'wrong-type';
					found.value.m.set(value.m);
				} else if (found.part) {
					if (typeof value !== 'number') return 'wrong-type';
					setPart(found.value, found.part, value);
				} else if (value instanceof Vector4 || value instanceof Vector3) {
					for (const part of PARTS.values()) if (part in value) setPart(found.value, part, partOf(value, part));
				} else return 'wrong-type';
				return 'ok';
			},
			channels: (c) => channelsOf(c, name),
		}),
	};
}
