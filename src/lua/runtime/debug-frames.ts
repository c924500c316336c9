import { $$invoke } from './callee.ts';
import type { Chunk } from './chunk.ts';
import { type LuaState, runningThread } from './state.ts';
import type { LuaThread } from './thread.ts';
import type { LuaFunction, LuaValue } from './values.ts';

/** What `debug.sethook` sets. */
export type Hook = {
	readonly fn: LuaFunction;
	/** Letters of `c`, `r` and `l`, as given. */
	readonly mask: string;
	/** Instructions between two `count` events; 0: none. */
	readonly count: number;
	left: number;
	isRunning: boolean;
};

/** Reads a local variable, or sets it. */
export type AccessLocal = (index: number, isSet: boolean, value: LuaValue) => LuaValue;

/** Stacks of the functions compiled for debugging, by coroutine; the main thread's by its state. */
const stacks = new WeakMap<object, Frame[]>();
const hooks = new WeakMap<object, Hook>();

/** The running functions of a thread that were compiled for debugging, outermost first. */
export function framesOf(state: LuaState, thread: LuaThread | undefined): readonly Frame[] {
	return stacks.get(thread ?? state) ?? [];
}

/** The hook of a thread: its own, or the main thread's. */
export function hookOf(state: LuaState, thread: LuaThread | undefined): Hook | undefined {
	return hooks.get(thread ?? state) ?? hooks.get(state);
}

export function setHook(state: LuaState, thread: LuaThread | undefined, hook: Hook | undefined): void {
	if (hook === undefined) hooks.delete(thread ?? state);
	else hooks.set(thread ?? state, hook);
}

function $event(hook: Hook, event: string, line: number | undefined, state: LuaState): void {
	if (hook.isRunning) return;
	hook.isRunning = true;
	try {
		$$invoke(hook.fn, [event, line], state);
	} finally {
		hook.isRunning = false;
	}
}

/** A function that is running, compiled for debugging. Names begin with `$` so that stack traces leave them out. */
export class Frame {
	readonly chunk: Chunk;
	readonly index: number;
	readonly fn: LuaFunction;
	readonly access: AccessLocal;
	/** How far it has come: statements are numbered in the order of the text. */
	point = 0;
	/** The line of which the hook was told last; 0: the next statement is news whatever its line. */
	line = 0;
	/** The line of the statement being run. */
	currentLine = 0;
	/** An error is leaving it. */
	hasFailed = false;
	private readonly stack: Frame[];

	constructor(
		parts: {
			readonly chunk: Chunk;
			readonly index: number;
			readonly fn: LuaFunction;
			readonly access: AccessLocal;
		},
		stack: Frame[],
	) {
		this.chunk = parts.chunk;
		this.index = parts.index;
		this.fn = parts.fn;
		this.access = parts.access;
		this.stack = stack;
	}

	/** The function goes on with a statement. Always true, so that it may stand in a condition. */
	$step(point: number, line: number, weight: number): true {
		const { state } = this.chunk;
		this.point = point;
		this.currentLine = line;
		const hook = hookOf(state, runningThread(state));
		if (hook === undefined || hook.isRunning) {
			this.line = line;
			return true;
		}
		if (hook.count > 0) {
			hook.left -= weight;
			if (hook.left <= 0) {
				hook.left = hook.count;
				$event(hook, 'count', undefined, state);
			}
		}
		if (line !== this.line) {
			this.line = line;
			if (hook.mask.includes('l')) $event(hook, 'line', line, state);
		}
		return true;
	}

	/** A loop goes back to its beginning: one instruction, after which every line is news. */
	$turn(): void {
		const { currentLine } = this;
		this.$step(this.point, this.line, 1);
		this.currentLine = currentLine;
		this.line = 0;
	}

	/** The function ends. */
	$leave(): void {
		const { state } = this.chunk;
		const hook = hookOf(state, runningThread(state));
		if (hook?.mask.includes('r') === true && !this.hasFailed) $event(hook, 'return', undefined, state);
		// Frames above it belong to coroutines' bodies that were given up.
		const at = this.stack.lastIndexOf(this);
		if (at >= 0) this.stack.length = at;
	}
}

/** A function compiled for debugging begins. */
export function $enter(chunk: Chunk, index: number, fn: LuaFunction, access: AccessLocal): Frame {
	const { state } = chunk;
	const owner = runningThread(state) ?? state;
	let stack = stacks.get(owner);
	if (stack === undefined) {
		stack = [];
		stacks.set(owner, stack);
	}
	const frame = new Frame({ chunk, index, fn, access }, stack);
	stack.push(frame);
	const hook = hookOf(state, runningThread(state));
	if (hook?.mask.includes('c') === true) $event(hook, 'call', undefined, state);
	return frame;
}

/** A local variable visible where a frame stands: its name, and what `access` knows it by. */
export type VisibleLocal = { readonly name: string; readonly index: number };

/** The visible local variables of a frame, in PUC's order. */
export function visibleLocals(frame: Frame): VisibleLocal[] {
	const locals = frame.chunk.info.locals?.[frame.index] ?? [];
	const visible: VisibleLocal[] = [];
	locals.forEach(([name, start, end], index) => {
		if (start <= frame.point && frame.point < end) visible.push({ name, index });
	});
	return visible;
}
