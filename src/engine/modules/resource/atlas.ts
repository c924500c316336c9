import { create } from '@bufbuild/protobuf';
import { binaryToText } from '../../../bytes/index.ts';
import { SpriteGeometrySchema, TextureSetAnimationSchema, TextureSetSchema } from '../../../formats/index.ts';
import { checkTable, type HostFunction, LuaTable, type LuaValue, luaError } from '../../../lua/index.ts';
import { checkHash } from '../../arguments.ts';
import { hashOf } from '../../hash.ts';
import { animationsOf, type TextureSetResource } from '../../resources/texture-set.ts';
import type { ScriptHost } from '../../script/script-host.ts';

type Finder = {
	find<T>(value: LuaValue, extension: string): { path: string; resource: T };
	compiledName(value: LuaValue, extension: string): string;
};

/** `resource`: atlases as tables of texture, animations and geometries. */
export function atlasFunctions(host: ScriptHost, { find, compiledName }: Finder): Record<string, HostFunction> {
	const { resources } = host;
	const put = (path: string, table: LuaTable): void => {
		const texturePath = checkHash(table.get('texture'), 2).knownText;
		const texture = texturePath === undefined ? undefined : resources.find(texturePath);
		const desc = readAtlas(table);
		const resource: TextureSetResource = { path, desc, texture, animations: animationsOf(desc) };
		resources.put(path, resource);
	};
	return {
		create_atlas(name, table) {
			const path = compiledName(name, '.texturesetc');
			if (resources.find(path)) luaError(`Unable to create atlas, a resource is already registered at path '${path}'`);
			put(path, checkTable(table, 2));
			return hashOf(path);
		},
		set_atlas(name, table) {
			const { path } = find<TextureSetResource>(name, '.texturesetc');
			put(path, checkTable(table, 2));
		},
		get_atlas(name) {
			const { resource } = find<TextureSetResource>(name, '.texturesetc');
			return atlasTable(resource);
		},
	};
}

function listOf(value: LuaValue, what: string): LuaTable[] {
	if (!(value instanceof LuaTable)) return luaError(`an atlas needs a table '${what}'`);
	const items: LuaTable[] = [];
	for (let at = 1; ; at++) {
		const item = value.get(at);
		if (item === undefined) return items;
		if (!(item instanceof LuaTable)) luaError(`every entry of '${what}' must be a table`);
		items.push(item);
	}
}

function numberOf(table: LuaTable, name: string, otherwise?: number): number {
	const value = table.get(name);
	if (typeof value === 'number') return value;
	return otherwise ?? luaError(`the field '${name}' must be a number`);
}

function numbersOf(value: LuaValue): number[] {
	const numbers: number[] = [];
	if (value instanceof LuaTable)
		for (let at = 1; value.get(at) !== undefined; at++) numbers.push(Number(value.get(at)));
	return numbers;
}

function readAtlas(table: LuaTable): TextureSetResource['desc'] {
	const animations = listOf(table.get('animations'), 'animations').map((animation) => {
		const id = animation.get('id');
		return create(TextureSetAnimationSchema, {
			id: typeof id === 'string' ? binaryToText(id) : luaError("the field 'id' of an animation must be a string"),
			width: numberOf(animation, 'width'),
			height: numberOf(animation, 'height'),
			start: numberOf(animation, 'frame_start') - 1,
			end: numberOf(animation, 'frame_end') - 1,
			playback: numberOf(animation, 'playback', 1) as 1,
			fps: numberOf(animation, 'fps', 30),
			flipVertical: animation.get('flip_vertical') === true ? 1 : 0,
			flipHorizontal: animation.get('flip_horizontal') === true ? 1 : 0,
		});
	});
	const geometries = listOf(table.get('geometries'), 'geometries').map((geometry) =>
		create(SpriteGeometrySchema, {
			width: numberOf(geometry, 'width', 0),
			height: numberOf(geometry, 'height', 0),
			centerX: 0,
			centerY: 0,
			rotated: geometry.get('rotated') === true,
			pivotX: numberOf(geometry, 'pivot_x', 0.5) - 0.5,
			pivotY: numberOf(geometry, 'pivot_y', 0.5) - 0.5,
			vertices: numbersOf(geometry.get('vertices')),
			uvs: numbersOf(geometry.get('uvs')),
			indices: numbersOf(geometry.get('indices')),
		}),
	);
	return create(TextureSetSchema, {
		texture: '',
		width: 0,
		height: 0,
		animations,
		geometries,
		texCoords: new Uint8Array(),
	});
}

/** The geometry a frame shows. */
function geometryOf({ frameIndices }: TextureSetResource['desc'], frame: number): number {
	return frameIndices[frame] ?? frame;
}

function atlasTable({ desc, texture }: TextureSetResource): LuaTable {
	return LuaTable.fromObject({
		texture: hashOf(texture?.path ?? desc.texture),
		animations: LuaTable.fromArray(
			desc.animations.map((animation) =>
				LuaTable.fromObject({
					id: animation.id,
					width: animation.width,
					height: animation.height,
					// Frames name geometries by a table of their own; scripts count geometries.
					frame_start: geometryOf(desc, animation.start) + 1,
					frame_end: geometryOf(desc, animation.start) + 1 + animation.end - animation.start,
					frames: LuaTable.fromArray(
						Array.from(
							{ length: animation.end - animation.start },
							(_, at) => geometryOf(desc, animation.start + at) + 1,
						),
					),
					playback: animation.playback,
					fps: animation.fps,
					flip_vertical: animation.flipVertical !== 0,
					flip_horizontal: animation.flipHorizontal !== 0,
				}),
			),
		),
		geometries: LuaTable.fromArray(
			desc.geometries.map((geometry) =>
				LuaTable.fromObject({
					id: '',
					width: geometry.width,
					height: geometry.height,
					pivot_x: geometry.pivotX + 0.5,
					pivot_y: geometry.pivotY + 0.5,
					rotated: geometry.rotated,
					// Pixels of the texture, as create_atlas takes them.
					vertices: LuaTable.fromArray(
						geometry.vertices.map((value, at) => (at % 2 === 0 ? value * geometry.width : value * geometry.height)),
					),
					uvs: LuaTable.fromArray(
						geometry.uvs.map((value, at) => (at % 2 === 0 ? value * desc.width : value * desc.height)),
					),
					indices: LuaTable.fromArray(geometry.indices),
				}),
			),
		),
	});
}
