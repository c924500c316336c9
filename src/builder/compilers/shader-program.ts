import { create, toBinary } from '@bufbuild/protobuf';
import { decodeUtf8Lossy, encodeUtf8 } from '../../bytes/index.ts';
import {
	type Position,
	ShaderDesc_Language,
	type ShaderDesc_Shader,
	ShaderDesc_ShaderSchema,
	ShaderDescSchema,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { reflectProgram } from '../shaders/reflection.ts';
import { type ShaderStage, type TranslatedShader, translateShader } from '../shaders/translate-glsl.ts';

/** How deep files may include one another. */
const MAX_INCLUDES = 16;

/**
 * The program of a material: its vertex and its fragment shader in both languages of the web, and what they share.
 *
 * The unit is made by the material; its text is the paths of the two shaders, one a line.
 */
export const shaderProgramCompiler: Compiler = {
	extensions: ['sp'],
	outputExtension: 'spc',
	async compile(unit, context) {
		const text = await context.textOf(unit);
		const at = text.locate(0);
		const [vertexPath = '', fragmentPath = ''] = text.text.split('\n');
		const vertexSource = await loadShader(vertexPath, { at, field: 'vertex_program' }, context);
		const fragmentSource = await loadShader(fragmentPath, { at, field: 'fragment_program' }, context);
		if (vertexSource === undefined || fragmentSource === undefined) return [];
		const vertex = translateShader(vertexSource, 'vertex', 1);
		const fragment = translateShader(fragmentSource, 'fragment', 1 + vertex.blocks.length);
		const program = create(ShaderDescSchema, {
			shaders: [
				shader(vertex, 'vertex', ShaderDesc_Language.GLES_SM300),
				shader(fragment, 'fragment', ShaderDesc_Language.GLES_SM300),
				shader(vertex, 'vertex', ShaderDesc_Language.GLES_SM100),
				shader(fragment, 'fragment', ShaderDesc_Language.GLES_SM100),
			],
			reflection: reflectProgram(vertex, fragment),
		});
		return [{ path: withExtension(unit.path, 'spc'), bytes: toBinary(ShaderDescSchema, program) }];
	},
};

function shader(translated: TranslatedShader, stage: ShaderStage, language: ShaderDesc_Language): ShaderDesc_Shader {
	const source = language === ShaderDesc_Language.GLES_SM300 ? translated.es300 : translated.es100;
	return create(ShaderDesc_ShaderSchema, {
		source: encodeUtf8(source),
		shaderType: stage === 'vertex' ? 0 : 1,
		language,
	});
}

/** A shader's text with its includes in place; each file is included once. */
async function loadShader(
	path: string,
	place: { readonly at: Position; readonly field: string },
	context: CompileContext,
	included: Set<string> = new Set([path]),
): Promise<string | undefined> {
	const bytes = await context.load(path, place);
	if (!bytes) return undefined;
	const lines = decodeUtf8Lossy(bytes).split('\n');
	for (const [index, line] of lines.entries()) {
		const include = /^\s*#\s*include\s+[<"]([^>"]+)[>"]/.exec(line)?.[1];
		if (include === undefined) continue;
		const target = resolvePath(path, include);
		const at = { file: path, line: index + 1, column: line.indexOf('#') + 1 };
		if (included.size > MAX_INCLUDES) {
			context.report(at, { code: 'limit', message: `shaders cannot include more than ${MAX_INCLUDES} files` });
			return undefined;
		}
		if (included.has(target)) lines[index] = '';
		else {
			included.add(target);
			const text = await loadShader(target, { at, field: '#include' }, context, included);
			if (text === undefined) return undefined;
			lines[index] = text;
		}
	}
	return lines.join('\n');
}

function resolvePath(from: string, path: string): string {
	const parts = path.startsWith('/') ? [] : from.split('/').slice(1, -1);
	for (const part of path.split('/')) {
		if (part === '..') parts.pop();
		else if (part !== '.' && part !== '') parts.push(part);
	}
	return `/${parts.join('/')}`;
}
