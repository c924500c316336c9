import { decodeUtf8Lossy } from '../../bytes/index.ts';
import {
	childResources,
	createSourceText,
	isLuaPath,
	type JsonValue,
	luaText,
	messageToJson,
	readLuaModule,
	readResource,
	readText,
	resourceType,
	sourceSchema,
	unknownFieldNumbers,
} from '../../formats/index.ts';
import { firstOf } from './device-kinds.ts';
import type { FileContent, FileKind, InspectedFile } from './file-kind.ts';

/** Compiled resources, project sources, and the plain files that games carry. */
export const RESOURCE_KINDS: readonly FileKind[] = [
	{ kind: 'resource', named: (base) => resourceType(base).kind !== 'raw', inspect: inspectResource },
	{ kind: 'source', named: (base) => sourceSchema(base) !== undefined, inspect: inspectSource },
	{
		kind: 'Lua source',
		named: (base) => /\.(lua|script|gui_script|render_script)$/.test(base),
		inspect: ({ bytes }) => ({ facts: { text: decodeUtf8Lossy(bytes()) } }),
	},
	{
		kind: 'picture',
		named: () => false,
		looksLike: (head) => isPng(head) || (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff),
		inspect: inspectPicture,
	},
	{
		kind: 'sound',
		named: () => false,
		looksLike: (head) => ['OggS', 'RIFF'].includes(decodeUtf8Lossy(head.subarray(0, 4))),
		inspect: ({ access }) => ({ facts: { format: decodeUtf8Lossy(access.read(0, 4)) === 'OggS' ? 'Ogg' : 'WAV' } }),
	},
	{
		kind: 'text',
		named: (base) => /\.(json|txt|md|csv|xml|html|css|js|glsl|vp|fp)$/i.test(base),
		inspect({ bytes }) {
			const text = decodeUtf8Lossy(bytes());
			return { facts: { lines: text.split('\n').length, text } };
		},
	},
];

function isPng(head: Uint8Array): boolean {
	return head[0] === 0x89 && head[1] === 0x50 && head[2] === 0x4e && head[3] === 0x47;
}

function inspectPicture({ access }: InspectedFile): FileContent {
	if (access.sizeBytes < 24 || !isPng(access.read(0, 4))) return { facts: { format: 'JPEG' } };
	const view = new DataView(new Uint8Array(access.read(0, 24)).buffer);
	return { facts: { format: 'PNG', width: view.getUint32(16), height: view.getUint32(20) } };
}

function inspectResource({ bytes: read, name }: InspectedFile): FileContent {
	const bytes = read();
	if (isLuaPath(name)) {
		const source = readLuaModule(bytes, name);
		return {
			facts: {
				source: source.path,
				modules: source.module.modules,
				resources: source.module.resources,
				text: luaText(source) ?? null,
			},
		};
	}
	const resource = readResource(name, bytes);
	if (resource.kind === 'texture') {
		const { layout, image, data } = resource.texture;
		return {
			facts: { layout, type: image.type, count: image.count },
			items: image.alternatives.map((alternative, index) => ({
				width: alternative.width,
				height: alternative.height,
				format: alternative.format,
				compressionType: alternative.compressionType,
				mipMaps: alternative.mipMapOffset.length,
				dataSizeBytes: data[index]?.length ?? 0,
			})),
		};
	}
	if (resource.kind === 'raw') return { facts: { text: decodeUtf8Lossy(bytes.subarray(0, 256)) } };
	return {
		facts: {
			message: resource.schema.typeName,
			layout: resource.layout,
			children: childResources(name, bytes),
			unknownFields: unknownFieldNumbers(resource.message),
			content: messageToJson(resource.schema, resource.message, name),
		},
	};
}

function inspectSource({ bytes, name }: InspectedFile): FileContent {
	const schema = sourceSchema(name);
	if (!schema) return { facts: {} };
	const { message, diagnostics } = readText(schema, createSourceText(name, decodeUtf8Lossy(bytes())));
	const said = diagnostics.map(
		({ file, line, column, severity, message: text }) => `${file}:${line}:${column}: ${severity}: ${text}`,
	);
	const content: JsonValue = message ? messageToJson(schema, message, name) : null;
	return { facts: { message: schema.typeName, diagnostics: said, content }, problem: firstOf(diagnostics) };
}
