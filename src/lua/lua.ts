import { toBinaryString } from '../bytes/index.ts';
import { LuaDefectError } from './error.ts';
import { createBaseLibrary } from './library/base.ts';
import { createBitLibrary } from './library/bit.ts';
import { type Collector, createCollectLibrary } from './library/collect.ts';
import { createCoroutineLibrary } from './library/coroutine.ts';
import { createDebugLibrary, type DebugFrames } from './library/debug.ts';
import { createEnvironmentLibrary } from './library/environment.ts';
import { LuaFileError, type LuaFileHandle, type LuaFileSystem } from './library/file-system.ts';
import { createIoLibrary } from './library/io.ts';
import { createJitLibrary, type JitPlatform } from './library/jit.ts';
import { addToLibrary, createLibrary, type LibraryFields } from './library/library.ts';
import { createLoadLibrary, type ReadScript } from './library/load.ts';
import { loadChunk, loadCompiledChunk } from './library/load-chunk.ts';
import { createMathLibrary, createRandom, type LuaRandom } from './library/math.ts';
import { meterLibrary } from './library/metered.ts';
import { createOsLibrary, type OsServices } from './library/os.ts';
import { openPackageLibrary, registerLibrary } from './library/package.ts';
import { createProtectedCalls } from './library/protected.ts';
import { createStringLibrary } from './library/string.ts';
import { createTableLibrary } from './library/table.ts';
import { Budget, type BudgetOptions, LuaBudgetError } from './runtime/budget.ts';
import { $$invoke } from './runtime/callee.ts';
import { values } from './runtime/calls.ts';
import { $protect } from './runtime/caught.ts';
import type { ChunkFactory } from './runtime/chunk.ts';
import { toDisplayString } from './runtime/display.ts';
import { Finalizers } from './runtime/finalizers.ts';
import { $index, $setindex } from './runtime/index-ops.ts';
import { LuaError } from './runtime/lua-error.ts';
import { LUAJIT_STYLE, PUC_STYLE } from './runtime/numbers.ts';
import { reachableBytes } from './runtime/reachable.ts';
import { $captureLevels, $levelsOfText } from './runtime/stack.ts';
import { type Compile, type CompileOptions, createState, type Dialect, type LuaState } from './runtime/state.ts';
import type { LuaTable } from './runtime/table.ts';
import { $tracebackText } from './runtime/traceback.ts';
import type { LuaFunction, LuaValue } from './runtime/values.ts';

/** Libraries beside the base library, which is always there. */
export type LibraryName = 'string' | 'table' | 'math' | 'os' | 'io' | 'coroutine' | 'debug' | 'package' | 'bit' | 'jit';

const ALL_LIBRARIES: readonly LibraryName[] = ['string', 'table', 'math', 'os', 'io', 'coroutine', 'debug', 'package'];

export type LuaOptions = {
	/** `puc` (the default) is Lua 5.1.5; `luajit` has what LuaJIT 2.1 has beyond it, as far as scripts can tell. */
	readonly dialect?: Dialect;
	/** Receives what `print` prints: one line without its end, a binary string. */
	readonly print?: (line: string) => void;
	/** Receives what `io.write` and `io.stderr` write; without it, whole lines go to `print`. */
	readonly write?: (text: string, stream: 'stdout' | 'stderr') => void;
	/** Where `io.read` gets its bytes: at most so many, none at the end. */
	readonly read?: (sizeBytes: number) => Uint8Array;
	/** Runs when a script flushes a standard stream, for hosts that hold output back. */
	readonly flush?: () => void;
	/** Which libraries to open; by default all of Lua 5.1, and with `luajit` also `bit` and `jit`. */
	readonly libraries?: readonly LibraryName[];
	/** For `jit.os` and `jit.arch`. */
	readonly platform?: JitPlatform;
	/** For `math.random`; without it every state draws the same sequence. */
	readonly random?: LuaRandom;
	/** For `io`, `loadfile`, `require` and `os.remove`; without it they give Lua errors. */
	readonly files?: LuaFileSystem;
	/** Clock, environment and exit for `os`. */
	readonly os?: OsServices;
	/** Kilobytes in use, for `collectgarbage('count')`; an invented, growing number without it. */
	readonly usedKilobytes?: () => number;
	/** Runs at `collectgarbage()`. */
	readonly collect?: () => void;
	/** Turns text into code; without it `load` works only for chunks compiled ahead of time. */
	readonly compile?: Compile;
	/** Stops scripts that use up more; without it nothing is counted and nothing costs anything. */
	readonly budget?: BudgetOptions;
	/** Lets debuggers show the Lua text, set breakpoints in it and step through it. */
	readonly sourceMaps?: CompileOptions['sourceMaps'];
	/**
	 * Whether `debug.sethook`, `getlocal` and `setlocal` see a chunk's functions, which makes them several times slower.
	 * Left out, they see chunks whose text names one of these, and all that are loaded after one was called.
	 */
	readonly debug?: boolean;
	/** Hooks and local variables for `debug`; `createLua` gives them. */
	readonly debugFrames?: (state: LuaState) => DebugFrames;
	/** How `0/0` prints; `-nan` in the `puc` dialect, as on x86, else `nan`. WebAssembly builds of PUC print `nan`. */
	readonly notANumber?: string;
};

/** How a protected call ended. */
export type CallOutcome =
	| { readonly ok: true; readonly values: readonly LuaValue[] }
	| { readonly ok: false; readonly error: LuaError };

/** The counters of a state with a budget. */
export type LuaBudget = {
	/** Instructions that may still run; infinite without a limit. */
	readonly instructionsLeft: number;
	/** Bytes of tables, closures and strings that scripts made and that are not known to be free; an estimate. */
	readonly usedBytes: number;
	/** Sets how many instructions may run from now on; as many as at first when left out. */
	refill(instructions?: number): void;
};

/** One Lua state. */
export type Lua = {
	readonly dialect: Dialect;
	/** `_G` */
	readonly globals: LuaTable;
	/** What scripts may still use up; see `LuaOptions.budget`. */
	readonly budget: LuaBudget;
	/**
	 * Compiles a chunk and makes its main function.
	 *
	 * @param source  a binary string, or the bytes of a file
	 * @param chunkName  `@file` or `=name`; anything else is shown as `[string "…"]`
	 * @param env  the chunk's global table, `globals` by default
	 * @throws LuaSyntaxError
	 */
	load(source: string | Uint8Array, chunkName: string, env?: LuaTable): LuaFunction;
	/** The main function of a chunk that `compileToModule` compiled. */
	loadCompiled(chunk: ChunkFactory, env?: LuaTable): LuaFunction;
	/**
	 * Calls a function, from outside or from a host function, and catches Lua errors with their traceback.
	 *
	 * @throws LuaDefectError for anything else that is thrown
	 */
	pcall(callee: LuaValue, args?: readonly LuaValue[]): CallOutcome;
	/** Calls any value that can be called; errors go through. Calling a function directly is cheaper. */
	call(callee: LuaValue, ...args: LuaValue[]): readonly LuaValue[];
	/** `object[key]` with metamethods. */
	index(object: LuaValue, key: LuaValue): LuaValue;
	/** `object[key] = value` with metamethods. */
	setIndex(object: LuaValue, key: LuaValue, value: LuaValue): void;
	/** What Lua's `tostring` gives, a binary string. */
	tostring(value: LuaValue): string;
	/** Sets a table of functions as a global, for `require` too. */
	register(name: string, library: LuaTable | LibraryFields): LuaTable;
	/** Ends the state as C's `lua_close` does: `__gc` of everything that has one is called. @throws LuaError */
	close(): void;
	/** The stack in PUC's form. @param level  1: without the host function that asks */
	traceback(level?: number): string;
};

/** Bytes asked of a stream at a time. */
const PIECE_BYTES = 65_536;

/** JavaScript frames looked at for a traceback. */
const ALL_FRAMES = 100_000;

/** A stream without offsets. */
function standardStream(stream: {
	readonly read?: ((sizeBytes: number) => Uint8Array) | undefined;
	readonly write?: (text: string) => void;
	readonly flush?: (() => void) | undefined;
}): LuaFileHandle {
	return {
		sizeBytes: () => 0,
		read: (_, sizeBytes) => stream.read?.(sizeBytes) ?? new Uint8Array(),
		write: (_, bytes) => stream.write?.(toBinaryString(bytes)),
		flush: () => stream.flush?.(),
		close: () => {},
	};
}

/** Collects text until a line is whole. */
function byLine(print: (line: string) => void): (text: string) => void {
	let rest = '';
	return (text) => {
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) print(line);
	};
}

/** All bytes of a stream. */
function readToEnd(read: (sizeBytes: number) => Uint8Array): string {
	let text = '';
	for (let bytes = read(PIECE_BYTES); bytes.length > 0; bytes = read(PIECE_BYTES)) text += toBinaryString(bytes);
	return text;
}

/** A file's first line may be for a Unix shell: it stays, empty. */
function withoutShebang(text: string): string {
	return text.replace(/^#[^\n]*/, '');
}

function scriptReader(files: LuaFileSystem | undefined, readInput: LuaOptions['read']): ReadScript {
	return (path) => {
		if (path === undefined) {
			if (readInput === undefined) return { problem: 'it is not available' };
			return { text: withoutShebang(readToEnd(readInput)) };
		}
		if (files === undefined || path.includes('\0')) return { problem: 'No such file or directory' };
		try {
			const mode = { isReadable: true, isWritable: false, create: false, truncate: false };
			const file = files.open(path, mode);
			const text = toBinaryString(file.read(0, file.sizeBytes()));
			file.close();
			return { text: withoutShebang(text) };
		} catch (thrown) {
			if (thrown instanceof LuaFileError) return { problem: thrown.message };
			throw thrown;
		}
	};
}

/** What a state takes before any script, about. */
const BARE_KILOBYTES = 100;
const POLL_KILOBYTES = 0.25;

/** `collectgarbage` over what the host offers, and an estimate for what it does not. */
function createCollector(state: LuaState, options: LuaOptions): Collector {
	const { budget } = state;
	// Even a script that allocates nothing sees the figure rise, as in C.
	let polls = 0;
	const estimate = (): number => BARE_KILOBYTES + POLL_KILOBYTES * polls++ + budget.usedBytes / 1024;
	return {
		usedKilobytes: options.usedKilobytes ?? estimate,
		collect: () => {
			options.collect?.();
			polls = 0;
			if (options.budget === undefined && options.usedKilobytes === undefined) budget.assume(reachableBytes(state));
			state.finalizers.run();
		},
		step: () => {
			polls = 0;
			if (options.budget === undefined) budget.assume(budget.usedBytes / 2);
			state.finalizers.run();
		},
	};
}

function openLibraries(state: LuaState, options: LuaOptions): void {
	const { globals } = state;
	const print = options.print ?? ((): void => {});
	const lines = byLine(print);
	const write = options.write ?? ((text: string): void => lines(text));
	const readScript = scriptReader(options.files, options.read);
	addToLibrary(globals, {
		...createBaseLibrary(state, print),
		...createProtectedCalls(state),
		...createEnvironmentLibrary(state),
		...createLoadLibrary(state, readScript),
		...createCollectLibrary(createCollector(state, options)),
	});
	const streams = {
		stdin: standardStream({ read: options.read }),
		stdout: standardStream({ write: (text) => write(text, 'stdout'), flush: options.flush }),
		stderr: standardStream({ write: (text) => write(text, 'stderr'), flush: options.flush }),
	};
	const makers: { readonly [name in Exclude<LibraryName, 'package'>]: () => LibraryFields } = {
		string: () => createStringLibrary(state),
		table: () => createTableLibrary(state),
		math: () => createMathLibrary(state, options.random ?? createRandom()),
		os: () => createOsLibrary(options.files, options.os ?? {}),
		io: () => createIoLibrary({ files: options.files, streams, isLuaJit: state.isLuaJit }),
		coroutine: () => createCoroutineLibrary(state),
		debug: () => createDebugLibrary(state, options.debugFrames?.(state)),
		bit: () => createBitLibrary(),
		jit: () => createJitLibrary(options.platform ?? { os: 'Other', arch: 'x64' }),
	};
	const wanted = options.libraries ?? (state.isLuaJit ? [...ALL_LIBRARIES, 'bit', 'jit'] : ALL_LIBRARIES);
	const isMetered = options.budget !== undefined;
	for (const name of wanted) {
		if (name === 'package') continue;
		const fields = makers[name]();
		globals.set(name, createLibrary(isMetered ? meterLibrary(fields, state.budget) : fields));
	}
	const string = globals.get('string');
	if (string !== undefined) state.typeMetatables.string = createLibrary({ __index: string });
	if (wanted.includes('package')) openPackageLibrary(state, readScript);
}

/**
 * Makes a Lua state without a compiler: it runs chunks compiled ahead of time, and `load` fails.
 *
 * Pass `compile` to give it one; `createLua` does. Several states live side by side and share nothing but host objects.
 */
export function createLuaRuntime(options: LuaOptions = {}): Lua {
	const dialect = options.dialect ?? 'puc';
	const style = dialect === 'puc' ? PUC_STYLE : LUAJIT_STYLE;
	const budget = new Budget(options.budget ?? {});
	const state = createState({
		dialect,
		numbers: { ...style, notANumber: options.notANumber ?? style.notANumber },
		compile: options.compile,
		budget,
		countsMemory: options.usedKilobytes === undefined,
		compileOptions: {
			dialect,
			budget: options.budget !== undefined,
			sourceMaps: options.sourceMaps ?? false,
			debug: options.debug,
		},
	});
	state.finalizers = new Finalizers(state, () => {
		const failed = $protect(() => state.finalizers.run(), undefined);
		// Nobody is there to catch it.
		if (failed instanceof LuaError) options.print?.(`error in __gc metamethod (${failed.message})`);
	});
	openLibraries(state, options);
	const { globals, hostChunk } = state;
	const $addTraceback = (error: LuaError): void => {
		error.traceback ??= $tracebackText($captureLevels(ALL_FRAMES));
	};
	return {
		dialect,
		globals,
		budget,
		load: (source, chunkName, env = globals) =>
			loadChunk(typeof source === 'string' ? source : toBinaryString(source), chunkName, state, env),
		loadCompiled: (chunk, env = globals) => loadCompiledChunk(chunk, state, env),
		pcall: (callee, args = []) => {
			try {
				const result = $protect(() => values($$invoke(callee, args, state)), $addTraceback);
				return result instanceof LuaError ? { ok: false, error: result } : { ok: true, values: result };
			} catch (thrown) {
				if (thrown instanceof LuaBudgetError) return { ok: false, error: thrown };
				if (thrown instanceof LuaDefectError) throw thrown;
				const stack = thrown instanceof Error ? String(thrown.stack) : '';
				throw new LuaDefectError(thrown, $tracebackText($levelsOfText(stack)));
			}
		},
		call: (callee, ...args) => values($$invoke(callee, args, state)),
		index: (object, key) => $index(object, key, hostChunk, 0),
		setIndex: (object, key, value) => $setindex(object, key, value, hostChunk, 0),
		tostring: (value) => String(toDisplayString(value, state)),
		register: (name, library) => {
			const table = isTable(library) ? library : createLibrary(library);
			registerLibrary(state, name, table);
			return table;
		},
		close: () => state.finalizers.runAll(),
		traceback: (level = 1) => $tracebackText($captureLevels(ALL_FRAMES), level),
	};
}

function isTable(library: LuaTable | LibraryFields): library is LuaTable {
	return 'arr' in library && 'mt' in library;
}
