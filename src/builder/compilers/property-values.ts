import { create } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	extensionOf,
	type Position,
	PropertyDeclarationEntrySchema,
	type PropertyDeclarations,
	PropertyDeclarationsSchema,
	PropertyType,
} from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';

/** A value that a project gives to a property of a component, as text. */
export type PropertyValue = {
	readonly id: string;
	readonly value: string;
	readonly type: PropertyType;
	readonly at: Position;
};

/** Files that a property may hold: their paths are compiled ones at run time. */
const RESOURCE_TYPES = new Set([
	'material',
	'font',
	'buffer',
	'atlas',
	'tilesource',
	'tileset',
	'png',
	'jpg',
	'jpeg',
	'webp',
	'cubemap',
	'render_target',
]);

const VECTOR_SIZES: Partial<Record<PropertyType, number>> = {
	[PropertyType.VECTOR3]: 3,
	[PropertyType.VECTOR4]: 4,
	[PropertyType.QUAT]: 4,
};

/**
 * Compiles property values as the engine reads them: entries of each type that point into shared arrays.
 *
 * A hash whose text is the path of a resource in the project becomes the hash of the compiled path, and the resource is
 * needed by whoever has the property: it is added to `resources`.
 */
export async function declareProperties(
	values: readonly PropertyValue[],
	context: CompileContext,
	resources: Set<string>,
): Promise<PropertyDeclarations> {
	const declarations = create(PropertyDeclarationsSchema);
	for (const { id, value, type, at } of values) {
		const entry = create(PropertyDeclarationEntrySchema, { key: id, id: hash64(id), index: 0 });
		const wrong = (expected: string): void => {
			const message = `expected ${expected} for the property ${id}, found ${JSON.stringify(value)}`;
			context.report(at, { code: 'wrong-property', message });
		};
		switch (type) {
			case PropertyType.HASH: {
				const path = await resourceOfHash(value, { at, field: id }, context);
				if (path !== undefined) resources.add(path);
				entry.index = declarations.hashValues.push(hash64(path ?? value)) - 1;
				declarations.hashEntries.push(entry);
				break;
			}
			case PropertyType.URL:
				entry.index = declarations.stringValues.push(value) - 1;
				declarations.urlEntries.push(entry);
				break;
			case PropertyType.BOOLEAN:
				if (!/^(true|false)$/i.test(value)) wrong('true or false');
				entry.index = declarations.floatValues.push(value.toLowerCase() === 'true' ? 1 : 0) - 1;
				declarations.boolEntries.push(entry);
				break;
			case PropertyType.NUMBER:
			case PropertyType.VECTOR3:
			case PropertyType.VECTOR4:
			case PropertyType.QUAT: {
				const size = VECTOR_SIZES[type] ?? 1;
				const numbers = value.split(',').map((item) => Number(item.trim() === '' ? Number.NaN : item));
				if (numbers.length !== size || numbers.some(Number.isNaN)) wrong(size === 1 ? 'a number' : `${size} numbers`);
				entry.index = declarations.floatValues.length;
				declarations.floatValues.push(...numbers);
				entriesOf(declarations, type).push(entry);
				break;
			}
			default:
				wrong('a type that properties can have');
		}
	}
	return declarations;
}

/** The entries of a type whose values are numbers. */
export function entriesOf(
	declarations: PropertyDeclarations,
	type: PropertyType,
): PropertyDeclarations['numberEntries'] {
	switch (type) {
		case PropertyType.VECTOR3:
			return declarations.vector3Entries;
		case PropertyType.VECTOR4:
			return declarations.vector4Entries;
		case PropertyType.QUAT:
			return declarations.quatEntries;
		case PropertyType.BOOLEAN:
			return declarations.boolEntries;
		default:
			return declarations.numberEntries;
	}
}

/** The compiled path when a hash's text names a resource of the project, which then is compiled. */
export async function resourceOfHash(
	value: string,
	options: { at: Position; field: string },
	context: CompileContext,
): Promise<string | undefined> {
	if (!value.startsWith('/') || !RESOURCE_TYPES.has(extensionOf(value))) return undefined;
	if (!context.exists(value)) return undefined;
	return await context.reference(value, options);
}
