import { type ChunkInfo, findFunction, isTailSite, siteLine, siteName } from './chunk.ts';

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

function $levelsOf(frames: readonly Frame[]): Level[] {
	const levels: Level[] = [];
	let run = emptyRun();
	// The level before, once its caller is known.
	let callee: Omit<Level, 'calledAs'> | undefined;
	const push = (next: Omit<Level, 'calledAs'> | undefined, calledAs: string): void => {
		if (callee !== undefined) levels.push({ ...callee, calledAs });
		callee = next;
	};
	const hostLevel = (): Omit<Level, 'calledAs'> => ({
		what: 'C',
		info: undefined,
		index: 0,
		line: -1,
		hostName: run.name,
	});
	for (const frame of frames) {
		const found = findFunction(frame.name);
		if (found === undefined) {
			if (frame.name === INVOKE || frame.name === RESUME) {
				if (run.isOpaque) push(hostLevel(), '');
				run = emptyRun();
				run.isDirect = false;
				if (frame.name === RESUME) break;
			} else if (isTransparent(frame)) {
				if (frame.line >= 0 && frame.name !== '$callable') run.isDirect = false;
			} else {
				run.name = frame.name;
				run.isOpaque = true;
				run.isDirect = true;
			}
			continue;
		}
		if (run.isOpaque) push(hostLevel(), '');
		const { info, index, unit } = found;
		const site = unit?.lines[frame.line - unit.firstLine()] ?? 0;
		const { isDirect } = run;
		const isTail = isDirect && isTailSite(info, site) && callee !== undefined;
		// LuaJIT keeps nothing of the caller, PUC a level that says so; calls of host functions return to PUC's caller.
		if (isTail && (info.isLuaJit || callee?.what !== 'C')) {
			if (info.isLuaJit) {
				run = emptyRun();
				continue;
			}
			push({ what: 'tail', info: undefined, index: 0, line: -1, hostName: '' }, '');
		} else {
			const calledAs = isDirect ? siteName(info, site, 1) : '';
			const level = {
				what: index === 0 ? 'main' : 'Lua',
				info,
				index,
				line: siteLine(info, site),
				hostName: '',
			} as const;
			push(level, calledAs);
		}
		run = emptyRun();
	}
	push(undefined, '');
	return levels;
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
