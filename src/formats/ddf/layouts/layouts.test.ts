import {
	create,
	type DescField,
	type DescMessage,
	equals,
	isFieldSet,
	type Message,
	ScalarType,
	toBinary,
} from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8, hash64 } from '../../../bytes/index.ts';
import { codeOf } from '../../refusal-contract.ts';
import { WireWriter } from '../../wire/wire-writer.ts';
import type { BufferDescSchema } from '../gen/buffer_ddf_pb.ts';
import { TextureSetSchema } from '../gen/gamesys_ddf_pb.ts';
import { ShaderDescSchema } from '../gen/graphics_ddf_pb.ts';
import { Point3Schema, QuatSchema, Vector3Schema } from '../gen/math_ddf_pb.ts';
import type { ModelSchema } from '../gen/model_ddf_pb.ts';
import { FontMapSchema, GlyphBankSchema, MaterialDescSchema } from '../gen/render_ddf_pb.ts';
import type { AnimationSetSchema, MeshSetSchema, SkeletonSchema } from '../gen/rig_ddf_pb.ts';
import { OlderMeshEntrySchema, OlderMeshSchema } from '../gen/rig_older_ddf_pb.ts';
import { type Resource, readResource, writeResource } from '../resource.ts';
import { BANK_FIELDS } from './font-layouts.ts';
import type { Layout } from './layout.ts';
import { layoutsOf } from './layouts.ts';
import type { Renumbering } from './renumber.ts';
import { fillRequired } from './required-fields.ts';

type MessageResource = Extract<Resource, { message: Message }>;

function read(path: string, bytes: Uint8Array, layout?: Layout['name']): MessageResource {
	const resource = readResource(path, bytes, layout ? { layout } : {});
	if (!('message' in resource)) throw new Error(`${path} is no message`);
	return resource;
}

/** Any message with the fields that a layout has a place for. */
function messages(schema: DescMessage, renumbering: Renumbering | undefined, from = 0): fc.Arbitrary<Message> {
	const places = renumbering ? [...renumbering.fields.values()] : undefined;
	const filled = schema.fields.flatMap((field) => {
		const place = places?.find(({ to }) => to === from + field.number);
		if (places && !place) return [];
		const value = values(field, place?.inside, place?.as === 'float' || place?.as === 'signed');
		return value ? [fc.tuple(fc.constant(field), fc.option(value, { nil: undefined }))] : [];
	});
	return fc.tuple(...filled).map((fields) => {
		const message = create(schema);
		for (const [field, value] of fields as [DescField, unknown][]) {
			if (value !== undefined) (message as unknown as Record<string, unknown>)[field.localName] = value;
		}
		return message;
	});
}

function values(field: DescField, inside: Renumbering | undefined, whole: boolean): fc.Arbitrary<unknown> | undefined {
	const one = (): fc.Arbitrary<unknown> | undefined => {
		if (field.message) {
			// Deeper than one message there is nothing that a layout changes, unless it says so.
			return inside
				? messages(field.message, inside)
				: fc.constant(undefined).map(() => create(field.message as DescMessage));
		}
		if (field.enum) return fc.constantFrom(...field.enum.values.map(({ number }) => number));
		switch (field.scalar) {
			case ScalarType.STRING:
				return fc.string({ maxLength: 8 });
			case ScalarType.BYTES:
				return fc.uint8Array({ maxLength: 40 });
			case ScalarType.BOOL:
				return fc.boolean();
			case ScalarType.FLOAT:
				return whole ? fc.nat(5000) : fc.float({ noNaN: true });
			case ScalarType.UINT64:
				return fc.bigInt(0n, (1n << 64n) - 1n);
			case ScalarType.INT64:
				return fc.bigInt(-(1n << 63n), (1n << 63n) - 1n);
			case ScalarType.INT32:
				return fc.integer();
			default:
				return fc.nat();
		}
	};
	const value = one();
	if (!value) return undefined;
	const required =
		field.message && !inside
			? value.map((message) => withRequired(field.message as DescMessage, message as Message))
			: value;
	return field.fieldKind === 'list' ? fc.array(required, { maxLength: 3 }) : required;
}

function withRequired(schema: DescMessage, message: Message): Message {
	fillRequired(schema, message);
	return message;
}

/** Sets in which tracks number bones by a list are made by hand below. */
const BY_HAND = new Set(['animationsetc']);
const PAIRS = [
	'bufferc',
	'fontc',
	'fpc',
	'gamepadsc',
	'glyph_bankc',
	'lightc',
	'materialc',
	'meshsetc',
	'modelc',
	'skeletonc',
	'texturesetc',
	'vpc',
].flatMap((extension) =>
	(layoutsOf(extension)?.layouts ?? []).map((layout) => ({ extension, layout, name: layout.name })),
);

describe.each(PAIRS.filter(({ extension }) => !BY_HAND.has(extension)))(
	'$extension, layout $name',
	({ extension, layout }) => {
		const path = `/a.${extension}`;
		const schema = layout.schema ?? layoutsOf(extension)?.schema;
		if (!schema) throw new Error(`no schema for ${extension}`);

		test('is read as it was written, and written with the same bytes', () => {
			fc.assert(
				fc.property(messages(schema, layout.renumbering), (message) => {
					fillRequired(schema, message);
					layout.complete?.(message, { path });
					const type = { extension, schema, kind: 'message' } as const;
					const resource = { kind: 'message', path, type, schema, message, layout: layout.name } as const;
					const bytes = writeResource(resource);
					const again = read(path, bytes, layout.name);
					expect(equals(schema, again.message, message)).toBe(true);
					expect(again.layout).toBe(layout.name);
					expect(writeResource(again)).toEqual(bytes);
				}),
				{ numRuns: 60 },
			);
		});

		test('keeps fields that neither it nor today knows', () => {
			const extra = new WireWriter();
			extra.bytes(900, encodeUtf8('kept'));
			extra.number(901, 7);
			const again = read(path, extra.finish(), layout.name);
			expect(writeResource(again).slice(-extra.finish().length)).toEqual(extra.finish());
			expect(writeResource({ ...again, layout: again.layout })).toEqual(writeResource(again));
		});
	},
);

describe('fonts with their glyphs inside', () => {
	const layout = layoutsOf('fontc')?.layouts.find(({ name }) => name === 'to-1.3.1') as Layout;

	test('are a font and a glyph bank, written as one file', () => {
		fc.assert(
			fc.property(
				messages(FontMapSchema, layout.renumbering),
				messages(GlyphBankSchema, layout.renumbering, BANK_FIELDS),
				(message, bank) => {
					fillRequired(FontMapSchema, message);
					fillRequired(GlyphBankSchema, bank);
					const type = { extension: 'fontc', schema: FontMapSchema, kind: 'message' } as const;
					const bytes = writeResource({
						kind: 'message',
						path: '/a.fontc',
						type,
						schema: FontMapSchema,
						message,
						layout: 'to-1.3.1',
						glyphBank: bank as never,
					});
					const again = read('/a.fontc', bytes, 'to-1.3.1');
					expect(equals(FontMapSchema as DescMessage, again.message, message)).toBe(true);
					if (again.glyphBank) expect(equals(GlyphBankSchema, again.glyphBank, bank as never)).toBe(true);
					expect(writeResource(again)).toEqual(bytes);
				},
			),
		);
	});

	test('throws unrepresentable when they are to be written in a layout without', () => {
		const bytes = new WireWriter();
		bytes.bytes(2, encodeUtf8('/m.materialc'));
		bytes.encoded(8, 5, new Uint8Array(4));
		bytes.encoded(9, 5, new Uint8Array(4));
		const font = read('/a.fontc', bytes.finish());
		expect(font.layout).toBe('to-1.3.1');
		expect(codeOf(() => writeResource({ ...font, layout: 'current' }))).toBe('unrepresentable');
	});
});

describe('what a layout says in another way', () => {
	test('a glyph below the line has a negative descent, and the five bytes it had', () => {
		const glyph = new WireWriter();
		glyph.number(1, 34);
		glyph.number(2, 13);
		glyph.number(6, 0xffff_fff6);
		const bank = new WireWriter();
		bank.bytes(1, glyph.finish());
		bank.number(7, 1);
		const { message, layout } = read('/a.glyph_bankc', bank.finish());
		expect(layout).toBe('to-1.9.3');
		expect((message as { glyphs?: unknown[] }).glyphs?.[0]).toMatchObject({ width: 13, descent: -10 });
		expect(writeResource(read('/a.glyph_bankc', bank.finish()))).toEqual(bank.finish());
	});

	test('throws unrepresentable for a width that is no whole number where it must be one', () => {
		const message = create(GlyphBankSchema, { glyphs: [{ character: 65, width: 1.5 }] });
		const type = { extension: 'glyph_bankc', schema: GlyphBankSchema, kind: 'message' } as const;
		const resource = { kind: 'message', path: '/a.glyph_bankc', type, schema: GlyphBankSchema, message } as const;
		expect(codeOf(() => writeResource({ ...resource, layout: 'to-1.10.1' }))).toBe('unrepresentable');
		expect(writeResource({ ...resource, layout: 'current' }).length).toBeGreaterThan(0);
	});

	test('a shader that is text alone is one shader of its own stage', () => {
		const source = encodeUtf8('#ifndef GL_ES\nvoid main() {}\n');
		const shader = read('/a.fpc', source);
		expect(shader).toMatchObject({ layout: 'text', message: { shaders: [{ shaderType: 1, source }] } });
		expect(writeResource(shader)).toEqual(source);
		const two = create(ShaderDescSchema, { shaders: [{ source, shaderType: 0, language: 1 }] });
		expect(codeOf(() => writeResource({ ...shader, message: two }))).toBe('unrepresentable');
	});

	test('frames of the oldest texture sets are numbered in order, and must stay so', () => {
		const layout = layoutsOf('texturesetc')?.layouts[0] as Layout;
		const message = create(TextureSetSchema, { texture: '/a.texturec', texCoords: new Uint8Array(96) });
		fillRequired(TextureSetSchema, message);
		layout.complete?.(message, { path: '' });
		expect(message.frameIndices).toEqual([0, 1, 2]);
		const type = { extension: 'texturesetc', schema: TextureSetSchema, kind: 'message' } as const;
		const set = {
			kind: 'message',
			path: '/a.texturesetc',
			type,
			schema: TextureSetSchema,
			message,
			layout: layout.name,
		} as const;
		expect(writeResource(set).length).toBeGreaterThan(96);
		message.frameIndices = [0, 0, 2];
		expect(codeOf(() => writeResource(set))).toBe('unrepresentable');
	});

	test('streams of old buffers have the hash of their name', () => {
		const stream = new WireWriter();
		stream.bytes(1, encodeUtf8('position'));
		stream.number(2, 8);
		stream.number(3, 3);
		const buffer = new WireWriter();
		buffer.bytes(1, stream.finish());
		const resource = read('/a.bufferc', buffer.finish());
		expect(resource.layout).toBe('to-1.3.1');
		const message = resource.message as ReturnType<typeof create<typeof BufferDescSchema>>;
		expect(message.streams[0]?.nameHash).toBe(hash64('position'));
		expect(writeResource(resource)).toEqual(buffer.finish());
	});

	test('a material of 2017 has its constants where they are today', () => {
		const constant = new WireWriter();
		constant.bytes(1, encodeUtf8('view_proj'));
		constant.number(2, 1);
		const material = new WireWriter();
		for (const [field, text] of [
			[1, 'm'],
			[3, '/m.vpc'],
			[4, '/m.fpc'],
		] as const)
			material.bytes(field, encodeUtf8(text));
		material.bytes(5, constant.finish());
		const resource = read('/m.materialc', material.finish());
		expect(resource.layout).toBe('to-1.2.138');
		expect(isFieldSet(resource.message as never, MaterialDescSchema.field['vertexSpace'] as never)).toBe(false);
		expect(resource.message).toMatchObject({ vertexConstants: [{ name: 'view_proj', type: 1 }] });
	});

	test('a model of 1.2 has one material, and can be changed', () => {
		const model = new WireWriter();
		for (const text of ['/r.rigscenec', '/m.materialc', '/t.texturec', '/u.texturec'].entries())
			model.bytes(Math.min(text[0] + 1, 3), encodeUtf8(text[1]));
		model.bytes(4, encodeUtf8('walk'));
		const resource = read('/m.modelc', model.finish());
		const message = resource.message as ReturnType<typeof create<typeof ModelSchema>>;
		expect(message).toMatchObject({
			rigScene: '/r.rigscenec',
			defaultAnimation: 'walk',
			materials: [
				{
					name: 'default',
					material: '/m.materialc',
					textures: [{ texture: '/t.texturec' }, { texture: '/u.texturec' }],
				},
			],
		});
		expect(writeResource(resource)).toEqual(model.finish());
		message.materials[0]?.textures.pop();
		expect(read('/m.modelc', writeResource(resource)).message).toMatchObject({
			materials: [{ textures: [{ texture: '/t.texturec' }] }],
		});
		message.materials.push(...message.materials);
		expect(codeOf(() => writeResource(resource))).toBe('unrepresentable');
	});
});

describe('rigs of 1.2', () => {
	const bone = (parent: number, id: number, x: number): Uint8Array => {
		const writer = new WireWriter();
		writer.number(1, parent);
		writer.number(2, id);
		writer.bytes(3, toBinary(Point3Schema, create(Point3Schema, { x, y: 0, z: 0 })));
		writer.bytes(4, toBinary(QuatSchema, create(QuatSchema, { x: 0, y: 0, z: Math.SQRT1_2, w: Math.SQRT1_2 })));
		writer.bytes(5, toBinary(Vector3Schema, create(Vector3Schema, { x: 2, y: 2, z: 2 })));
		writer.number(6, 1);
		return writer.finish();
	};

	test('bones know their place in the model and back, and can be moved', () => {
		const skeleton = new WireWriter();
		skeleton.bytes(1, bone(0xffff, 1, 3));
		skeleton.bytes(1, bone(0, 2, 1));
		const resource = read('/s.skeletonc', skeleton.finish());
		expect(resource.layout).toBe('to-1.2.192');
		const { bones } = resource.message as ReturnType<typeof create<typeof SkeletonSchema>>;
		// Turned by a quarter about z and scaled by two, one along x in the parent is two along y in the model.
		expect(bones[1]?.world?.translation?.x).toBeCloseTo(3);
		expect(bones[1]?.world?.translation?.y).toBeCloseTo(2);
		expect(bones[1]?.world?.scale?.x).toBe(4);
		expect(bones[0]?.inverseBindPose?.translation?.x).toBeCloseTo(0);
		expect(bones[0]?.inverseBindPose?.translation?.y).toBeCloseTo(1.5);
		expect(writeResource(resource)).toEqual(skeleton.finish());
		if (bones[1]?.local?.translation) bones[1].local.translation.x = 5;
		expect(read('/s.skeletonc', writeResource(resource)).message).toMatchObject({
			bones: [{}, { local: { translation: { x: 5 } } }],
		});
	});

	test('tracks name the bone that they number', () => {
		const track = new WireWriter();
		track.number(1, 1);
		const animation = new WireWriter();
		animation.number(1, 77);
		animation.encoded(2, 5, new Uint8Array(4));
		animation.encoded(3, 5, new Uint8Array(4));
		animation.bytes(4, track.finish());
		const set = new WireWriter();
		set.bytes(1, animation.finish());
		for (const id of [100, 200]) set.number(2, id);
		const resource = read('/a.animationsetc', set.finish());
		expect(resource.layout).toBe('to-1.2.192');
		const message = resource.message as ReturnType<typeof create<typeof AnimationSetSchema>>;
		const [first] = message.animations[0]?.tracks ?? [];
		expect(first?.boneId).toBe(200n);
		expect(writeResource(resource)).toEqual(set.finish());
		if (first) first.boneId = 300n;
		expect(codeOf(() => writeResource(resource))).toBe('unrepresentable');
	});

	test('entries of a mesh set are models with the attachments they show, vertices spelled out', () => {
		const mesh = create(OlderMeshSchema, {
			positions: [0, 0, 0, 1, 2, 3],
			normals: [0, 0, 1],
			texcoord0: [0.25, 0.5],
			vertices: [
				{ position: 1, normal: 0, texcoord0: 0 },
				{ position: 0, normal: 0, texcoord0: 0 },
			],
			indices: new Uint8Array([0, 0, 1, 0, 0, 0]),
			weights: [1, 0, 0, 0, 0.5, 0.5, 0, 0],
			boneIndices: [0, 0, 0, 0, 1, 2, 0, 0],
		});
		const entry = create(OlderMeshEntrySchema, { id: 5n, meshSlots: [{ meshAttachments: [0], activeIndex: 0 }] });
		const set = new WireWriter();
		set.bytes(1, toBinary(OlderMeshEntrySchema, entry));
		set.bytes(2, toBinary(OlderMeshSchema, mesh));
		set.number(4, 2);
		set.number(5, 1);
		const resource = read('/a.meshsetc', set.finish());
		expect(resource.layout).toBe('to-1.2.192');
		const message = resource.message as ReturnType<typeof create<typeof MeshSetSchema>>;
		expect(message.models[0]?.meshes[0]).toMatchObject({
			positions: [1, 2, 3, 0, 0, 0],
			normals: [0, 0, 1, 0, 0, 1],
			texcoord0: [0.25, 0.5, 0.25, 0.5],
			weights: [0.5, 0.5, 0, 0, 1, 0, 0, 0],
			boneIndices: [1, 2, 0, 0, 0, 0, 0, 0],
			aabbMax: { x: 1, y: 2, z: 3 },
		});
		expect(writeResource(resource)).toEqual(set.finish());
		message.models.pop();
		expect(codeOf(() => writeResource(resource))).toBe('unrepresentable');
		expect(writeResource({ ...resource, layout: 'current' }).length).toBeGreaterThan(0);
	});
});

test('a broken file of a type with several layouts is refused, not taken for text', () => {
	const broken = concatBytes([new Uint8Array([0x0a, 9, 1, 0])]);
	for (const path of ['/a.fontc', '/a.fpc', '/a.texturesetc', '/a.meshsetc'])
		expect(['invalid', 'truncated']).toContain(codeOf(() => readResource(path, broken)));
});

test('reflection knows the fields that the tables name', () => {
	for (const extension of ['fontc', 'texturesetc', 'materialc', 'modelc', 'bufferc']) {
		const known = layoutsOf(extension);
		for (const { renumbering, schema = known?.schema } of known?.layouts ?? []) {
			const numbers = new Set(reflect(schema as DescMessage).fields.map(({ number }) => number));
			for (const { to } of renumbering.fields.values())
				expect(numbers.has(to) || to > BANK_FIELDS, `${extension} ${to}`).toBe(true);
		}
	}
});
