import { type ChunkInfo, findFunction, isTailSite, siteLine, siteName } from './chunk.ts';
import { execution } from './execution.ts';
import type { LuaThread } from './thread.ts';

/**
 * Lua's call stack, read from JavaScript's.
 *
 * Compiled functions carry a mark in their JavaScript name. Of the frames between two of them, those of the run time
 * itself have names that begin with `$` and do not count; what is left is one function of the host (`[C]`). A frame
 * named `$$invoke` divides two host functions that call each other through Lua, `$$resume` ends a coroutine's stack.
 */
type Frame = { readonly name: string; readonly line: number };

/** One level of Lua's stack. */
export type Level = {
	readonly what: 'Lua' | 'main' | 'C' | 'tail';
	/** The chunk and function index; only of compiled functions. */
	readonly info: ChunkInfo | undefined;
	readonly index: number;
	/** The line being run, -1 for host functions. */
	readonly line: number;
	/** What the caller called it, if it was called by name: `global 'f'`. */
	readonly calledAs: string;
	/** JavaScript's name of a host function. */
	readonly hostName: string;
};

const INVOKE = '$$invoke';
const RESUME = '$$resume';

type SiteLike = { getFunctionName(): string | null; getLineNumber(): number | null };
type ErrorClass = {
	stackTraceLimit?: number;
	prepareStackTrace?: ((error: unknown, sites: SiteLike[]) => unknown) | undefined;
	captureStackTrace?: (holder: { stack?: unknown }) => void;
};

const TEXT_FRAME = /^\s*(?:at )?(?:async )?(?:Object\.|Generator\.|Function\.)?([^\s@(]*)[^\n]*?(?::(\d+):\d+\)?)?$/;

/** Frames from the text of `Error.stack`, for engines that have no structured form, and for caught errors. */
function $parseFrames(stack: string): Frame[] {
	const frames: Frame[] = [];
	for (const text of stack.split('\n')) {
		const parts = TEXT_FRAME.exec(text);
		if (parts?.[2] !== undefined) frames.push({ name: parts[1] ?? '', line: Number(parts[2]) });
	}
	return frames;
}

/** The JavaScript stack, innermost frame first. */
function $captureFrames(limit: number): Frame[] {
	const errors = Error as ErrorClass;
	if (errors.captureStackTrace === undefined) return $parseFrames(String(new Error().stack));
	const { stackTraceLimit, prepareStackTrace } = errors;
	errors.stackTraceLimit = limit;
	errors.prepareStackTrace = (_, sites) => sites;
	const holder: { stack?: unknown } = {};
	try {
		errors.captureStackTrace(holder);
		const sites = holder.stack;
		if (!Array.isArray(sites)) return [];
		return (sites as SiteLike[]).map((site) => ({
			name: site.getFunctionName() ?? '?',
			// Functions of the engine itself (a generator's `next`) have no line; they do not count.
			line: site.getLineNumber() ?? -1,
		}));
	} finally {
		errors.stackTraceLimit = stackTraceLimit ?? 10;
		errors.prepareStackTrace = prepareStackTrace;
	}
}

const isTransparent = (frame: Frame): boolean =>
	frame.line < 0 || frame.name.startsWith('$') || frame.name === 'LuaError';

/** Host frames since the last Lua frame. */
type Run = { name: string; isOpaque: boolean; isDirect: boolean };
const emptyRun = (): Run => ({ name: '?', isOpaque: false, isDirect: true });

type LevelBase = Omit<Level, 'calledAs'>;

/** Collects levels from the inside out. */
class LevelList {
	readonly levels: Level[] = [];
	private run = emptyRun();
	/** The level before, once its caller is known. */
	private callee: LevelBase | undefined;

	private push(next: LevelBase | undefined, calledAs: string): void {
		if (this.callee !== undefined) this.levels.push({ ...this.callee, calledAs });
		this.callee = next;
	}

	/** Ends a run of host frames. */
	flush(): void {
		const { run } = this;
		if (run.isOpaque) this.push({ what: 'C', info: undefined, index: 0, line: -1, hostName: run.name }, '');
		this.run = emptyRun();
	}

	addHost(frame: Frame): void {
		const { run } = this;
		if (isTransparent(frame)) {
			if (frame.line >= 0 && frame.name !== '$callable') run.isDirect = false;
			return;
		}
		run.name = frame.name;
		run.isOpaque = true;
		run.isDirect = true;
	}

	/** Library code between two host functions. */
	addDivision(): void {
		this.flush();
		this.run.isDirect = false;
	}

	addLua(info: ChunkInfo, index: number, site: number): void {
		const { isDirect } = this.run;
		this.flush();
		const { callee } = this;
		const isTail = isDirect && isTailSite(info, site) && callee !== undefined;
		// LuaJIT keeps nothing of the caller, PUC a level that says so; calls of host functions return to PUC's caller.
		if (isTail && info.isLuaJit) return;
		if (isTail && callee.what !== 'C') {
			this.push({ what: 'tail', info: undefined, index: 0, line: -1, hostName: '' }, '');
			return;
		}
		const calledAs = isDirect ? siteName(info, site, 1) : '';
		const what = index === 0 ? 'main' : 'Lua';
		this.push({ what, info, index, line: siteLine(info, site), hostName: '' }, calledAs);
	}

	end(): Level[] {
		this.push(undefined, '');
		return this.levels;
	}
}

/** The functions of a coroutine that wait: for what is on JavaScript's stack, if it is running. */
function $addWaiting(list: LevelList, thread: LuaThread | undefined): void {
	for (let call = thread?.calls; call !== undefined; call = call.outer) {
		const { chunk, index, site } = call;
		if (chunk === undefined) list.addHost({ name: 'pcall', line: 0 });
		else list.addLua(chunk.info, index, site);
	}
}

function $levelsOf(frames: readonly Frame[]): Level[] {
	const list = new LevelList();
	for (const frame of frames) {
		const found = findFunction(frame.name);
		if (found !== undefined) {
			const { info, index, unit } = found;
			list.addLua(info, index, unit?.lines[frame.line - unit.firstLine()] ?? 0);
		} else if (frame.name === RESUME) {
			list.flush();
			$addWaiting(list, execution.thread);
			break;
		} else if (frame.name === INVOKE) list.addDivision();
		else list.addHost(frame);
	}
	return list.end();
}

/** Frames that are enough to find the level that an error message names. */
export const NEAR_FRAMES = 60;

/**
 * The levels of Lua's stack, innermost first; level 0 is the host function that asks, if one does.
 *
 * @param limit  JavaScript frames looked at
 */
export function $captureLevels(limit: number): Level[] {
	return $levelsOf($captureFrames(limit));
}

/** The levels of a coroutine that is not running: where it waits, or where an error ended it. */
export function levelsOfCoroutine(thread: LuaThread): readonly Level[] {
	if (thread.status === 'dead') return thread.lastLevels ?? [];
	if (thread.status !== 'suspended' || thread.generator === undefined) return [];
	const list = new LevelList();
	list.addHost({ name: 'yield', line: 0 });
	const { yieldChunk } = thread;
	if (yieldChunk !== undefined) list.addLua(yieldChunk.info, thread.yieldIndex, thread.yieldSite);
	$addWaiting(list, thread);
	return list.end();
}

/** The levels that the text of a caught error's stack still shows. */
export function $levelsOfText(stack: string): Level[] {
	return $levelsOf($parseFrames(stack));
}

/** The absolute line of the generated function that calls it. */
export function $currentLine(): number {
	for (const frame of $captureFrames(NEAR_FRAMES)) if (!isTransparent(frame)) return frame.line;
	return 1;
}

/** `chunk:line: ` of a level, nothing for host functions and lost levels. */
export function positionOf(level: Level | undefined): string {
	if (level?.info === undefined) return '';
	return `${level.info.shortName}:${level.line}: `;
}
