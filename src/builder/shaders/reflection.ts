import { create } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	type ShaderDesc_ResourceBinding,
	ShaderDesc_ResourceBindingSchema,
	ShaderDesc_ResourceTypeInfoSchema,
	type ShaderDesc_ShaderReflection,
	ShaderDesc_ShaderReflectionSchema,
} from '../../formats/index.ts';
import type { GlslVariable } from './glsl-interface.ts';
import { layoutMembers, shaderDataType } from './glsl-types.ts';
import type { ShaderStage, TranslatedShader } from './translate-glsl.ts';

const STAGES: Readonly<Record<ShaderStage, { readonly flag: number; readonly set: number; readonly mark: string }>> = {
	vertex: { flag: 1, set: 0, mark: 'VS' },
	fragment: { flag: 2, set: 1, mark: 'FS' },
};

/**
 * What an engine is told of a program: uniform buffers, textures, inputs and outputs of both stages.
 *
 * A uniform outside of blocks is a buffer with one member, as in bob; its buffer's name is made up.
 */
export function reflectProgram(vertex: TranslatedShader, fragment: TranslatedShader): ShaderDesc_ShaderReflection {
	const reflection = create(ShaderDesc_ShaderReflectionSchema);
	let id = 1 + Math.max(0, ...[...vertex.blocks, ...fragment.blocks].map((block) => block.id));
	for (const [stage, shader] of [
		['vertex', vertex],
		['fragment', fragment],
	] as const) {
		const { flag, set, mark } = STAGES[stage];
		let binding = 0;
		for (const sampler of shader.samplers) {
			const known = reflection.textures.find((one) => one.name === sampler.name);
			if (known) known.stageFlags |= flag;
			else reflection.textures.push(bind(sampler, { id: id++, set, binding: binding++, flag }));
		}
		const buffers = [
			...shader.blocks.map(({ name, members, id: own }) => ({ name, members, id: own })),
			...shader.uniforms.map((uniform, index) => ({
				name: `_DMENGINE_GENERATED_UB_${mark}_${index}`,
				members: [uniform],
				id: id++,
			})),
		];
		for (const { name, members, id: own } of buffers) {
			const { offsets, sizeBytes } = layoutMembers(members);
			const typeIndex = reflection.types.length;
			reflection.types.push(
				create(ShaderDesc_ResourceTypeInfoSchema, {
					name,
					nameHash: hash64(name),
					members: members.map((member, index) => ({
						name: member.name,
						nameHash: hash64(member.name),
						type: { shaderType: shaderDataType(member.type), useTypeIndex: false },
						elementCount: member.elementCount,
						offset: offsets[index] ?? 0,
					})),
				}),
			);
			reflection.uniformBuffers.push(
				create(ShaderDesc_ResourceBindingSchema, {
					name,
					nameHash: hash64(name),
					type: { typeIndex, useTypeIndex: true },
					id: own,
					instanceName: '',
					instanceNameHash: 0n,
					set,
					binding: binding++,
					stageFlags: flag,
					blockSize: sizeBytes,
				}),
			);
		}
		reflection.inputs.push(
			...shader.inputs.map((input, index) => bind(input, { id: id++, set: 0, binding: input.location ?? index, flag })),
		);
		reflection.outputs.push(
			...shader.outputs.map((output, index) => bind(output, { id: id++, set: 0, binding: index, flag })),
		);
	}
	return reflection;
}

function bind(
	{ name, type }: GlslVariable,
	{ id, set, binding, flag }: { id: number; set: number; binding: number; flag: number },
): ShaderDesc_ResourceBinding {
	return create(ShaderDesc_ResourceBindingSchema, {
		name,
		nameHash: hash64(name),
		type: { shaderType: shaderDataType(type), useTypeIndex: false },
		id,
		instanceName: name,
		instanceNameHash: hash64(name),
		set,
		binding,
		stageFlags: flag,
	});
}
