import type { GlslToken } from './glsl-tokens.ts';

/** A name that a shader shares with the engine or with the other stage. */
export type GlslVariable = {
	readonly name: string;
	readonly type: string;
	readonly precision: string;
	/** Elements of an array; 1 for a single value. */
	readonly elementCount: number;
};

/** A uniform block. */
export type GlslBlock = {
	readonly name: string;
	/** Name by which the shader reaches its members; "" when they are reached directly. */
	readonly instance: string;
	readonly members: readonly GlslVariable[];
};

/** A declaration at the top level: what it declares, and which tokens it is. */
export type GlslDeclaration = {
	readonly storage: 'uniform' | 'input' | 'output';
	readonly variables: readonly GlslVariable[];
	readonly block: GlslBlock | undefined;
	/** Interpolation and other words to keep: `flat`, `centroid`. */
	readonly qualifiers: readonly string[];
	readonly location: number | undefined;
	/** Indices of the first and the last token. */
	readonly from: number;
	readonly to: number;
};

const PRECISIONS = new Set(['lowp', 'mediump', 'highp']);
const KEPT = new Set(['flat', 'smooth', 'noperspective', 'centroid', 'invariant']);

/**
 * Finds the declarations of uniforms, inputs and outputs at the top level of a shader.
 *
 * @param stage decides what `varying` is; `attribute` and `in` are inputs, `out` is an output
 */
export function findDeclarations(tokens: readonly GlslToken[], stage: 'vertex' | 'fragment'): GlslDeclaration[] {
	const declarations: GlslDeclaration[] = [];
	let depth = 0;
	let from = -1;
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index] as GlslToken;
		if (token.kind === 'directive') from = -1;
		if (token.kind === 'blank' || token.kind === 'directive') continue;
		if (depth === 0 && from < 0) from = index;
		if (token.text === '{' || token.text === '(') depth++;
		else if (token.text === '}' || token.text === ')') depth--;
		if (depth > 0) continue;
		const isBlock = token.text === '}' && isUniformBlock(tokens, from);
		if (token.text === ';' || (token.text === '}' && !isBlock && !isStruct(tokens, from))) {
			const declaration = readDeclaration(tokens, { from, to: index }, stage);
			if (declaration) declarations.push(declaration);
			from = -1;
		}
	}
	return declarations;
}

function codeOf(tokens: readonly GlslToken[], from: number, to: number): GlslToken[] {
	return tokens.slice(from, to + 1).filter((token) => token.kind !== 'blank' && token.kind !== 'directive');
}

function isUniformBlock(tokens: readonly GlslToken[], from: number): boolean {
	const code = codeOf(tokens, from, from + 40);
	const brace = code.findIndex((token) => token.text === '{');
	return code.slice(0, brace).some((token) => token.text === 'uniform');
}

function isStruct(tokens: readonly GlslToken[], from: number): boolean {
	return tokens[from]?.text === 'struct';
}

function readDeclaration(
	tokens: readonly GlslToken[],
	{ from, to }: { from: number; to: number },
	stage: 'vertex' | 'fragment',
): GlslDeclaration | undefined {
	const code = codeOf(tokens, from, to);
	let at = 0;
	let storage: GlslDeclaration['storage'] | undefined;
	let precision = '';
	let location: number | undefined;
	const qualifiers: string[] = [];
	for (; at < code.length; at++) {
		const { text } = code[at] as GlslToken;
		if (text === 'layout') {
			const close = code.findIndex((token, index) => index > at && token.text === ')');
			const words = code.slice(at, close).map((token) => token.text);
			const place = words.indexOf('location');
			if (place >= 0) location = Number(words[place + 2]);
			at = close;
		} else if (text === 'uniform') storage = 'uniform';
		else if (text === 'attribute' || text === 'in') storage = 'input';
		else if (text === 'out') storage = 'output';
		else if (text === 'varying') storage = stage === 'vertex' ? 'output' : 'input';
		else if (PRECISIONS.has(text)) precision = text;
		else if (KEPT.has(text)) qualifiers.push(text);
		else break;
	}
	if (!storage) return undefined;
	const rest = code.slice(at);
	const common = { storage, qualifiers, location, from, to };
	if (rest[1]?.text === '{') {
		const close = rest.findIndex((token) => token.text === '}');
		const members = readMembers(rest.slice(2, close));
		const instance = rest[close + 1]?.kind === 'word' ? (rest[close + 1] as GlslToken).text : '';
		return { ...common, variables: [], block: { name: (rest[0] as GlslToken).text, instance, members } };
	}
	return { ...common, variables: readVariables(rest, precision), block: undefined };
}

function readMembers(tokens: readonly GlslToken[]): GlslVariable[] {
	const members: GlslVariable[] = [];
	let statement: GlslToken[] = [];
	for (const token of tokens) {
		if (token.text !== ';') {
			statement.push(token);
			continue;
		}
		const precision = statement.find((one) => PRECISIONS.has(one.text))?.text ?? '';
		members.push(
			...readVariables(
				statement.filter((one) => !PRECISIONS.has(one.text)),
				precision,
			),
		);
		statement = [];
	}
	return members;
}

/** `type name, name[4]` */
function readVariables([type, ...rest]: readonly GlslToken[], precision: string): GlslVariable[] {
	const variables: GlslVariable[] = [];
	for (let at = 0; at < rest.length; at++) {
		const token = rest[at] as GlslToken;
		if (token.kind !== 'word') continue;
		const count = rest[at + 1]?.text === '[' ? Number(rest[at + 2]?.text) : 1;
		variables.push({
			name: token.text,
			type: type?.text ?? '',
			precision,
			elementCount: Number.isInteger(count) && count > 0 ? count : 1,
		});
		while (at + 1 < rest.length && rest[at + 1]?.text !== ',') at++;
	}
	return variables;
}
