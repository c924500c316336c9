import type { JsonValue } from '@bufbuild/protobuf';
import { messageToJson, readResource } from '../formats/index.ts';

/** Fields that builders fill differently although the engine does the same with them. */
const NOT_MEANT = new Set([
	// Counted by newer builders only.
	'componentTypes',
	// Found again by the resource's own declarations.
	'propertyDecls',
	'propertyResources',
	// Written by newer builders only; the hash of the id.
	'idHash',
]);

/** Lists whose order does not matter, and what sorts them. */
const UNORDERED: Readonly<Record<string, string>> = { instances: 'id', components: 'id' };

/**
 * What a compiled resource says, however its builder laid it out: resources with generated names are put in the place of
 * their names, texture sets and tile maps have one ending, and numbers have the digits that a 32-bit one holds.
 */
export function meaningOf(path: string, resources: ReadonlyMap<string, Uint8Array>): JsonValue {
	const bytes = resources.get(path);
	if (!bytes) return `${path} is not there`;
	const resource = readResource(path, bytes);
	if (resource.kind !== 'message') return path;
	const meaning = normalize(messageToJson(resource.schema, resource.message, path), resources);
	return resource.type.extension === 'guic' ? meaningOfScene(meaning) : meaning;
}

/** Newer builders write that nodes of templates are enabled, and another last number, which nobody reads, of rotations. */
function meaningOfScene(scene: JsonValue): JsonValue {
	return JSON.parse(
		JSON.stringify(scene, (key, value) => {
			if (key === 'enabled' && value === true) return undefined;
			return key === 'rotation' ? { ...value, w: 0 } : value;
		}),
	);
}

function normalize(value: JsonValue, resources: ReadonlyMap<string, Uint8Array>): JsonValue {
	if (typeof value === 'string' && /_generated_/.test(value)) return meaningOf(value, resources);
	if (typeof value === 'string') {
		return value.replace(/\.[at]\.texturesetc$/, '.texturesetc').replace(/\.tilegridc$/, '.tilemapc');
	}
	if (typeof value === 'number') return Number(value.toPrecision(6));
	if (Array.isArray(value)) return value.map((one) => normalize(one, resources));
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value)
		.filter(([key]) => !NOT_MEANT.has(key))
		.map(([key, one]): [string, JsonValue] => {
			const normal = normalize(one, resources);
			// Sprites had one texture set, and have a list of textures now.
			if (key === 'textures' && 'defaultAnimation' in value) return ['tileSet', soleTexture(normal)];
			const by = UNORDERED[key];
			if (!by || !Array.isArray(normal)) return [key, normal];
			const keyOf = (item: JsonValue): string => String((item as Record<string, JsonValue>)[by]);
			return [key, normal.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))];
		})
		.filter(([, one]) => !isDefault(one));
	return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function soleTexture(textures: JsonValue): JsonValue {
	const [first, second] = textures as { texture: JsonValue }[];
	return second || !first ? textures : first.texture;
}

/** Values that an absent field has too. */
function isDefault(value: JsonValue): boolean {
	return ['0', '""', 'false', '[]', '{"x":1,"y":1,"z":1}'].includes(JSON.stringify(value));
}
