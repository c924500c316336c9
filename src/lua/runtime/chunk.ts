import type { LuaState } from './state.ts';
import type { LuaTable } from './table.ts';
import type { LuaFunction, LuaValue, Twin } from './values.ts';

/**
 * Whether a call of a function may reach `coroutine.yield`: 0 never, 1 perhaps, else never if none of the named
 * values can: numbers are captured variables, negative ones parameters (-1 is the first), strings are paths from the
 * globals (`math.floor`).
 */
export type Yields = 0 | 1 | readonly (number | string)[];

/** What the run time knows of one function of a chunk: first and last line, parameter count, `...`, captured names. */
export type FunctionInfo = readonly [
	line: number,
	lastLine: number,
	parameterCount: number,
	isVararg: 0 | 1,
	yields: Yields,
	captureNames: readonly string[],
	/** Offsets of the function's text in the chunk's source, for `string.dump`. */
	start: number,
	end: number,
];

/** A local variable: its name, the first statement that sees it, the first after it that does not. */
export type LocalInfo = readonly [name: string, start: number, end: number];

/** A piece of generated text: its JavaScript lines, and a function on its first line that tells where that is. */
export type CodeUnit = {
	/** Site of each JavaScript line after the first; 0 where nothing can fail. */
	readonly lines: readonly number[];
	/** The absolute number of the first line; set by the text itself. */
	firstLine: () => number;
};

/** Everything about a chunk's text that does not depend on the state it runs in. */
export type ChunkInfo = {
	/** Part of the names of all JavaScript functions of the chunk, by which stack frames are recognised. */
	readonly id: string;
	/** The name given when it was loaded, with `@` or `=`. */
	readonly name: string;
	/** The name as messages show it. */
	readonly shortName: string;
	/** Compiled as LuaJIT: its tail calls leave nothing on the stack. */
	readonly isLuaJit: boolean;
	/** Three numbers a site: Lua line, and two indices into `names` (operands), or one and whether it is a tail call. */
	sites: readonly number[];
	/** Descriptions such as `global 'x'`; the first is empty. */
	names: readonly string[];
	readonly functions: readonly FunctionInfo[];
	/** The plain text, then the generator twins. */
	readonly units: (CodeUnit | undefined)[];
	/** Local variables of each function, with the statements between which they are visible; only for debugging. */
	locals?: readonly (readonly LocalInfo[])[];
	/** The Lua text, where it was compiled at run time. */
	source?: string;
};

/** A chunk loaded into a state; generated code hands it to every slow path. */
export type Chunk = {
	readonly info: ChunkInfo;
	readonly state: LuaState;
	/** The environment it was loaded with: that of functions that use none. */
	readonly env: LuaTable;
	/** Makes the twins' factories, by function index; `null` for functions that never yield. */
	loadTwins: () => readonly (TwinFactory | null)[];
	twins?: readonly (TwinFactory | null)[];
	/** What the plain text defines and a twins' text compiled later needs. */
	shared?: () => object;
};

/**
 * From whether every call is to ask its arguments first, the function itself, its environment and its captured
 * variables.
 */
export type TwinFactory = (
	isAsking: boolean,
	self: LuaFunction,
	env: LuaTable | undefined,
	...captures: unknown[]
) => Twin;

/** A captured variable that is assigned somewhere. */
export type Cell = { v: LuaValue };

/** What a chunk's generated text evaluates to. */
export type ChunkFactory = (support: Support) => LoadedText;

/** The run time as generated code takes it. */
export type Support = { readonly [name: string]: unknown };

export type LoadedText = {
	readonly info: ChunkInfo;
	/** Makes the main function for a state and an environment. */
	readonly instantiate: (chunk: Chunk) => (env: LuaTable) => LuaFunction;
};

/** First character of the JavaScript names of compiled functions; no minifier makes such names. */
const NAME_MARK = 0xaa;
const NAME = /^\u00aa([\da-z]+)_(\d+)(g?)$/;

const registry = new Map<string, WeakRef<ChunkInfo>>();
const unregister = new FinalizationRegistry<string>((id) => {
	if (registry.get(id)?.deref() === undefined) registry.delete(id);
});

/** Makes a chunk known to stack traces for as long as any of its functions lives. */
export function registerChunk(info: ChunkInfo): ChunkInfo {
	registry.set(info.id, new WeakRef(info));
	unregister.register(info, info.id);
	return info;
}

/** The chunk and function that a JavaScript function's name stands for, `undefined` for all but compiled ones. */
export function findFunction(name: string): { info: ChunkInfo; index: number; unit: CodeUnit | undefined } | undefined {
	if (name.charCodeAt(0) !== NAME_MARK) return undefined;
	const parts = NAME.exec(name);
	const info = parts === null ? undefined : registry.get(parts[1] as string)?.deref();
	if (parts === null || info === undefined) return undefined;
	return { info, index: Number(parts[2]), unit: info.units[parts[3] === 'g' ? 1 : 0] };
}

/** Whether a function was compiled from Lua (and not given by the host). */
export function isCompiled(fn: LuaFunction): boolean {
	return fn.name.charCodeAt(0) === NAME_MARK;
}

/** Line of a site. */
export function siteLine(info: ChunkInfo, site: number): number {
	return info.sites[site * 3] ?? 0;
}

/** Description of a site's first or second operand: `local 'x'`, or nothing. */
export function siteName(info: ChunkInfo, site: number, operand: 1 | 2): string {
	return info.names[info.sites[site * 3 + operand] ?? 0] ?? '';
}

/** Whether the site is a call whose value is returned at once. */
export function isTailSite(info: ChunkInfo, site: number): boolean {
	return info.sites[site * 3 + 2] === 1;
}

/** The text of a unit says where it begins; asked once, when the first stack trace needs it. */
export function placeUnit(chunk: Chunk, index: number, firstLine: () => number): void {
	const unit = chunk.info.units[index];
	if (unit === undefined) return;
	let line: number | undefined;
	unit.firstLine = () => {
		line ??= firstLine();
		return line;
	};
}
