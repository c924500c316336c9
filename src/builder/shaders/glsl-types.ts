import { ShaderDesc_ShaderDataType } from '../../formats/index.ts';

/** Number of a type in a shader's reflection; 0 for one that engines do not know. */
export function shaderDataType(type: string): ShaderDesc_ShaderDataType {
	return DATA_TYPES[type] ?? ShaderDesc_ShaderDataType.SHADER_TYPE_UNKNOWN;
}

const DATA_TYPES: Readonly<Record<string, ShaderDesc_ShaderDataType>> = {
	int: ShaderDesc_ShaderDataType.SHADER_TYPE_INT,
	uint: ShaderDesc_ShaderDataType.SHADER_TYPE_UINT,
	float: ShaderDesc_ShaderDataType.SHADER_TYPE_FLOAT,
	vec2: ShaderDesc_ShaderDataType.SHADER_TYPE_VEC2,
	vec3: ShaderDesc_ShaderDataType.SHADER_TYPE_VEC3,
	vec4: ShaderDesc_ShaderDataType.SHADER_TYPE_VEC4,
	mat2: ShaderDesc_ShaderDataType.SHADER_TYPE_MAT2,
	mat3: ShaderDesc_ShaderDataType.SHADER_TYPE_MAT3,
	mat4: ShaderDesc_ShaderDataType.SHADER_TYPE_MAT4,
	sampler2D: ShaderDesc_ShaderDataType.SHADER_TYPE_SAMPLER2D,
	sampler3D: ShaderDesc_ShaderDataType.SHADER_TYPE_SAMPLER3D,
	samplerCube: ShaderDesc_ShaderDataType.SHADER_TYPE_SAMPLER_CUBE,
	sampler2DArray: ShaderDesc_ShaderDataType.SHADER_TYPE_SAMPLER2D_ARRAY,
	uvec2: ShaderDesc_ShaderDataType.SHADER_TYPE_UVEC2,
	uvec3: ShaderDesc_ShaderDataType.SHADER_TYPE_UVEC3,
	uvec4: ShaderDesc_ShaderDataType.SHADER_TYPE_UVEC4,
};

/** Size and alignment in bytes by the std140 rules. Unknown types count as a vec4. */
const LAYOUTS: Readonly<Record<string, readonly [size: number, alignment: number]>> = {
	int: [4, 4],
	uint: [4, 4],
	float: [4, 4],
	bool: [4, 4],
	vec2: [8, 8],
	uvec2: [8, 8],
	vec3: [12, 16],
	uvec3: [12, 16],
	mat2: [32, 16],
	mat3: [48, 16],
	mat4: [64, 16],
};

/** Offsets of the members of a uniform block, and its size, by the std140 rules. */
export function layoutMembers(members: readonly { readonly type: string; readonly elementCount: number }[]): {
	offsets: number[];
	sizeBytes: number;
} {
	let at = 0;
	const offsets = members.map(({ type, elementCount }) => {
		const [size, alignment] = LAYOUTS[type] ?? [16, 16];
		const isArray = elementCount > 1;
		const step = isArray ? roundUp(size, 16) : size;
		at = roundUp(at, isArray ? 16 : alignment);
		const offset = at;
		at += step * elementCount;
		return offset;
	});
	return { offsets, sizeBytes: roundUp(at, 16) };
}

function roundUp(value: number, to: number): number {
	return Math.ceil(value / to) * to;
}
