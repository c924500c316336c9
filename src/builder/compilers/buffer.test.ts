import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import { BufferDescSchema, MeshDescSchema, RenderTargetDescSchema, readTexture } from '../../formats/index.ts';
import { compile, png } from '../memory-project-contract.ts';

describe('buffers, meshes, cubemaps and render targets', () => {
	it('have the streams of a buffer, each in the field of its type', async () => {
		const text = JSON.stringify([
			{ name: 'position', type: 'float32', count: 3, data: [0, 0.5, 1] },
			{ name: 'color', type: 'uint8', count: 4, data: [255, 0, 0, 255] },
			{ name: 'wide', type: 'int64', count: 1, data: [-5] },
		]);
		const { message, diagnostics } = await compile('/a.buffer', { '/a.buffer': text });
		expect(diagnostics).toEqual([]);
		expect(message(BufferDescSchema).streams).toMatchObject([
			{ name: 'position', nameHash: hash64('position'), valueCount: 3, f: [0, 0.5, 1] },
			{ name: 'color', valueCount: 4, ui: [255, 0, 0, 255] },
			{ name: 'wide', i64: [-5n] },
		]);
	});

	it.each([
		['[\n1,\n}', 3],
		['{}', 1],
		['[{ "name": "a",\n"type": "float16", "count": 1, "data": [] }]', 1],
		['[\n{ "name": "a", "type": "uint8", "count": 1, "data": [256] }]', 2],
		['[{ "name": "a", "type": "uint8", "count": 2, "data": [1] }]', 1],
		['[{ "name": "a", "type": "uint8", "count": 0, "data": [] }]', 1],
	])('report what is wrong in %s', async (text, line) => {
		const { resources, diagnostics } = await compile('/a.buffer', { '/a.buffer': text });
		expect(resources).toEqual([]);
		expect(diagnostics).toMatchObject([{ line, code: 'invalid-buffer' }]);
	});

	it('name the buffer, material and textures of a mesh', async () => {
		const { message, diagnostics } = await compile('/a.mesh', {
			'/a.mesh':
				'material: "/builtins/materials/model.material" vertices: "/a.buffer" textures: "/a.png" primitive_type: PRIMITIVE_LINES ' +
				'position_stream: "position"',
			'/a.buffer': '[]',
			'/a.png': await png(2, 2),
		});
		expect(diagnostics).toEqual([]);
		expect(message(MeshDescSchema)).toMatchObject({
			material: '/builtins/materials/model.materialc',
			vertices: '/a.bufferc',
			textures: ['/a.texturec'],
			primitiveType: 1,
		});
	});

	it('are six pictures one after the other in a cubemap, of one size', async () => {
		const sides = ['right', 'left', 'top', 'bottom', 'front', 'back'];
		const files: Record<string, string | Uint8Array> = {};
		for (const [index, side] of sides.entries())
			files[`/${side}.png`] = await png(2, 2, { r: index, g: 0, b: 0, alpha: 1 });
		files['/a.cubemap'] = sides.map((side) => `${side}: "/${side}.png"`).join('\n');
		const { resources, diagnostics } = await compile('/a.cubemap', files);
		expect(diagnostics).toEqual([]);
		expect(resources.map(({ path }) => path)).toEqual(['/a.texturec']);
		const { image, data } = readTexture(resources[0]?.bytes ?? new Uint8Array(), '/a.texturec');
		expect([image.type, image.count]).toEqual([2, 6]);
		const [size = 0] = image.alternatives[0]?.mipMapSize ?? [];
		expect(sides.map((_, side) => data[0]?.[side * size])).toEqual([0, 1, 2, 3, 4, 5]);
		files['/back.png'] = await png(4, 2);
		expect((await compile('/a.cubemap', files)).diagnostics).toMatchObject([{ line: 6, code: 'size-mismatch' }]);
	});

	it('keep the attachments of a render target, and report one without size', async () => {
		const text =
			'color_attachments { width: 64 height: 32 format: TEXTURE_FORMAT_RGBA }\ndepth_stencil_attachment { width: 64 height: 32 }';
		const { message, diagnostics } = await compile('/a.render_target', { '/a.render_target': text });
		expect(diagnostics).toEqual([]);
		expect(message(RenderTargetDescSchema)).toMatchObject({ colorAttachments: [{ width: 64, height: 32 }] });
		const none = await compile('/a.render_target', {
			'/a.render_target': '\ncolor_attachments { width: 0 height: 1 }',
		});
		expect(none.diagnostics).toMatchObject([{ line: 2, code: 'limit' }]);
	});
});
