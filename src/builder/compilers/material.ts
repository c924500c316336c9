import { create } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	MaterialDesc_FilterModeMag,
	MaterialDesc_FilterModeMin,
	MaterialDesc_SamplerSchema,
	MaterialDesc_WrapMode,
	MaterialDescSchema,
} from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';
import { compileVertexAttribute } from './vertex-attributes.ts';

/**
 * `.material`: shaders, their constants and samplers.
 *
 * The two shaders become one program, which materials with the same shaders share; its name is bob's: the hash of both
 * paths and the number of pages, as a signed number.
 */
export const materialCompiler: Compiler = messageCompiler({
	extensions: ['material'],
	outputExtension: 'materialc',
	schema: MaterialDescSchema,
	async transform({ message, reading, context }) {
		for (const [field, extension] of [
			['vertexProgram', 'vp'],
			['fragmentProgram', 'fp'],
		] as const) {
			const at = reading.at(message, field);
			if (!message[field].endsWith(`.${extension}`)) {
				const found = message[field] || 'nothing';
				context.report(at, { code: 'wrong-type', message: `expected a .${extension} file, found ${found}` });
			} else
				await context.load(message[field], {
					at,
					field: field === 'vertexProgram' ? 'vertex_program' : 'fragment_program',
				});
		}
		const { vertexProgram, fragmentProgram, maxPageCount } = message;
		const hash = BigInt.asIntN(64, hash64(`${vertexProgram}${fragmentProgram}${maxPageCount}`));
		const at = reading.at(message, 'vertexProgram');
		message.program = context.generate({
			path: `/shader_${hash}.sp`,
			extension: 'sp',
			embedded: { file: at.file, text: `${vertexProgram}\n${fragmentProgram}\n${maxPageCount}\n`, locate: () => at },
		});
		message.vertexProgram = '';
		message.fragmentProgram = '';
		for (const name of message.textures) {
			if (message.samplers.some((sampler) => sampler.name === name)) continue;
			message.samplers.push(
				create(MaterialDesc_SamplerSchema, {
					name,
					wrapU: MaterialDesc_WrapMode.CLAMP_TO_EDGE,
					wrapV: MaterialDesc_WrapMode.CLAMP_TO_EDGE,
					filterMin: MaterialDesc_FilterModeMin.LINEAR,
					filterMag: MaterialDesc_FilterModeMag.LINEAR,
				}),
			);
		}
		message.textures = [];
		for (const sampler of message.samplers) {
			sampler.nameHash = hash64(sampler.name);
			if (sampler.texture === '') continue;
			const place = { at: reading.at(sampler, 'texture'), field: 'texture' };
			sampler.texture = await context.reference(sampler.texture, place);
		}
		for (const attribute of message.attributes) compileVertexAttribute(attribute, attribute);
	},
});
