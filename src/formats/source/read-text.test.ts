import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, equals } from '@bufbuild/protobuf';
import { fromText } from '@bufbuild/protobuf/txtpb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AtlasSchema } from '../ddf/gen/atlas_ddf_pb.ts';
import { CollectionDescSchema, PrototypeDescSchema } from '../ddf/gen/gameobject_ddf_pb.ts';
import { LabelDescSchema, SpriteDescSchema, TileGridSchema, TileSetSchema } from '../ddf/gen/gamesys_ddf_pb.ts';
import { SceneDescSchema } from '../ddf/gen/gui_ddf_pb.ts';
import { InputBindingSchema } from '../ddf/gen/input_ddf_pb.ts';
import { CollisionObjectDescSchema } from '../ddf/gen/physics_ddf_pb.ts';
import { FontDescSchema } from '../ddf/gen/render_ddf_pb.ts';
import { readText } from './read-text.ts';
import { createSourceText } from './source-text.ts';
import { writeText } from './write-text.ts';

const read = (schema: Parameters<typeof readText>[0], text: string) =>
	readText(schema, createSourceText('/a.txt', text));
const first = (schema: Parameters<typeof readText>[0], text: string) => read(schema, text).diagnostics[0];

describe('readText', () => {
	it('reads scalars, enums by name and number, nested messages, lists and adjacent strings', () => {
		const { message, diagnostics } = readText(
			AtlasSchema,
			createSourceText(
				'/a.atlas',
				`# a comment
				images { image: "/a" '.png' sprite_trim_mode: SPRITE_TRIM_MODE_4 }
				images: < image: '\\x2fb.png'; pivot_x: -.5e-1, pivot_y: 1f >
				animations { id: "an\\303\\251\\u00e9" images [{image: "/c.png"}, {image: "/d.png"}] playback: 4 fps: 0x10 }
				margin: 012`,
			),
		);
		expect(diagnostics).toEqual([]);
		expect(message?.images.map((image) => image.image)).toEqual(['/a.png', '/b.png']);
		expect(message?.images[0]?.spriteTrimMode).toBe(4);
		expect(message?.images[1]?.pivotX).toBe(Math.fround(-0.05));
		expect(message?.images[1]?.pivotY).toBe(1);
		expect(message?.animations[0]).toMatchObject({ id: 'anéé', playback: 4, fps: 16 });
		expect(message?.animations[0]?.images.map((image) => image.image)).toEqual(['/c.png', '/d.png']);
		expect(message?.margin).toBe(10);
	});

	it('keeps the difference between a field that is set to its default and one that is not set', () => {
		const set = readText(AtlasSchema, createSourceText('/a', 'margin: 0')).message;
		expect(Object.hasOwn(set as object, 'margin')).toBe(true);
		expect(Object.hasOwn(readText(AtlasSchema, createSourceText('/a', '')).message as object, 'margin')).toBe(false);
	});

	it('reads the short form of lists and booleans in every spelling', () => {
		const text =
			'type: 1 mass: 1 friction: inf restitution: -inf group: "g" mask: ["a", "b"] bullet: t locked_rotation: 1';
		const { message } = readText(CollisionObjectDescSchema, createSourceText('/a', text));
		expect(message).toMatchObject({ mask: ['a', 'b'], bullet: true, lockedRotation: true, friction: Infinity });
		expect(message?.restitution).toBe(-Infinity);
	});

	it('names file, line and column of a value that is wrong, and goes on', () => {
		const { diagnostics, message } = read(AtlasSchema, 'margin: "x"\nimages { image: 3 }\nextrude_borders: -1');
		expect(diagnostics.map((one) => [one.code, one.line, one.column])).toEqual([
			['wrong-type', 1, 9],
			['wrong-type', 2, 17],
			['wrong-type', 3, 18],
		]);
		expect(diagnostics[0]?.message).toBe('expected a whole number for margin, found a string');
		expect(message).toBeUndefined();
	});

	it('says which name was meant', () => {
		expect(first(AtlasSchema, 'extrude_border: 2')).toMatchObject({
			code: 'unknown-field',
			severity: 'error',
			hint: 'did you mean extrude_borders?',
		});
		expect(first(SpriteDescSchema, 'default_animation: "a" blend_mode: BLEND_MODE_ALFA')).toMatchObject({
			code: 'unknown-value',
			hint: 'did you mean BLEND_MODE_ALPHA?',
		});
	});

	it('warns of a field of another version and leaves it out', () => {
		const { diagnostics, message } = read(
			AtlasSchema,
			'margin: 1 brand_new { a: 1 b { c: "}" } d: [1, 2] e < f: 1 > } other: - 3 third: [ { a: 1 } ] inner_padding: 2',
		);
		expect(diagnostics.map((one) => [one.code, one.severity])).toEqual([
			['unknown-field', 'warning'],
			['unknown-field', 'warning'],
			['unknown-field', 'warning'],
		]);
		expect(message).toMatchObject({ margin: 1, innerPadding: 2 });
	});

	it('does not take a numbered field for a misspelt one', () => {
		expect(first(SpriteDescSchema, 'default_animation: "a" size2: 1')?.severity).toBe('warning');
	});

	it('reports a missing required field where its message begins', () => {
		const { diagnostics } = read(CollectionDescSchema, 'name: "a"\ninstances {\n  id: "b"\n}');
		expect(diagnostics).toMatchObject([
			{ code: 'missing-field', line: 2, column: 11, message: 'InstanceDesc needs a field prototype, found none' },
		]);
	});

	it.each([
		['margin 3', 'expected : after margin, found 3', 8],
		['margin: }', 'expected a value of margin, found }', 9],
		['images {', 'expected } to end AtlasImage, found the end of the text', 9],
		['images 3', 'expected { to begin images, found 3', 8],
		['margin: [3]', 'expected one value for margin, found a list', 9],
		['margin: 3 }', 'expected a field of Atlas, found }', 11],
		['rename_patterns: "a', 'expected the string to end with " on the same line', 18],
		['rename_patterns: "\\q"', 'expected an escape such as \\n or \\", found \\q', 19],
		['margin: 3 ?', 'expected a field, a value or a bracket, found "?"', 11],
		['rename_patterns: "\\377"', 'the escaped bytes are not UTF-8', 19],
	])('refuses %s', (text, message, column) => {
		expect(first(AtlasSchema, text)).toMatchObject({ message, line: 1, column });
	});

	it('refuses messages nested too deeply, also unknown ones', () => {
		const text = `${'unknown { '.repeat(100)}${'}'.repeat(100)}`;
		expect(read(AtlasSchema, text).diagnostics.at(-1)).toMatchObject({ code: 'syntax' });
		expect(read(AtlasSchema, text).diagnostics.at(-1)?.message).toMatch(/nested deeper/);
		expect(read(AtlasSchema, text).message).toBeUndefined();
	});

	it('maps places inside embedded text back to the outer file', () => {
		const text =
			'embedded_components {\n  id: "s"\n  type: "sprite"\n  data: "tile_set: \\"/a\\"\\n"\n  "default_animatio: 1\\n"\n}';
		const outer = readText(PrototypeDescSchema, createSourceText('/a.go', text));
		const component = outer.message?.embeddedComponents[0];
		if (!component) throw new Error('expected a component');
		const inner = readText(SpriteDescSchema, outer.textOf(component, 'data'));
		expect(inner.diagnostics[0]).toMatchObject({ file: '/a.go', line: 5, column: 4, code: 'unknown-field' });
		expect(outer.textOf(component, 'data').locate(10)).toEqual({ file: '/a.go', line: 4, column: 20 });
	});

	it('maps places through two levels of embedding', () => {
		const prototype = create(PrototypeDescSchema, {
			embeddedComponents: [{ id: 'é', type: 'sprite', data: 'tile_set: "/é"\nblend_mode: NO\n' }],
		});
		const collection = create(CollectionDescSchema, {
			name: 'x',
			embeddedInstances: [{ id: 'a', data: writeText(PrototypeDescSchema, prototype) }],
		});
		const text = writeText(CollectionDescSchema, collection);
		const outer = readText(CollectionDescSchema, createSourceText('/a.collection', text));
		const instance = outer.message?.embeddedInstances[0];
		const middle = instance && readText(PrototypeDescSchema, outer.textOf(instance, 'data'));
		const component = middle?.message?.embeddedComponents[0];
		if (!middle || !component) throw new Error('expected a component');
		const { line, column } = readText(SpriteDescSchema, middle.textOf(component, 'data')).diagnostics[0] ?? {};
		expect(text.split('\n')[(line ?? 0) - 1]?.slice((column ?? 0) - 1)).toMatch(/^NO/);
	});

	it('knows where each value stands', () => {
		const text = 'images {\n image: "/a"\n}\nimages {\n  image: "/b"\n}';
		const reading = readText(AtlasSchema, createSourceText('/a', text));
		const second = reading.message?.images[1];
		if (!reading.message || !second) throw new Error('expected two images');
		expect(reading.at(second, 'image')).toMatchObject({ line: 5, column: 10 });
		expect(reading.at(reading.message, 'images', 1)).toMatchObject({ line: 4, column: 8 });
		expect(reading.at(second, 'pivotX')).toMatchObject({ line: 4, column: 8 });
	});

	it('agrees with the protobuf library on every message that writeText writes', () => {
		const name = fc.string({ unit: 'binary' });
		const real = fc.float({ noNaN: true });
		const label = fc.record(
			{
				text: name,
				leading: real,
				tracking: real,
				pivot: fc.integer({ min: 0, max: 8 }),
				lineBreak: fc.boolean(),
				color: fc.record({ x: real, y: real }, { requiredKeys: [] }),
			},
			{ requiredKeys: [] },
		);
		fc.assert(
			fc.property(label, name, name, (fields, font, material) => {
				const message = create(LabelDescSchema, { ...fields, font, material, size: { x: 1 } } as never);
				const text = writeText(LabelDescSchema, message);
				const ours = readText(LabelDescSchema, createSourceText('/l', text));
				expect(ours.diagnostics).toEqual([]);
				expect(ours.message && equals(LabelDescSchema, ours.message, message)).toBe(true);
				expect(equals(LabelDescSchema, fromText(LabelDescSchema, text), message)).toBe(true);
			}),
			{ numRuns: 300 },
		);
	});

	it('never throws, whatever the text', () => {
		const piece = fc.constantFrom(
			'images',
			'{',
			'}',
			':',
			'[',
			']',
			'"a"',
			'3',
			'-',
			'<',
			'>',
			',',
			'margin',
			'\n',
			'"',
			'#',
			'\\',
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pieces) => {
				expect(Array.isArray(read(AtlasSchema, pieces.join(' ')).diagnostics)).toBe(true);
			}),
			{ numRuns: 500, seed: 7 },
		);
	});
});

const projects = join(import.meta.dirname, '../../../../shared/corpus/projects');
const SCHEMAS: Record<string, Parameters<typeof readText>[0]> = {
	'.collection': CollectionDescSchema,
	'.go': PrototypeDescSchema,
	'.atlas': AtlasSchema,
	'.font': FontDescSchema,
	'.gui': SceneDescSchema,
	'.tilesource': TileSetSchema,
	'.tilemap': TileGridSchema,
	'.input_binding': InputBindingSchema,
};

describe.skipIf(!existsSync(projects))('projects of other people (skipped where the corpus is absent)', () => {
	const files = existsSync(projects)
		? readdirSync(projects, { recursive: true, encoding: 'utf8' }).filter(
				(name) => SCHEMAS[name.slice(name.lastIndexOf('.'))],
			)
		: [];

	it.each(files)('reads %s as the protobuf library does, and writes it back', (name) => {
		const schema = SCHEMAS[name.slice(name.lastIndexOf('.'))];
		if (!schema) throw new Error('expected a schema');
		const text = readFileSync(join(projects, name), 'utf8');
		const { message, diagnostics } = readText(schema, createSourceText(`/${name}`, text));
		expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
		if (!message) throw new Error('expected a message');
		if (diagnostics.length > 0) return;
		expect(equals(schema, message, fromText(schema, text))).toBe(true);
		const again = readText(schema, createSourceText('/again', writeText(schema, message))).message;
		expect(again && equals(schema, message, again)).toBe(true);
	});
});
