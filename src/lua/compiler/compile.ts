import { LuaSyntaxError } from '../error.ts';
import type { Chunk, ChunkFactory, ChunkInfo, FunctionInfo, TwinFactory } from '../runtime/chunk.ts';
import { displayChunkName, RUNTIME_NAME_SIZE } from '../runtime/chunk-name.ts';
import type { CompileOptions, Dialect } from '../runtime/state.ts';
import { support } from '../runtime/support.ts';
import { defineAccessors, loadAccessors, takeAccessors } from './accessors.ts';
import type { FunctionNode } from './ast.ts';
import { chunkId } from './chunk-id.ts';
import { type Generated, generateChunk } from './generate.ts';
import { parseChunk } from './parser.ts';
import { sourceMapComment } from './source-map.ts';

/** Takes everything from the run time: looking for what a text uses would take longer. */
const TAKE_SUPPORT = `const{${Object.keys(support)
	.map((name) => `${name}:$${name}`)
	.join()}}=$R;`;

/** Statement that takes the state's counters. */
function takeBudget({ budget }: CompileOptions): string {
	return budget === true ? 'const $B=$C.state.budget;' : '';
}

/** Lines that `new Function` puts in front of a text. */
const HEAD_LINES = 2;

type MapParts = Parameters<typeof sourceMapComment>[0];

/** Makes source maps of a chunk's texts, or nothing. */
function mapper(
	source: string,
	chunkName: string,
	{ sourceMaps = false }: CompileOptions,
): (sites: readonly number[], parts: MapParts, isModule?: boolean) => string {
	if (sourceMaps === false) return () => '';
	const prefix = sourceMaps === true ? 'lua:///' : sourceMaps;
	return (sites, parts, isModule = false) => sourceMapComment(parts, { source, chunkName, sites, prefix, isModule });
}

/** What makes two texts differ makes their names differ: lines are found by them. */
function idOf(source: string, chunkName: string, how: CompileOptions): string {
	const { dialect = 'puc', budget = false, debug = false, sourceMaps = false } = how;
	return chunkId(source, chunkName, `${dialect} ${budget} ${debug} ${sourceMaps !== false}`);
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
		...(chunk.isDebug ? { locals: chunk.locals } : {}),
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
export function compileChunk(source: string, chunkName: string, given: Dialect | CompileOptions = {}): ChunkFactory {
	const how: CompileOptions = typeof given === 'string' ? { dialect: given } : given;
	const { dialect = 'puc' } = how;
	const functions = parseChunk(source, chunkName, dialect, how.debug);
	const options = { ...how, chunkId: idOf(source, chunkName, how) };
	const generated = generateChunk(functions, { ...options, withTwins: false });
	const { plain, shared } = generated;
	const info = infoOf(functions, generated, chunkName);
	info.source = source;
	const shares = `$C.shared=()=>({${shared.join()}})`;
	const taken = TAKE_SUPPORT + takeBudget(how) + takeAccessors(generated.chunk.accessors);
	const maps = mapper(source, chunkName, how);
	const map = maps(generated.chunk.sites, [{ unit: plain, skippedLines: HEAD_LINES }]);
	const text = `${taken}${plain.text};${shares};return[$F0,$origin]${map}`;
	type Main = ReturnType<ReturnType<ChunkFactory>['instantiate']>;
	// One function for support and chunk: every level of nesting is one more time that engines read the text.
	const make = new makeFunction('$R', '$C', '$A', text) as (
		taken: unknown,
		chunk: Chunk,
		accessors: readonly unknown[],
	) => [Main, () => number];
	const accessors = loadAccessors(generated.chunk.accessors);
	const loadTwins = (chunk: Chunk): readonly (TwinFactory | null)[] => {
		const known = { sites: info.sites, names: info.names };
		const again = generateChunk(parseChunk(source, chunkName, dialect, how.debug), {
			...options,
			withTwins: true,
			known,
		});
		const { twins } = again;
		if (twins === undefined) return [];
		const take = `${TAKE_SUPPORT}${takeBudget(how)}${takeAccessors(again.chunk.accessors)}const{${shared.join()}}=$S;`;
		const twinMap = maps(again.chunk.sites, [{ unit: twins, skippedLines: HEAD_LINES }]);
		const twinText = `${take}${twins.text};return[$list,$origin]${twinMap}`;
		const fields = loadAccessors(again.chunk.accessors);
		const made = new makeFunction('$R', '$C', '$S', '$A', twinText)(support, chunk, chunk.shared?.(), fields);
		const [list, firstLine] = made as [(TwinFactory | null)[], () => number];
		info.sites = again.chunk.sites;
		info.names = again.chunk.names;
		info.units[1] = { lines: twins.lines, firstLine };
		return list;
	};
	return (room) => {
		(room['info'] as (info: ChunkInfo) => void)(info);
		return {
			info,
			instantiate: (chunk) => {
				const [main, firstLine] = make(support, chunk, accessors);
				(room['unit'] as (chunk: Chunk, index: number, firstLine: () => number) => void)(chunk, 0, firstLine);
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
export function compileToModule(source: string, chunkName: string, how: Dialect | CompileOptions = {}): string {
	const { text, map } = compileAhead(source, chunkName, how);
	return `export default${text};\n${map}`;
}

/**
 * The same as an expression, for those who put many chunks into one module.
 *
 * @param source  a binary string
 * @throws LuaSyntaxError
 */
export function compileToExpression(source: string, chunkName: string, how: Dialect | CompileOptions = {}): string {
	return compileAhead(source, chunkName, how).text;
}

/** The expression, and the comment with its source map, empty when none is asked for. */
function compileAhead(source: string, chunkName: string, how: Dialect | CompileOptions): { text: string; map: string } {
	const given: CompileOptions = typeof how === 'string' ? { dialect: how } : how;
	const functions = parseChunk(source, chunkName, given.dialect ?? 'puc', given.debug);
	const options = { ...given, chunkId: idOf(source, chunkName, given), withTwins: true };
	const generated = generateChunk(functions, options);
	const { plain, twins } = generated;
	const info = JSON.stringify(infoOf(functions, generated, chunkName));
	const parts = [{ unit: plain, skippedLines: 0 }];
	// The generators begin on the last line of the plain text.
	if (twins !== undefined)
		parts.push({ unit: { ...twins, lines: twins.lines.slice(1) }, skippedLines: plain.lines.length });
	const map = mapper(source, chunkName, given)(generated.chunk.sites, parts, true);
	const text = [
		`($R)=>{${TAKE_SUPPORT}${defineAccessors(generated.chunk.accessors)}const $I=$info(${info});`,
		`return{info:$I,instantiate:($C)=>{${takeBudget(given)}${plain.text};$unit($C,0,$origin);`,
		`$C.loadTwins=()=>{${twins?.text ?? ''};$unit($C,1,$origin);return $list};return $F0}}}`,
	].join('');
	return { text, map };
}
