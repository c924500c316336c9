import { create, toBinary } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	CollectionDescSchema,
	ComponenTypeDescSchema,
	ComponentPropertyDescSchema,
	type InstanceDesc,
	InstanceDescSchema,
	PropertyDescSchema,
	Vector3OneSchema,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { javaHashOrder } from '../java-order.ts';
import { countComponents } from './component-count.ts';
import { type FlatInstance, flattenCollection } from './flatten-collection.ts';
import { instanceOrder } from './instance-order.ts';
import { declareProperties } from './property-values.ts';

/**
 * `.collection`: game objects with their places, parents and property values.
 *
 * Sub-collections are merged into it, embedded game objects become resources named by the hash of their text, and the
 * numbers of components by type are noted for the engine.
 */
export const collectionCompiler: Compiler = {
	extensions: ['collection'],
	outputExtension: 'collectionc',
	async compile(unit, context) {
		const reading = context.readMessage(CollectionDescSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const { referenced, embedded } = await flattenCollection(reading, { path: unit.path, context });
		const instances = [...referenced, ...embedded];
		checkHierarchy(instances, context);
		const collection = create(CollectionDescSchema, { name: message.name });
		if (Object.hasOwn(message, 'scaleAlongZ')) collection.scaleAlongZ = message.scaleAlongZ;
		const resources = new Set<string>();
		for (const instance of instanceOrder(instances)) {
			collection.instances.push(await compileInstance(instance, context, resources));
		}
		collection.propertyResources = javaHashOrder(resources);
		const counts = await countComponents(
			instances.map((one) => one.prototype),
			context,
		);
		for (const type of javaHashOrder(counts?.keys() ?? [])) {
			collection.componentTypes.push(
				create(ComponenTypeDescSchema, { nameHash: hash64(type), maxCount: counts?.get(type) ?? 0 }),
			);
		}
		return [{ path: withExtension(unit.path, 'collectionc'), bytes: toBinary(CollectionDescSchema, collection) }];
	},
};

async function compileInstance(
	instance: FlatInstance,
	context: CompileContext,
	resources: Set<string>,
): Promise<InstanceDesc> {
	const { prototype, position, rotation, scale, scale3 } = instance;
	const uniform = scale ?? 1;
	const compiled = create(InstanceDescSchema, {
		id: `/${instance.id}`,
		prototype:
			'text' in prototype
				? context.embed('go', prototype.text, instance.at)
				: await context.reference(prototype.path, { at: prototype.at, field: 'prototype', extensions: ['go'] }),
		children: instance.children.map(({ id }) => `/${id}`),
		scale3: scale3 ?? create(Vector3OneSchema, { x: uniform, y: uniform, z: uniform }),
		...(position ? { position } : {}),
		...(rotation ? { rotation } : {}),
		...(scale === undefined ? {} : { scale }),
	});
	for (const { id, values } of instance.overrides) {
		compiled.componentProperties.push(
			create(ComponentPropertyDescSchema, {
				id,
				properties: values.map(({ id, value, type }) => create(PropertyDescSchema, { id, value, type })),
				propertyDecls: await declareProperties(values, context, resources),
			}),
		);
	}
	return compiled;
}

/** Ids are unique, children exist, have one parent, and no parent is its own descendant. */
function checkHierarchy(instances: readonly FlatInstance[], context: CompileContext): void {
	const byId = new Map<string, FlatInstance>();
	for (const instance of instances) {
		const { id, at } = instance;
		if (id === '' || id.endsWith('/')) context.report(at, { code: 'missing-id', message: 'a game object needs an id' });
		else if (byId.has(id)) context.report(at, { code: 'duplicate-id', message: `two game objects have the id ${id}` });
		byId.set(id, instance);
	}
	const parents = new Map<string, string>();
	for (const instance of instances) {
		for (const { id, at } of instance.children) {
			const parent = parents.get(id);
			if (!byId.has(id)) {
				context.report(at, {
					code: 'missing-child',
					message: `${instance.id} has a child ${id}, which does not exist`,
				});
			} else if (parent !== undefined) {
				const message = `${id} is a child of both ${parent} and ${instance.id}`;
				context.report(at, { code: 'duplicate-parent', message });
			} else parents.set(id, instance.id);
		}
	}
	for (const { id, at } of instances) {
		const seen = [id];
		for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) {
			seen.push(parent);
			if (parent === id) {
				context.report(at, { code: 'cycle', message: `game objects are children of one another: ${seen.join(' ← ')}` });
				break;
			}
			if (seen.length > instances.length) break;
		}
	}
}
