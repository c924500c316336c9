import { findDeclarations, type GlslBlock, type GlslDeclaration, type GlslVariable } from './glsl-interface.ts';
import { type GlslToken, scanGlsl } from './glsl-tokens.ts';

export type ShaderStage = 'vertex' | 'fragment';

/** A uniform block with the number by which the translated shader names it: `_13.view_proj`. */
export type NumberedBlock = GlslBlock & { readonly id: number };

/** A shader in the two languages of the web, and what it shares. */
export type TranslatedShader = {
	/** GLSL ES 3.00. */
	readonly es300: string;
	/** GLSL ES 1.00. */
	readonly es100: string;
	/** Uniforms outside of blocks that are no samplers. */
	readonly uniforms: readonly GlslVariable[];
	readonly blocks: readonly NumberedBlock[];
	readonly samplers: readonly GlslVariable[];
	readonly inputs: readonly (GlslVariable & { readonly location: number | undefined })[];
	readonly outputs: readonly GlslVariable[];
};

/** Name that bob gives to the colour that `gl_FragColor` was in older shaders. */
const GENERATED_COLOR = '_DMENGINE_GENERATED_gl_FragColor_';

/** Texture functions of GLSL ES 1.00 and what they are called in 3.00. */
const TEXTURE_FUNCTIONS: Readonly<Record<string, string>> = {
	texture2D: 'texture',
	textureCube: 'texture',
	texture2DProj: 'textureProj',
	texture2DLod: 'textureLod',
	textureCubeLod: 'textureLod',
	texture2DLodEXT: 'textureLod',
	textureCubeLodEXT: 'textureLod',
};

/**
 * Translates a shader to the two languages of the web.
 *
 * Shaders without `#version`, or of one before 130, are taken as GLSL ES 1.00, which is Defold's older dialect; those of
 * 130 and later as desktop GLSL with `in`, `out`, `texture` and uniform blocks.
 *
 * @param firstId number of the first uniform block
 */
export function translateShader(source: string, stage: ShaderStage, firstId: number): TranslatedShader {
	const tokens = scanGlsl(source);
	const version = Number(
		/^#\s*version\s+(\d+)/.exec(tokens.find((token) => token.kind === 'directive')?.text ?? '')?.[1] ?? 100,
	);
	const modern = version >= 130;
	const declarations = findDeclarations(tokens, stage);
	let id = firstId;
	const blocks: NumberedBlock[] = [];
	for (const { block } of declarations) if (block) blocks.push({ ...block, id: id++ });
	const uniforms = declarations.filter((one) => one.storage === 'uniform').flatMap((one) => one.variables);
	const shared: Shared = { stage, modern, declarations, blocks, samplers: uniforms.filter(isSampler) };
	return {
		es300: write(tokens, shared, 300),
		es100: write(tokens, shared, 100),
		uniforms: uniforms.filter((one) => !isSampler(one)),
		blocks,
		samplers: shared.samplers,
		inputs: declarations
			.filter((one) => one.storage === 'input')
			.flatMap((one) => one.variables.map((variable) => ({ ...variable, location: one.location }))),
		outputs:
			stage === 'fragment' && !modern
				? [{ name: `${GENERATED_COLOR}0`, type: 'vec4', precision: '', elementCount: 1 }]
				: declarations.filter((one) => one.storage === 'output').flatMap((one) => one.variables),
	};
}

type Shared = {
	readonly stage: ShaderStage;
	readonly modern: boolean;
	readonly declarations: readonly GlslDeclaration[];
	readonly blocks: readonly NumberedBlock[];
	readonly samplers: readonly GlslVariable[];
};

function isSampler(variable: GlslVariable): boolean {
	return /^[iu]?sampler/.test(variable.type);
}

function write(tokens: readonly GlslToken[], shared: Shared, target: 300 | 100): string {
	const { stage, modern, declarations } = shared;
	const names = renames(shared, target);
	const colors = new Set<number>();
	let body = '';
	const extensions: string[] = [];
	let hasPrecision = false;
	for (let index = 0; index < tokens.length; index++) {
		const declaration = declarations.find((one) => one.from === index);
		if (declaration) {
			body += writeDeclaration(declaration, shared, target);
			index = declaration.to;
			continue;
		}
		const token = tokens[index] as GlslToken;
		if (token.kind === 'directive') {
			if (/^#\s*version\b/.test(token.text)) continue;
			if (/^#\s*extension\b/.test(token.text)) {
				if (target === 100) extensions.push(token.text);
				continue;
			}
		}
		if (token.kind !== 'word') {
			body += token.text;
			continue;
		}
		if (token.text === 'precision' && nextWord(tokens, index + 2) === 'float') hasPrecision = true;
		const afterDot = previousCode(tokens, index)?.text === '.';
		if (!afterDot && token.text === 'gl_FragColor' && target === 300) {
			colors.add(0);
			body += `${GENERATED_COLOR}0`;
		} else if (!afterDot && token.text === 'gl_FragData' && target === 300) {
			const number = Number(nextWord(tokens, index + 1, 'number') ?? 0);
			colors.add(number);
			body += `${GENERATED_COLOR}${number}`;
			while (index + 1 < tokens.length && tokens[index]?.text !== ']') index++;
		} else if (!afterDot && isTextureCall(tokens, index)) {
			body += textureFunction(token.text, firstArgument(tokens, index), shared, target);
		} else body += afterDot ? token.text : (names.get(token.text) ?? token.text);
	}
	const outputs = [...colors].sort((a, b) => a - b);
	const declared = outputs.map((number) => {
		const place = outputs.length > 1 ? `layout(location = ${number}) ` : '';
		return `${place}out vec4 ${GENERATED_COLOR}${number};\n`;
	});
	const precision = hasPrecision ? '' : 'precision mediump float;\n';
	const head = target === 300 ? '#version 300 es\n' : modern ? '#version 100\n' : '';
	const needsPrecision = stage === 'fragment' || (target === 100 && !modern);
	const integers = modern && stage === 'fragment' ? 'precision highp int;\n' : '';
	return `${head}${extensions.map((line) => `${line}\n`).join('')}${needsPrecision ? precision + integers : ''}${declared.join('')}${body.trimStart()}`;
}

/** Names that mean something else in the target: members of blocks, the colours that a fragment shader writes. */
function renames({ stage, declarations, blocks }: Shared, target: 300 | 100): Map<string, string> {
	const names = new Map<string, string>();
	for (const { id, instance, members } of blocks) {
		if (instance !== '') names.set(instance, `_${id}`);
		else for (const { name } of members) names.set(name, `_${id}.${name}`);
	}
	if (target === 100 && stage === 'fragment') {
		for (const { storage, variables, location } of declarations) {
			if (storage === 'output') for (const { name } of variables) names.set(name, `gl_FragData[${location ?? 0}]`);
		}
	}
	return names;
}

function writeDeclaration(declaration: GlslDeclaration, shared: Shared, target: 300 | 100): string {
	const { storage, variables, block, qualifiers, location } = declaration;
	const { stage, blocks } = shared;
	if (block) {
		const numbered = blocks.find((one) => one.name === block.name && one.instance === block.instance);
		const members = block.members.map((member) => `    ${writeVariable(member)};\n`).join('');
		const name = `_${numbered?.id ?? 0}`;
		if (target === 300) return `layout(std140) uniform ${block.name}\n{\n${members}} ${name};`;
		return `struct ${block.name}\n{\n${members}};\nuniform ${block.name} ${name};`;
	}
	const isColor = storage === 'output' && stage === 'fragment';
	if (isColor && target === 100) return '';
	const kept = target === 300 ? qualifiers : qualifiers.filter((one) => one === 'invariant');
	let word: string = storage;
	if (storage === 'input') word = target === 300 ? 'in' : stage === 'vertex' ? 'attribute' : 'varying';
	else if (storage === 'output') word = target === 300 ? 'out' : 'varying';
	const placed = target === 300 && location !== undefined && (isColor || (storage === 'input' && stage === 'vertex'));
	const place = placed ? `layout(location = ${location}) ` : '';
	return variables
		.map((variable) => `${place}${kept.map((one) => `${one} `).join('')}${word} ${writeVariable(variable)};`)
		.join('\n');
}

function writeVariable({ precision, type, name, elementCount }: GlslVariable): string {
	return `${precision === '' ? '' : `${precision} `}${type} ${name}${elementCount > 1 ? `[${elementCount}]` : ''}`;
}

function isTextureCall(tokens: readonly GlslToken[], index: number): boolean {
	return /^texture/.test(tokens[index]?.text ?? '') && nextCode(tokens, index)?.text === '(';
}

function firstArgument(tokens: readonly GlslToken[], index: number): string {
	const code = tokens.slice(index + 1).filter((token) => token.kind !== 'blank');
	return code[1]?.text ?? '';
}

function textureFunction(name: string, sampler: string, { samplers }: Shared, target: 300 | 100): string {
	if (target === 300) return TEXTURE_FUNCTIONS[name] ?? name;
	if (!['texture', 'textureLod', 'textureProj'].includes(name)) return name;
	const cube = samplers.find((one) => one.name === sampler)?.type === 'samplerCube';
	return `${cube ? 'textureCube' : 'texture2D'}${name === 'texture' ? '' : name.slice('texture'.length)}`;
}

function nextCode(tokens: readonly GlslToken[], index: number): GlslToken | undefined {
	for (let at = index + 1; at < tokens.length; at++) if (tokens[at]?.kind !== 'blank') return tokens[at];
	return undefined;
}

function previousCode(tokens: readonly GlslToken[], index: number): GlslToken | undefined {
	for (let at = index - 1; at >= 0; at--) if (tokens[at]?.kind !== 'blank') return tokens[at];
	return undefined;
}

/** The next word (or number) that is no precision. */
function nextWord(tokens: readonly GlslToken[], from: number, kind: 'word' | 'number' = 'word'): string | undefined {
	for (let at = from; at < Math.min(tokens.length, from + 6); at++) {
		const token = tokens[at];
		if (token?.kind === kind && !/^(lowp|mediump|highp)$/.test(token.text)) return token.text;
	}
	return undefined;
}
