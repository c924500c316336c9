import { inspectFunction } from '../runtime/twins.ts';
import type { LuaFunction } from '../runtime/values.ts';

/** First bytes of what `string.dump` gives: PUC's mark, then a letter of our own. */
const CHUNK_MARK = '\x1bLuaC';
const FUNCTION_MARK = '\x1bLuaF';

/** Name parts of `function a.b:c(`, up to the parameters. */
const HEAD = /^function\b([^(]*)\(/;

/**
 * What `string.dump` gives for a function: its text, in a form that only `load` of this run time reads back.
 *
 * @returns undefined for host functions and for chunks compiled ahead of time, whose text is not there
 */
export function dumpFunction(fn: LuaFunction): string | undefined {
	const anatomy = inspectFunction(fn);
	const source = anatomy?.chunk.info.source;
	if (anatomy === undefined || source === undefined) return undefined;
	const { name, functions } = anatomy.chunk.info;
	const info = functions[anatomy.index];
	if (info === undefined) return undefined;
	const header = `${name.length}:${name}`;
	if (anatomy.index === 0) return `${CHUNK_MARK}${header}${source}`;
	const [line, , , , , captures, start, end] = info;
	const text = source.slice(start, end);
	const head = HEAD.exec(text);
	if (head === null) return undefined;
	const rest = text.slice(head[0].length);
	const self = head[1]?.includes(':') ? `self${/^\s*\)/.test(rest) ? '' : ','}` : '';
	const upvalues = captures.length === 0 ? '' : `local ${captures.join()} `;
	return `${FUNCTION_MARK}${header}${'\n'.repeat(Math.max(0, line - 1))}${upvalues}return function(${self}${rest}`;
}

/** The text in what `dumpFunction` wrote, `undefined` for anything else. */
export function readDump(dump: string): { text: string; chunkName: string; isChunk: boolean } | undefined {
	const isChunk = dump.startsWith(CHUNK_MARK);
	if (!isChunk && !dump.startsWith(FUNCTION_MARK)) return undefined;
	const header = /^(\d+):/.exec(dump.slice(CHUNK_MARK.length));
	if (header === null) return undefined;
	const from = CHUNK_MARK.length + header[0].length;
	const size = Number(header[1]);
	return { text: dump.slice(from + size), chunkName: dump.slice(from, from + size), isChunk };
}
