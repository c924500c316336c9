import { create, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../bytes/index.ts';
import { codeOf } from '../refusal-contract.ts';
import { childResources } from './child-resources.ts';
import { CollectionDescSchema, PrototypeDescSchema } from './gen/gameobject_ddf_pb.ts';
import { SpriteDescSchema } from './gen/gamesys_ddf_pb.ts';
import { TextureImage_ImageSchema, TextureImage_TextureFormat, TextureImageSchema } from './gen/graphics_ddf_pb.ts';
import { LuaModuleSchema, LuaSourceSchema } from './gen/lua_ddf_pb.ts';
import { ModelSchema } from './gen/model_ddf_pb.ts';
import { MaterialDescSchema } from './gen/render_ddf_pb.ts';
import { isLuaPath, luaText, readLuaModule } from './lua-module.ts';
import { readMessage, writeMessage } from './message.ts';
import { messageToJson, unknownFieldNumbers } from './message-json.ts';
import { readResource, writeResource } from './resource.ts';
import { knownExtensions, resourceType } from './resource-types.ts';
import { readTexture, type TextureLayout, writeTexture } from './texture.ts';

describe('messages', () => {
	test('are read as they were written, unknown fields included', () => {
		fc.assert(
			fc.property(fc.string(), fc.boolean(), fc.string(), (tileSet, withMaterial, material) => {
				const message = create(SpriteDescSchema, {
					tileSet,
					defaultAnimation: 'idle',
					...(withMaterial ? { material } : {}),
				});
				const bytes = concatBytes([toBinary(SpriteDescSchema, message), new Uint8Array([0xf8, 0x3f, 7])]);
				const read = readMessage(SpriteDescSchema, bytes, 'test');
				expect(read.tileSet).toBe(tileSet);
				expect(unknownFieldNumbers(read)).toEqual([1023]);
				expect(writeMessage(SpriteDescSchema, read, 'test')).toEqual(bytes);
			}),
		);
	});

	test('throw invalid when they cannot be read and unrepresentable when a required field is missing', () => {
		expect(codeOf(() => readMessage(SpriteDescSchema, new Uint8Array([0x0a, 5, 1]), 'test'))).toBe('invalid');
		const { defaultAnimation: _left, ...rest } = create(SpriteDescSchema);
		expect(codeOf(() => writeMessage(SpriteDescSchema, rest as never, 'test'))).toBe('unrepresentable');
	});

	test('are shown as JSON with 64-bit numbers as text', () => {
		const message = create(CollectionDescSchema, {
			name: 'main',
			componentTypes: [{ nameHash: 2n ** 63n, maxCount: 1 }],
		});
		expect(messageToJson(CollectionDescSchema, message, 'test')).toMatchObject({
			name: 'main',
			componentTypes: [{ nameHash: '9223372036854775808', maxCount: 1 }],
		});
	});
});

describe('resource types', () => {
	test('go by the text after the last dot of the last part', () => {
		expect(resourceType('/main/main.collectionc').schema?.typeName).toBe('dmGameObjectDDF.CollectionDesc');
		expect(resourceType('/a.b/c')).toEqual({ extension: '', schema: undefined, kind: 'raw' });
		expect(resourceType('/a.texturec').kind).toBe('texture');
		expect(resourceType('/a.luac').kind).toBe('lua');
		expect(resourceType('/data.json').kind).toBe('raw');
		expect(resourceType('/x.constructor').kind).toBe('raw');
		expect(knownExtensions()).toEqual([...new Set(knownExtensions())].sort());
		for (const extension of knownExtensions()) expect(resourceType(`/a.${extension}`).kind).not.toBe('raw');
	});

	test('a raw resource passes through', () => {
		const bytes = encodeUtf8('{}');
		expect(writeResource(readResource('/a.json', bytes))).toBe(bytes);
	});

	test('throws unsupported-version for a layout that a type does not have', () => {
		for (const path of ['/a.fontc', '/a.goc'])
			expect(codeOf(() => readResource(path, new Uint8Array(), { layout: 'to-1.7.0' }))).toBe('unsupported-version');
		expect(readResource('/a.goc', new Uint8Array(), { layout: 'current' })).toMatchObject({ layout: 'current' });
	});
});

describe('child resources', () => {
	test('are the paths in the fields that name resources, each once, in order', () => {
		const collection = create(CollectionDescSchema, {
			name: '/not/a/resource.goc',
			instances: [
				{ id: 'a', prototype: '/b.goc' },
				{ id: 'b', prototype: '/a.goc' },
				{ id: 'c', prototype: '/b.goc' },
			],
			propertyResources: ['/t.texturec', ''],
		});
		expect(childResources('/x.collectionc', toBinary(CollectionDescSchema, collection))).toEqual([
			'/b.goc',
			'/a.goc',
			'/t.texturec',
		]);
		const object = create(PrototypeDescSchema, { components: [{ id: '/x.y', component: '/s.scriptc' }] });
		expect(childResources('/x.goc', toBinary(PrototypeDescSchema, object))).toEqual(['/s.scriptc']);
	});

	test('are none of a texture, a raw file and an unknown type', () => {
		for (const path of ['/a.texturec', '/a.json', '/a.riv'])
			expect(childResources(path, encodeUtf8('/a.goc'))).toEqual([]);
	});

	test('leave out the shader sources that newer materials name beside their program', () => {
		const material = create(MaterialDescSchema, {
			name: 'm',
			vertexProgram: '/m.vp',
			fragmentProgram: '/m.fp',
			program: '/m.spc',
		});
		expect(childResources('/m.materialc', toBinary(MaterialDescSchema, material))).toEqual(['/m.spc']);
	});

	test('are found in a model of either layout', () => {
		const model = create(ModelSchema, { rigScene: '/a.rigscenec', defaultAnimation: 'walk' });
		const older = concatBytes([
			toBinary(ModelSchema, create(ModelSchema, { rigScene: '/a.rigscenec' })),
			new Uint8Array([0x12, 2]),
			encodeUtf8('/m'),
		]);
		expect(childResources('/a.modelc', toBinary(ModelSchema, model))).toEqual(['/a.rigscenec']);
		expect(childResources('/a.modelc', older)).toEqual(['/a.rigscenec', '/m']);
	});

	test('of the types of the spine extension are found without a schema', () => {
		const bytes = concatBytes([
			new Uint8Array([0x0a, 6]),
			encodeUtf8('/a.spc'),
			new Uint8Array([0x2a, 2]),
			encodeUtf8('/m'),
		]);
		expect(childResources('/a.spinemodelc', bytes)).toEqual(['/a.spc', '/m']);
	});

	test('throws truncated for a message that is cut short', () => {
		expect(codeOf(() => childResources('/a.goc', new Uint8Array([0x0a, 9, 1])))).toBe('truncated');
	});
});

describe('textures', () => {
	const image = fc.record({
		width: fc.integer({ min: 1, max: 4096 }),
		height: fc.integer({ min: 1, max: 4096 }),
		sizes: fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
		data: fc.uint8Array({ maxLength: 60 }),
	});

	test('are read as they were written, in each layout', () => {
		fc.assert(
			fc.property(
				fc.array(image, { maxLength: 3 }),
				fc.constantFrom<TextureLayout>('bare', 'header-older', 'header'),
				(images, layout) => {
					const message = create(TextureImageSchema, {
						type: 1,
						count: 1,
						alternatives: images.map(({ width, height, sizes, data }) =>
							create(TextureImage_ImageSchema, {
								width,
								height,
								originalWidth: width,
								originalHeight: height,
								format: TextureImage_TextureFormat.RGBA,
								mipMapOffset: sizes,
								mipMapSize: sizes,
								compressionType: 0,
								mipMapSizeCompressed: sizes,
								dataSize: data.length,
							}),
						),
					});
					const bytes = writeTexture({ layout, image: message, data: images.map(({ data }) => data) }, 'test');
					const read = readTexture(bytes, 'test');
					// Without an image there is nothing to tell the numberings apart by.
					if (images.length > 0) expect(read.layout).toBe(layout);
					expect(read.data).toEqual(images.map(({ data }) => data));
					expect(read.image.alternatives).toEqual(message.alternatives);
					expect(writeTexture(read, 'test')).toEqual(bytes);
				},
			),
		);
	});

	test('throws truncated for four bytes and less, and for image data that is cut short', () => {
		expect(codeOf(() => readTexture(new Uint8Array(3), 'test'))).toBe('truncated');
		const message = create(TextureImageSchema, {
			type: 1,
			count: 1,
			alternatives: [
				create(TextureImage_ImageSchema, {
					width: 1,
					height: 1,
					originalWidth: 1,
					originalHeight: 1,
					format: TextureImage_TextureFormat.RGBA,
					dataSize: 4,
				}),
			],
		});
		const bytes = writeTexture({ layout: 'header', image: message, data: [new Uint8Array(4)] }, 'test');
		expect(codeOf(() => readTexture(bytes.subarray(0, bytes.length - 1), 'test'))).toBe('truncated');
		expect(codeOf(() => readTexture(concatBytes([bytes, new Uint8Array(1)]), 'test'))).toBe('invalid');
		expect(codeOf(() => writeTexture({ layout: 'header', image: message, data: [] }, 'test'))).toBe('unrepresentable');
	});
});

describe('Lua modules', () => {
	const module = (filename: string, script: string): Uint8Array =>
		toBinary(
			LuaModuleSchema,
			create(LuaModuleSchema, { source: create(LuaSourceSchema, { filename, script: encodeUtf8(script) }) }),
		);

	test('give their text under the path of their source', () => {
		const read = readLuaModule(module('@/main/main.script', 'print(1)'), '/main/main.scriptc');
		expect(read.path).toBe('/main/main.script');
		expect(luaText(read)).toBe('print(1)');
	});

	test('take the path from their own where the chunk name is none', () => {
		expect(readLuaModule(module('=short', 'x'), '/m/a.luac').path).toBe('/m/a.lua');
		expect(readLuaModule(module('', 'x'), '/m/a.gui_scriptc').path).toBe('/m/a.gui_script');
	});

	test('have no text when they hold bytecode, and an empty one when they are empty', () => {
		const source = create(LuaSourceSchema, { filename: '@/a.lua', bytecode: new Uint8Array([27]) });
		const compiled = toBinary(LuaModuleSchema, create(LuaModuleSchema, { source }));
		expect(readLuaModule(compiled, '/a.luac').text).toBeUndefined();
		expect(luaText(readLuaModule(module('@/a.lua', ''), '/a.luac'))).toBe('');
	});

	test('are known by the endings of compiled scripts', () => {
		expect(['/a.scriptc', '/a.gui_scriptc', '/a.render_scriptc', '/a.luac'].every(isLuaPath)).toBe(true);
		expect(isLuaPath('/a.lua')).toBe(false);
	});
});
