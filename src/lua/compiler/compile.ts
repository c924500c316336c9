import { LuaSyntaxError } from '../error.ts';
import type { Chunk, ChunkFactory, ChunkInfo, FunctionInfo, TwinFactory } from '../runtime/chunk.ts';
import { displayChunkName, RUNTIME_NAME_SIZE } from '../runtime/chunk-name.ts';
import type { Dialect } from '../runtime/state.ts';
import { support } from '../runtime/support.ts';
import type { FunctionNode } from './ast.ts';
import { chunkId } from './chunk-id.ts';
import { type Generated, generateChunk } from './generate.ts';
import { parseChunk } from './parser.ts';

/** Statement that takes from the run time what a text uses. */
function takeSupport(...texts: readonly string[]): string {
	const used = new Set<string>();
	for (const text of texts) for (const match of text.matchAll(/\$([A-Za-z]+)/g)) used.add(match[1] as string);
	const names = Object.keys(support).filter((name) => used.has(name));
	return `const{${names.map((name) => `${name}:$${name}`).join()}}=$R;`;
}

function infoOf(functions: readonly FunctionNode[], generated: Generated, name: string): ChunkInfo {
	const { chunk, plain, twins } = generated;
	const placed = (lines: readonly number[]): { lines: readonly number[]; firstLine: () => number } => ({
		lines,
		firstLine: () => 1,
	});
	return {
		id: chunk.chunkId,
		name,
		shortName: displayChunkName(name, { size: RUNTIME_NAME_SIZE, isLuaJit: chunk.isLuaJit }),
		isLuaJit: chunk.isLuaJit,
		sites: chunk.sites,
		names: chunk.names,
		functions: functions.map(
			(node): FunctionInfo => [
				node.line,
				node.lastLine,
				node.parameters.length,
				node.isVararg ? 1 : 0,
				chunk.yields.of(node),
				node.captures.map((local) => local.name),
				node.start,
				node.end,
			],
		),
		units: [placed(plain.lines), twins === undefined ? undefined : placed(twins.lines)],
	};
}

// Both are what this room is about: text made here, never text from outside.
const makeFunction = Function as unknown as new (...parts: string[]) => (...args: unknown[]) => unknown;

/**
 * Compiles Lua text to a chunk for `Lua.load`.
 *
 * Needs `new Function`, which a page's content security policy may forbid; see `compileToModule`. Generators for code
 * that runs in coroutines are compiled when the first one is needed.
 *
 * @param source  a binary string
 * @throws LuaSyntaxError
 */
export function compileChunk(source: string, chunkName: string, dialect: Dialect): ChunkFactory {
	const functions = parseChunk(source, chunkName, dialect);
	const options = { chunkId: chunkId(source, chunkName, dialect), dialect };
	const generated = generateChunk(functions, { ...options, withTwins: false });
	const { plain, shared } = generated;
	const info = infoOf(functions, generated, chunkName);
	info.source = source;
	const shares = `$C.shared=()=>({${shared.join()}})`;
	const text = `${takeSupport(plain.text)}${plain.text};${shares};return[$F0,$origin]`;
	type Main = ReturnType<ReturnType<ChunkFactory>['instantiate']>;
	// One function for support and chunk: every level of nesting is one more time that engines read the text.
	const make = new makeFunction('$R', '$C', text) as (taken: unknown, chunk: Chunk) => [Main, () => number];
	const loadTwins = (chunk: Chunk): readonly (TwinFactory | null)[] => {
		const again = generateChunk(parseChunk(source, chunkName, dialect), { ...options, withTwins: true });
		const { twins } = again;
		if (twins === undefined) return [];
		const twinText = `${takeSupport(twins.text)}const{${shared.join()}}=$S;${twins.text};return[$list,$origin]`;
		const made = new makeFunction('$R', '$C', '$S', twinText)(support, chunk, chunk.shared?.());
		const [list, firstLine] = made as [(TwinFactory | null)[], () => number];
		info.sites = again.chunk.sites;
		info.names = again.chunk.names;
		info.units[1] = { lines: twins.lines, firstLine };
		return list;
	};
	return (taken) => {
		(taken['info'] as (info: ChunkInfo) => void)(info);
		return {
			info,
			instantiate: (chunk) => {
				const [main, firstLine] = make(support, chunk);
				(taken['unit'] as (chunk: Chunk, index: number, firstLine: () => number) => void)(chunk, 0, firstLine);
				chunk.loadTwins = () => loadTwins(chunk);
				return main;
			},
		};
	};
}

/**
 * Says what is wrong with Lua text; `undefined` for text that can be compiled. Only reads it, which is several times
 * faster than compiling.
 *
 * @param source  a binary string
 */
export function checkSyntax(source: string, chunkName: string, dialect: Dialect = 'puc'): LuaSyntaxError | undefined {
	try {
		parseChunk(source, chunkName, dialect);
		return undefined;
	} catch (thrown) {
		if (thrown instanceof LuaSyntaxError) return thrown;
		throw thrown;
	}
}

/**
 * Compiles Lua text to the text of a JavaScript module, ahead of time.
 *
 * The module's default export is a chunk for `Lua.loadCompiled`; it holds the generators too and needs no `eval`. Its
 * lines must reach the engine as they are (do not minify it): positions in error messages are found by them.
 *
 * @param source  a binary string
 * @throws LuaSyntaxError
 */
export function compileToModule(source: string, chunkName: string, dialect: Dialect = 'puc'): string {
	const functions = parseChunk(source, chunkName, dialect);
	const options = { chunkId: chunkId(source, chunkName, dialect), dialect, withTwins: true };
	const generated = generateChunk(functions, options);
	const { plain, twins } = generated;
	const info = JSON.stringify(infoOf(functions, generated, chunkName));
	return [
		`export default($R)=>{${takeSupport(plain.text, twins?.text ?? '', '$info $unit')}const $I=$info(${info});`,
		`return{info:$I,instantiate:($C)=>{${plain.text};$unit($C,0,$origin);`,
		`$C.loadTwins=()=>{${twins?.text ?? ''};$unit($C,1,$origin);return $list};return $F0}}};\n`,
	].join('');
}
