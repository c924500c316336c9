import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import {
	CollectionFactoryDescSchema,
	CollectionProxyDescSchema,
	CollisionObjectDescSchema,
	FactoryDescSchema,
	LabelDescSchema,
	RenderPrototypeDescSchema,
	SoundDescSchema,
	SpriteDescSchema,
} from '../../formats/index.ts';
import { builtins, compile, png } from '../memory-project-contract.ts';
import { compilerOf } from './table.ts';

describe('collection proxies', () => {
	const files = { '/p.collectionproxy': 'collection: "/rooms/a.collection" exclude: false', '/rooms/a.collection': '' };

	it('name the compiled collection', async () => {
		const { message } = await compile('/p.collectionproxy', files);
		expect(message(CollectionProxyDescSchema)).toMatchObject({ collection: '/rooms/a.collectionc', exclude: false });
	});

	it('are excluded when a pattern of the build matches their collection', async () => {
		const { message } = await compile('/p.collectionproxy', files, { settings: { exclude: ['/rooms/*.collection'] } });
		expect(message(CollectionProxyDescSchema).exclude).toBe(true);
	});

	it('report another type of file and nothing at all', async () => {
		const codes = async (collection: string) =>
			(
				await compile('/p.collectionproxy', { '/p.collectionproxy': `collection: "${collection}"`, '/a.go': '' })
			).diagnostics.map((one) => [one.code, one.column]);
		expect(await codes('/a.go')).toEqual([['wrong-type', 13]]);
		expect(await codes('')).toEqual([['missing-reference', 13]]);
	});
});

describe('factories, labels and sounds', () => {
	it('name compiled resources and keep the rest', async () => {
		const factory = await compile('/f.factory', {
			'/f.factory': 'prototype: "/a.go" load_dynamically: true',
			'/a.go': '',
		});
		expect(factory.message(FactoryDescSchema)).toMatchObject({ prototype: '/a.goc', loadDynamically: true });
		const collections = await compile('/f.collectionfactory', {
			'/f.collectionfactory': 'prototype: "/a.collection"',
			'/a.collection': '',
		});
		expect(collections.message(CollectionFactoryDescSchema).prototype).toBe('/a.collectionc');
		const label = await compile('/l.label', {
			'/l.label': 'size { x: 1.5 } text: "a\\nb" font: "/f.font" material: "/builtins/fonts/label.material"',
			'/f.font': '',
		});
		expect(label.message(LabelDescSchema)).toMatchObject({
			text: 'a\nb',
			font: '/f.fontc',
			material: '/builtins/fonts/label.materialc',
		});
		const sound = await compile('/s.sound', { '/s.sound': 'sound: "/a.ogg" looping: 1 gain: 0.5', '/a.ogg': 'OggS' });
		expect(sound.message(SoundDescSchema)).toMatchObject({ sound: '/a.oggc', looping: 1, gain: 0.5 });
	});

	it('copy sound data, uncompressed in the archive when it is streamed', async () => {
		const copied = await compile('/a.wav', { '/a.wav': 'RIFF1234' });
		expect(copied.resources).toEqual([{ path: '/a.wavc', bytes: expect.any(Uint8Array) }]);
		const streamed = await compile('/a.wav', { '/a.wav': 'RIFF1234' }, { settings: { streamSounds: true } });
		expect(streamed.resources[0]?.uncompressed).toBe(true);
		expect((await compile('/a.ogg', { '/a.ogg': 'RIFF' })).diagnostics[0]).toMatchObject({ code: 'not-a-sound' });
	});
});

describe('sprites', () => {
	it('have their picture in the list of textures, as engines from 1.8 read it', async () => {
		const { message, diagnostics } = await compile('/s.sprite', {
			'/s.sprite':
				'tile_set: "/a.atlas" default_animation: "red" material: "/builtins/materials/sprite.material" blend_mode: BLEND_MODE_ADD',
			'/a.atlas': 'images { image: "/red.png" }',
		});
		expect(diagnostics).toEqual([]);
		const sprite = message(SpriteDescSchema);
		expect(Object.hasOwn(sprite, 'tileSet')).toBe(false);
		expect(sprite).toMatchObject({
			textures: [{ sampler: '', texture: '/a.a.texturesetc' }],
			material: '/builtins/materials/sprite.materialc',
			blendMode: 1,
		});
	});

	it('warn of an animation that is not there', async () => {
		const { diagnostics } = await compile('/s.sprite', {
			'/s.sprite': 'textures { sampler: "t" texture: "/a.atlas" } default_animation: "rad"',
			'/a.atlas': 'images { image: "/red.png" }',
		});
		expect(diagnostics).toMatchObject([{ code: 'unknown-animation', severity: 'warning', hint: 'did you mean red?' }]);
	});

	it('turn vertex attributes that the material declares into bytes', async () => {
		const material =
			'name: "m" vertex_program: "/builtins/materials/sprite.vp" fragment_program: "/builtins/materials/sprite.fp" ' +
			'attributes { name: "c" semantic_type: SEMANTIC_TYPE_COLOR element_count: 2 normalize: true data_type: TYPE_UNSIGNED_BYTE double_values { v: 1 v: 1 } }';
		const { message } = await compile('/s.sprite', {
			'/s.sprite':
				'tile_set: "/a.atlas" default_animation: "red" material: "/m.material" attributes { name: "c" double_values { v: 0.5 v: 1 } } attributes { name: "x" double_values { v: 1 } }',
			'/a.atlas': 'images { image: "/red.png" }',
			'/m.material': material,
		});
		const [attribute, ...others] = message(SpriteDescSchema).attributes;
		expect(others).toEqual([]);
		expect(attribute).toMatchObject({ nameHash: hash64('c'), binaryValues: Uint8Array.of(128, 255) });
		expect(attribute?.doubleValues).toBeUndefined();
	});
});

describe('collision objects', () => {
	it('take in a shape of a file, and give shapes the hash of their id', async () => {
		const { message } = await compile('/c.collisionobject', {
			'/c.collisionobject':
				'collision_shape: "/s.convexshape" type: COLLISION_OBJECT_TYPE_STATIC mass: 0 friction: 0.1 restitution: 0.5 group: "g"',
			'/s.convexshape': 'shape_type: TYPE_BOX data: 1 data: 2 data: 3',
		});
		expect(message(CollisionObjectDescSchema)).toMatchObject({
			collisionShape: '',
			embeddedCollisionShape: { shapes: [{ shapeType: 1, index: 0, count: 3, id: '', idHash: 0n }], data: [1, 2, 3] },
		});
	});

	it('keep a tile map as a resource', async () => {
		const { message } = await compile('/c.collisionobject', {
			'/c.collisionobject': 'collision_shape: "/m.tilemap" type: 2 mass: 0 friction: 0 restitution: 0 group: ""',
			'/m.tilemap': '',
		});
		expect(message(CollisionObjectDescSchema).collisionShape).toBe('/m.tilemapc');
	});
});

describe('render files', () => {
	it('have the older list of materials in that of resources', async () => {
		const material = '/builtins/materials/sprite.material';
		const { message, diagnostics } = await compile('/r.render', {
			'/r.render': `script: "/r.render_script" materials { name: "a" material: "${material}" } render_resources { name: "b" path: "${material}" } render_resources { name: "b" path: "${material}" }`,
			'/r.render_script': '',
		});
		expect(message(RenderPrototypeDescSchema)).toMatchObject({
			script: '/r.render_scriptc',
			materials: [],
			renderResources: [{ name: 'a', path: `${material}c` }, { name: 'b', path: `${material}c` }, { name: 'b' }],
		});
		expect(diagnostics).toMatchObject([{ code: 'duplicate-name' }]);
	});
});

describe('pictures', () => {
	it('compile to a texture by themselves', async () => {
		const { resources } = await compile('/a.png', { '/a.png': await png(4, 4) });
		expect(resources).toMatchObject([{ path: '/a.texturec' }]);
	});
});

describe('builtins', () => {
	const files = [...builtins.keys()].filter((path) => compilerOf(path.slice(path.lastIndexOf('.') + 1)));

	it.each(files)('%s compiles without a word', async (path) => {
		const { diagnostics, resources } = await compile(path, {});
		expect(diagnostics).toEqual([]);
		expect(resources.length).toBeGreaterThan(0);
	});
});
