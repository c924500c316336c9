import { create } from '@bufbuild/protobuf';
import {
	type CollectionDesc,
	CollectionDescSchema,
	type ComponentPropertyDesc,
	type Point3,
	Point3Schema,
	type Position,
	type Quat,
	QuatSchema,
	type SourceText,
	type TextReading,
	type Vector3One,
	Vector3OneSchema,
} from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';
import { javaHashOrder } from '../java-order.ts';
import type { PropertyValue } from './property-values.ts';
import { insideOf, normalize, type Transform } from './transform.ts';

/** Property values of one component. */
export type ComponentOverrides = { readonly id: string; readonly values: readonly PropertyValue[] };

/** A game object of a collection after its sub-collections have been merged into it. */
export type FlatInstance = {
	/** With the ids of the sub-collections before it: `player/body`. */
	readonly id: string;
	readonly at: Position;
	readonly prototype: { readonly path: string; readonly at: Position } | { readonly text: SourceText };
	readonly children: readonly { readonly id: string; readonly at: Position }[];
	readonly position: Point3 | undefined;
	readonly rotation: Quat | undefined;
	readonly scale3: Vector3One | undefined;
	/** The older scale, one number for three axes, when the source has it. */
	readonly scale: number | undefined;
	readonly overrides: readonly ComponentOverrides[];
};

/** Game objects in bob's order: referenced ones, those of sub-collections, then the same for embedded ones. */
export type FlatCollection = { readonly referenced: FlatInstance[]; readonly embedded: FlatInstance[] };

/** How deep collections may be nested, and how many a collection may merge: more is a mistake, or an attack. */
const MAX_DEPTH = 32;
const MAX_MERGED = 20_000;

/** Merges every sub-collection into the collection, with the transforms and property values it is used with. */
export async function flattenCollection(
	reading: TextReading<typeof CollectionDescSchema>,
	{ path, context }: { path: string; context: CompileContext },
): Promise<FlatCollection> {
	const readings = new Map<string, TextReading<typeof CollectionDescSchema> | undefined>();
	let merged = 0;
	const flatten = async (
		current: TextReading<typeof CollectionDescSchema>,
		chain: readonly string[],
	): Promise<FlatCollection> => {
		const flat: FlatCollection = { referenced: [], embedded: [] };
		const { message } = current;
		if (!message) return flat;
		readOwn(current, message, flat);
		for (const sub of message.collectionInstances) {
			const at = current.at(sub, 'collection');
			const subPath = sub.collection;
			await context.reference(subPath, { at, field: 'collection', extensions: ['collection'] });
			if (++merged > MAX_MERGED) {
				const message = `a collection cannot merge more than ${MAX_MERGED} others`;
				if (merged === MAX_MERGED + 1) context.report(at, { code: 'limit', message });
				return flat;
			}
			if (chain.includes(subPath) || chain.length > MAX_DEPTH) {
				const circle = [...chain.slice(Math.max(0, chain.indexOf(subPath))), subPath].join(' → ');
				context.report(at, { code: 'cycle', message: `collections contain one another: ${circle}` });
				continue;
			}
			if (!readings.has(subPath)) readings.set(subPath, await context.readFile(CollectionDescSchema, subPath));
			const subReading = readings.get(subPath);
			if (!subReading) continue;
			const inner = await flatten(subReading, [...chain, subPath]);
			mergeInto(flat, { inner, sub, current });
		}
		return flat;
	};
	return await flatten(reading, [path]);
}

type Sub = CollectionDesc['collectionInstances'][number];

function readOwn(
	reading: TextReading<typeof CollectionDescSchema>,
	message: CollectionDesc,
	flat: FlatCollection,
): void {
	for (const instance of message.instances) {
		flat.referenced.push({
			...ownFields(reading, instance),
			prototype: { path: instance.prototype, at: reading.at(instance, 'prototype') },
		});
	}
	for (const instance of message.embeddedInstances) {
		flat.embedded.push({
			...ownFields(reading, instance),
			prototype: { text: reading.textOf(instance, 'data') },
			position: instance.position ?? create(Point3Schema),
			rotation: instance.rotation ?? create(QuatSchema),
			scale: undefined,
			scale3: instance.scale3 ?? uniformScale(instance.scale),
		});
	}
}

function ownFields(
	reading: TextReading<typeof CollectionDescSchema>,
	instance: CollectionDesc['instances'][number] | CollectionDesc['embeddedInstances'][number],
): Omit<FlatInstance, 'prototype'> {
	return {
		id: instance.id,
		at: reading.at(instance, 'id'),
		children: instance.children.map((id, index) => ({ id, at: reading.at(instance, 'children', index) })),
		position: instance.position,
		rotation: instance.rotation,
		scale3: instance.scale3,
		scale: Object.hasOwn(instance, 'scale') ? instance.scale : undefined,
		overrides: readOverrides(reading, instance.componentProperties),
	};
}

function readOverrides(
	reading: TextReading<typeof CollectionDescSchema>,
	properties: readonly ComponentPropertyDesc[],
): ComponentOverrides[] {
	return properties.map((component) => ({
		id: component.id,
		values: component.properties.map((property) => {
			const { id, value, type } = property;
			return { id, value, type, at: reading.at(property, 'value') };
		}),
	}));
}

function mergeInto(
	flat: FlatCollection,
	{ inner, sub, current }: { inner: FlatCollection; sub: Sub; current: TextReading<typeof CollectionDescSchema> },
): void {
	const childIds = new Set([...inner.referenced, ...inner.embedded].flatMap((one) => one.children.map(({ id }) => id)));
	const overrides = new Map(sub.instanceProperties.map((one) => [one.id, readOverrides(current, one.properties)]));
	const outer: Transform = {
		position: sub.position ?? { x: 0, y: 0, z: 0 },
		rotation: normalize(sub.rotation ?? { x: 0, y: 0, z: 0, w: 1 }),
		scale: sub.scale3 ?? uniformScale(sub.scale),
	};
	const merge = (instance: FlatInstance): FlatInstance => {
		const own = overrides.get(instance.id);
		const moved = childIds.has(instance.id) ? {} : transformed(outer, instance);
		return {
			...instance,
			...moved,
			id: `${sub.id}/${instance.id}`,
			children: instance.children.map(({ id, at }) => ({ id: `${sub.id}/${id}`, at })),
			overrides: own ? mergeOverrides(instance.overrides, own) : instance.overrides,
		};
	};
	flat.referenced.push(...inner.referenced.map(merge));
	flat.embedded.push(...inner.embedded.map(merge));
}

function transformed(outer: Transform, instance: FlatInstance): Pick<FlatInstance, 'position' | 'rotation' | 'scale3'> {
	const { position, rotation, scale } = insideOf(outer, {
		position: instance.position ?? { x: 0, y: 0, z: 0 },
		rotation: normalize(instance.rotation ?? { x: 0, y: 0, z: 0, w: 1 }),
		scale: instance.scale3 ?? uniformScale(instance.scale ?? 1),
	});
	return {
		position: create(Point3Schema, position),
		rotation: create(QuatSchema, rotation),
		scale3: create(Vector3OneSchema, scale),
	};
}

/** Values of the collection around it win; the order is bob's. */
function mergeOverrides(
	own: readonly ComponentOverrides[],
	outer: readonly ComponentOverrides[],
): ComponentOverrides[] {
	const components = new Map<string, Map<string, PropertyValue>>();
	for (const { id, values } of [...own, ...outer]) {
		let component = components.get(id);
		if (!component) components.set(id, (component = new Map()));
		for (const value of values) component.set(value.id, value);
	}
	return javaHashOrder(components.keys()).map((id) => {
		const values = components.get(id) ?? new Map<string, PropertyValue>();
		return { id, values: javaHashOrder(values.keys()).map((key) => values.get(key) as PropertyValue) };
	});
}

function uniformScale(scale: number): Vector3One {
	return create(Vector3OneSchema, { x: scale, y: scale, z: scale });
}
