import { create } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CollectionDescSchema, EmbeddedInstanceDescSchema } from '../ddf/gen/gameobject_ddf_pb.ts';
import { SpriteDescSchema } from '../ddf/gen/gamesys_ddf_pb.ts';
import { VertexAttributeSchema } from '../ddf/gen/graphics_ddf_pb.ts';
import { Point3Schema } from '../ddf/gen/math_ddf_pb.ts';
import { readText } from './read-text.ts';
import { createSourceText } from './source-text.ts';
import { writeText } from './write-text.ts';

describe('writeText', () => {
	it('writes again what the schema does not know, in the message it stood in', () => {
		const text = [
			'name: "main" # a comment',
			'newer_setting: 3 # of another Defold',
			'instances {',
			'  id: "a"',
			'  prototype: "/a.go"',
			'  newer { deep: "x#y" list: [1, 2] }',
			'  [some.extension]: -inf',
			'}',
			'',
		].join('\n');
		const reading = readText(CollectionDescSchema, createSourceText('/a.collection', text));
		if (!reading.message) throw new Error('it can be read');
		const written = writeText(CollectionDescSchema, reading.message, reading.unknownIn);
		expect(written).toBe(
			[
				'name: "main"',
				'instances {',
				'  id: "a"',
				'  prototype: "/a.go"',
				'  newer { deep: "x#y" list: [1, 2] }',
				'  [some.extension]: -inf',
				'}',
				'newer_setting: 3',
				'',
			].join('\n'),
		);
		const again = readText(CollectionDescSchema, createSourceText('/a.collection', written));
		if (!again.message) throw new Error('it can be read again');
		expect(writeText(CollectionDescSchema, again.message, again.unknownIn)).toBe(written);
	});

	it('writes as the editor does: two spaces a level, a field a line, a literal for each line of text', () => {
		const message = create(CollectionDescSchema, {
			name: 'main',
			embeddedInstances: [
				{
					id: 'go',
					data: 'components {\n  id: "a\\b"\n}\n',
					position: { x: 1.5, y: -3, z: 0.1 },
					children: ['x', 'y'],
				},
			],
			scaleAlongZ: 1,
		});
		expect(writeText(CollectionDescSchema, message)).toBe(
			`name: "main"
scale_along_z: 1
embedded_instances {
  id: "go"
  children: "x"
  children: "y"
  data: "components {\\n"
  "  id: \\"a\\\\b\\"\\n"
  "}\\n"
  ""
  position {
    x: 1.5
    y: -3.0
    z: 0.1
  }
}
`,
		);
	});

	it('writes enumerations by name, bytes as escapes and nothing that is not set', () => {
		expect(writeText(SpriteDescSchema, create(SpriteDescSchema, { defaultAnimation: 'a', blendMode: 1 }))).toBe(
			'default_animation: "a"\nblend_mode: BLEND_MODE_ADD\n',
		);
		const attribute = create(VertexAttributeSchema, {
			name: 'a',
			binaryValues: Uint8Array.of(0, 34, 65, 255),
		});
		expect(writeText(VertexAttributeSchema, attribute)).toContain('binary_values: "\\000\\"A\\377"\n');
		expect(writeText(SpriteDescSchema, create(SpriteDescSchema))).toBe('');
	});

	it('writes every 32-bit number with digits that give it back', () => {
		fc.assert(
			fc.property(fc.float({ noNaN: true }), (x) => {
				const text = writeText(Point3Schema, create(Point3Schema, { x }));
				expect(text).toMatch(/^x: (-?\d+\.\d+(E-?\d+)?|-?inf)\n$/);
				expect(readText(Point3Schema, createSourceText('/p', text)).message?.x).toBe(x);
			}),
		);
	});

	it('keeps any text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (data) => {
				const message = create(EmbeddedInstanceDescSchema, { id: 'a', data });
				const text = writeText(EmbeddedInstanceDescSchema, message);
				expect(readText(EmbeddedInstanceDescSchema, createSourceText('/p', text)).message?.data).toBe(data);
			}),
		);
	});
});
