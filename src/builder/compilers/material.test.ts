import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, hash64 } from '../../bytes/index.ts';
import { MaterialDescSchema, ShaderDesc_Language, ShaderDescSchema } from '../../formats/index.ts';
import { compile, textOf } from '../memory-project-contract.ts';
import { readPublished } from '../published-contract.ts';

const MATERIAL = 'name: "m" tags: "tile" vertex_program: "/m.vp" fragment_program: "/m.fp" textures: "tex0"';
const LEGACY = {
	'/m.material': MATERIAL,
	'/m.vp':
		'uniform highp mat4 view_proj;\nattribute highp vec4 position; // corners\nattribute vec2 uv;\nvarying mediump vec2 v;\nvoid main() { v = uv; gl_Position = view_proj * position; }\n',
	'/m.fp':
		'#include "/lib.glsl"\nvarying mediump vec2 v;\nuniform lowp sampler2D tex0;\nuniform lowp vec4 tint;\nvoid main() { gl_FragColor = texture2D(tex0, v) * twice(tint); }\n',
	'/lib.glsl': 'lowp vec4 twice(lowp vec4 c) { return c * 2.0; }\n',
};

async function program(files: Record<string, string>) {
	const compiled = await compile('/shader_1.sp', files, { embedded: textOf('/m.vp\n/m.fp\n0\n') });
	return { ...compiled, desc: compiled.message(ShaderDescSchema) };
}

function sourceOf(
	desc: Awaited<ReturnType<typeof program>>['desc'],
	language: ShaderDesc_Language,
	type: number,
): string {
	const shader = desc.shaders.find((one) => one.language === language && one.shaderType === type);
	return decodeUtf8(shader?.source ?? new Uint8Array());
}

describe('materials', () => {
	it('name one program for their two shaders, by bob’s hash', async () => {
		const { message, units, diagnostics } = await compile('/m.material', LEGACY);
		const path = `/shader_${BigInt.asIntN(64, hash64('/m.vp/m.fp0'))}`;
		expect(diagnostics).toEqual([]);
		expect(units).toEqual([`${path}.sp`]);
		expect(message(MaterialDescSchema)).toMatchObject({
			program: `${path}.spc`,
			vertexProgram: '',
			fragmentProgram: '',
			textures: [],
			samplers: [{ name: 'tex0', nameHash: hash64('tex0') }],
		});
	});

	it('report shaders that are missing or none', async () => {
		const { diagnostics } = await compile('/m.material', {
			'/m.material': 'name: "m" vertex_program: "/m.fp" fragment_program: "/none.fp"',
			'/m.fp': '',
		});
		expect(diagnostics.map((one) => [one.code, one.column])).toEqual([
			['wrong-type', 27],
			['missing-file', 53],
		]);
	});
});

describe('shader programs', () => {
	it('translate the older dialect to both languages of the web', async () => {
		const { desc } = await program(LEGACY);
		expect(desc.shaders.map(({ language, shaderType }) => [language, shaderType])).toEqual([
			[ShaderDesc_Language.GLES_SM300, 0],
			[ShaderDesc_Language.GLES_SM300, 1],
			[ShaderDesc_Language.GLES_SM100, 0],
			[ShaderDesc_Language.GLES_SM100, 1],
		]);
		expect(sourceOf(desc, ShaderDesc_Language.GLES_SM300, 0)).toBe(
			'#version 300 es\nuniform highp mat4 view_proj;\nin highp vec4 position; \nin vec2 uv;\nout mediump vec2 v;\nvoid main() { v = uv; gl_Position = view_proj * position; }\n',
		);
		expect(sourceOf(desc, ShaderDesc_Language.GLES_SM300, 1)).toBe(
			'#version 300 es\nprecision mediump float;\nout vec4 _DMENGINE_GENERATED_gl_FragColor_0;\nlowp vec4 twice(lowp vec4 c) { return c * 2.0; }\n\nin mediump vec2 v;\nuniform lowp sampler2D tex0;\nuniform lowp vec4 tint;\nvoid main() { _DMENGINE_GENERATED_gl_FragColor_0 = texture(tex0, v) * twice(tint); }\n',
		);
		expect(sourceOf(desc, ShaderDesc_Language.GLES_SM100, 1)).toContain(
			'varying mediump vec2 v;\nuniform lowp sampler2D tex0;\nuniform lowp vec4 tint;\nvoid main() { gl_FragColor = texture2D(tex0, v) * twice(tint); }\n',
		);
	});

	it('say what the engine has to bind', async () => {
		const { reflection } = (await program(LEGACY)).desc;
		expect(reflection?.uniformBuffers).toMatchObject([
			{ name: '_DMENGINE_GENERATED_UB_VS_0', blockSize: 64, stageFlags: 1, set: 0, binding: 0, type: { typeIndex: 0 } },
			{ name: '_DMENGINE_GENERATED_UB_FS_0', blockSize: 16, stageFlags: 2, set: 1, binding: 1, type: { typeIndex: 1 } },
		]);
		expect(reflection?.types).toMatchObject([
			{ members: [{ name: 'view_proj', nameHash: hash64('view_proj'), type: { shaderType: 9 }, offset: 0 }] },
			{ members: [{ name: 'tint', type: { shaderType: 6 } }] },
		]);
		expect(reflection?.textures).toMatchObject([
			{ name: 'tex0', stageFlags: 2, set: 1, binding: 0, type: { shaderType: 10 } },
		]);
		expect(reflection?.inputs.map((one) => [one.name, one.stageFlags, one.binding])).toEqual([
			['position', 1, 0],
			['uv', 1, 1],
			['v', 2, 0],
		]);
	});

	it('translate desktop shaders with uniform blocks as bob names their members', async () => {
		const { desc } = await program({
			'/m.vp':
				'#version 140\nin vec4 position;\nout vec2 v;\nuniform vs { mat4 view_proj; vec4 offset[2]; };\nvoid main() { v = offset[1].xy; gl_Position = view_proj * position; }\n',
			'/m.fp':
				'#version 140\nin vec2 v;\nlayout(location = 0) out vec4 color;\nuniform samplerCube sky;\nuniform fs { float gain; vec4 tint; } u;\nvoid main() { color = texture(sky, vec3(v, 1.0)) * u.tint * u.gain; }\n',
		});
		expect(sourceOf(desc, ShaderDesc_Language.GLES_SM300, 0)).toContain(
			'layout(std140) uniform vs\n{\n    mat4 view_proj;\n    vec4 offset[2];\n} _1;\nvoid main() { v = _1.offset[1].xy; gl_Position = _1.view_proj * position; }',
		);
		expect(sourceOf(desc, ShaderDesc_Language.GLES_SM300, 1)).toContain(
			'color = texture(sky, vec3(v, 1.0)) * _2.tint * _2.gain;',
		);
		const es100 = sourceOf(desc, ShaderDesc_Language.GLES_SM100, 1);
		expect(es100).toContain('struct fs\n{\n    float gain;\n    vec4 tint;\n};\nuniform fs _2;');
		expect(es100).toContain('gl_FragData[0] = textureCube(sky, vec3(v, 1.0)) * _2.tint * _2.gain;');
		expect(es100).toContain('varying vec2 v;');
		expect(desc.reflection?.uniformBuffers).toMatchObject([
			{ name: 'vs', id: 1, blockSize: 96 },
			{ name: 'fs', id: 2, blockSize: 32 },
		]);
		expect(desc.reflection?.types[1]?.members.map((one) => one.offset)).toEqual([0, 16]);
	});

	it('report an include that is missing where it stands', async () => {
		const { diagnostics } = await compile(
			'/shader_1.sp',
			{ ...LEGACY, '/m.fp': '\n  #include "lib/none.glsl"\n' },
			{ embedded: textOf('/m.vp\n/m.fp\n0\n') },
		);
		expect(diagnostics).toMatchObject([{ file: '/m.fp', line: 2, column: 3, code: 'missing-file' }]);
	});
});

const bundle = join(import.meta.dirname, '../../../../shared/corpus/bundles/defold-liveupdate-reszip');

describe.skipIf(!existsSync(bundle))('builtins of a published bundle (skipped where the corpus is absent)', () => {
	it.each([
		['/builtins/materials/sprite.material', 'materialc'],
		['/builtins/fonts/font-df.material', 'materialc'],
		['/builtins/fonts/label-df.material', 'materialc'],
		['/builtins/render/default.render', 'renderc'],
		['/builtins/render/default.display_profiles', 'display_profilesc'],
		['/builtins/input/all.input_binding', 'input_bindingc'],
	])('%s compiles to the bytes that bob 1.11.2 wrote', async (path, extension) => {
		const theirs = readPublished(bundle).get(path.replace(/[^.]*$/, extension));
		expect((await compile(path, {})).resources[0]?.bytes).toEqual(new Uint8Array(theirs ?? []));
	});
});
