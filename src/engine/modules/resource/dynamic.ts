import { binaryToText, textToBinary } from '../../../bytes/index.ts';
import {
	checkInteger,
	checkString,
	checkTable,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
	optNumber,
} from '../../../lua/index.ts';
import { checkHash, isTrue, optTable } from '../../arguments.ts';
import { copyBuffer } from '../../buffer.ts';
import { Hash, hashOf } from '../../hash.ts';
import type { BufferResource } from '../../resources/buffer.ts';
import type { FontResource } from '../../resources/font.ts';
import type { DynamicTexture, TextureInfo } from '../../resources/texture.ts';
import { textureInfo } from '../../resources/texture.ts';
import type { ScriptHost } from '../../script/script-host.ts';
import { layoutText } from '../../text/text-layout.ts';
import { LuaBuffer } from '../buffer/objects.ts';
import { checkBuffer } from '../buffer.ts';
import { metricsTable } from '../gui/content.ts';
import { graphicsConstants } from '../render/constants.ts';
import { atlasFunctions } from './atlas.ts';

/** `resource`: what scripts read, change and make of resources while the game runs. */
export function dynamicFunctions(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const { resources } = host;
	/** The path of a resource given as path or hash. */
	const pathOf = (value: LuaValue, index: number): string => {
		if (value instanceof Hash) return value.knownText ?? luaError(`the resource ${value.text} is not known`);
		return binaryToText(checkString(value, index));
	};
	const find = <T>(value: LuaValue, extension: string): { path: string; resource: T } => {
		const path = pathOf(value, 1);
		if (!path.endsWith(extension)) luaError(`Resource ${path} has wrong type: expected ${extension}`);
		const loaded = resources.find<T>(path);
		return loaded ? { path, resource: loaded.value } : luaError(`The resource was not found (0): ${path}`);
	};
	/** Adds what the engine appends to names of compiled resources. */
	const compiledName = (value: LuaValue, extension: string): string => {
		const path = pathOf(value, 1);
		if (!path.endsWith(extension)) luaError(`Unable to create resource, '${path}' must have the ending '${extension}'`);
		return path.startsWith('/') ? path : `/${path}`;
	};
	const textureOf = (parameters: LuaTable, buffer: LuaValue): DynamicTexture => {
		const number = (name: string, otherwise?: number): number => {
			const value = parameters.get(name);
			if (typeof value === 'number') return value;
			return otherwise ?? luaError(`the parameter '${name}' of a texture must be a number`);
		};
		return {
			kind: 'dynamic-texture',
			type: number('type', 0),
			width: number('width'),
			height: number('height'),
			depth: number('depth', 1),
			format: number('format', 0),
			mipmaps: number('num_mip_maps', 0),
			data: buffer === undefined ? undefined : copyBuffer(checkBuffer(buffer, 3).data),
		};
	};
	const createTexture: HostFunction = (name, parameters, buffer) => {
		const path = compiledName(name, '.texturec');
		if (resources.find(path)) luaError(`Unable to create texture, a resource is already registered at path '${path}'`);
		resources.put(path, textureOf(checkTable(parameters, 2), buffer));
		return hashOf(path);
	};
	return {
		...typeNames(),
		...atlasFunctions(host, { find, compiledName }),
		// What a resource property names; the builder has read the declaration, the value stands in self.
		...Object.fromEntries(
			['material', 'font', 'texture', 'atlas', 'buffer', 'tile_source', 'render_target'].map((kind) => [
				kind,
				(path: LuaValue) => hashOf(path === undefined ? '' : pathOf(path, 1)),
			]),
		),
		get_text_metrics(font, text, options) {
			const { resource } = find<FontResource>(font, '.fontc');
			const settings = optTable(options, 3);
			return metricsTable(
				layoutText(resource, binaryToText(checkString(text, 2)), {
					width: optNumber(settings.get('width'), 3, Number.POSITIVE_INFINITY),
					lineBreak: isTrue(settings.get('line_break')),
					leading: optNumber(settings.get('leading'), 3, 1),
					tracking: optNumber(settings.get('tracking'), 3, 0),
				}),
			);
		},
		get_buffer: (path) => new LuaBuffer(find<BufferResource>(path, '.bufferc').resource.data),
		set_buffer(path, buffer, options) {
			const { resource } = find<BufferResource>(path, '.bufferc');
			const given = checkBuffer(buffer, 2).data;
			const shared = optTable(options, 3).get('transfer_ownership') === true;
			resource.data = shared ? given : copyBuffer(given);
		},
		create_buffer(name, table) {
			const path = compiledName(name, '.bufferc');
			if (resources.find(path)) luaError(`Unable to create buffer, a resource is already registered at path '${path}'`);
			const parameters = optTable(table, 2);
			const given = checkBuffer(parameters.get('buffer'), 2).data;
			const shared = parameters.get('transfer_ownership') === true;
			resources.put(path, { path, data: shared ? given : copyBuffer(given) } satisfies BufferResource);
			return hashOf(path);
		},
		create_texture: createTexture,
		create_texture_async(name, parameters, buffer, done) {
			const path = createTexture(name, parameters, buffer) as Hash;
			const fn = typeof buffer === 'function' ? buffer : done;
			if (typeof fn === 'function') {
				const callback = host.callback(fn);
				host.defer(() => callback.call(path, 0));
			}
			return [path, 0];
		},
		set_texture(name, parameters, buffer) {
			const { path } = find(name, '.texturec');
			const before = textureInfo(resources.find(path)?.value);
			const made = textureOf(checkTable(parameters, 2), buffer);
			resources.put(
				path,
				before && made.width < before.width ? { ...made, width: before.width, height: before.height } : made,
			);
			return undefined;
		},
		get_texture_info(name) {
			const path = pathOf(name, 1);
			return infoTable(
				textureInfo(resources.find(path)?.value) ?? luaError(`the resource ${path} is no texture`),
				path,
			);
		},
		get_render_target_info(name) {
			const target = host.renderer.findTarget(checkHash(name, 1));
			if (!target) return luaError('there is no such render target');
			return LuaTable.fromObject({
				handle: 0,
				attachments: LuaTable.fromArray(
					[...target.attachments.keys()].map((buffer_type) =>
						LuaTable.fromObject({
							buffer_type,
							width: target.width,
							height: target.height,
							handle: 0,
							texture: hashOf(''),
						}),
					),
				),
			});
		},
		create_render_target(name, table) {
			const path = compiledName(name, '.render_targetc');
			const parameters = checkTable(table, 2);
			host.renderer.createTarget({
				name: path,
				width: checkInteger(parameters.get('width') ?? host.display.windowWidth, 2),
				height: checkInteger(parameters.get('height') ?? host.display.windowHeight, 2),
				attachments: new Map([[1, {}]]),
			});
			return hashOf(path);
		},
		create_sound_data(name, options) {
			const path = pathOf(name, 1);
			const data = optTable(options, 2).get('data');
			const bytes =
				typeof data === 'string' ? Uint8Array.from(data, (character) => character.charCodeAt(0)) : new Uint8Array();
			resources.put(path, bytes);
			return hashOf(path);
		},
		set_sound(path, buffer) {
			const name = pathOf(path, 1);
			resources.put(
				name,
				Uint8Array.from(checkString(buffer, 2), (character) => character.charCodeAt(0)),
			);
		},
		set(path, data) {
			const name = pathOf(path, 1);
			if (!resources.find(name)) luaError(`The resource was not found: ${name}`);
			checkString(data, 2);
			return luaError(`resource.set: the type of ${name} cannot be replaced by bytes`);
		},
		release(path) {
			const name = pathOf(path, 1);
			if (!resources.remove(name)) luaError(`The resource '${name}' was not made by a script`);
		},
	};
}

function typeNames(): Record<string, number> {
	return Object.fromEntries(
		Object.entries(graphicsConstants)
			.filter(([name]) => name.startsWith('TEXTURE_') || name.startsWith('COMPRESSION_'))
			.map(([name, value]) => [name, value]),
	);
}

function infoTable(info: TextureInfo, path: string): LuaTable {
	return LuaTable.fromObject({
		handle: 0,
		width: info.width,
		height: info.height,
		depth: info.depth,
		page_count: info.pageCount,
		mipmaps: info.mipmaps,
		type: info.type,
		flags: 1,
		path: textToBinary(path),
	});
}
