import { LuaError } from './lua-error.ts';
import { $captureLevels, positionOf } from './stack.ts';
import { $tracebackText } from './traceback.ts';
import type { LuaValue } from './values.ts';

/** What a script may use up before it is stopped. */
export type BudgetOptions = {
	/** Instructions until `Lua.budget.refill`: about as many as PUC's virtual machine would run. */
	readonly instructions?: number | undefined;
	/** Bytes of tables, closures and strings; an estimate (see `Budget.usedBytes`). */
	readonly memoryBytes?: number | undefined;
	/**
	 * Bytes really in use. Without it, what a script lets go counts until JavaScript's collector has run, which it does
	 * not tell before the present turn of the event loop is over.
	 */
	readonly measureBytes?: (() => number) | undefined;
};

/** The error that ends a script out of budget. No `pcall`, `xpcall` or coroutine of Lua stops it; `Lua.pcall` does. */
export class LuaBudgetError extends LuaError {
	readonly kind: 'instructions' | 'memory';

	constructor(kind: 'instructions' | 'memory', message: string, traceback: string) {
		super(message);
		this.kind = kind;
		this.traceback = traceback;
	}

	override get isFinal(): boolean {
		return true;
	}
}

const FRAMES = 1000;

function $exhausted(kind: 'instructions' | 'memory'): never {
	const levels = $captureLevels(FRAMES);
	const message = kind === 'instructions' ? 'instruction budget exhausted' : 'not enough memory';
	throw new LuaBudgetError(
		kind,
		positionOf(levels.find(({ info }) => info !== undefined)) + message,
		$tracebackText(levels),
	);
}

/** Counted down before the slow path is taken for the first time, which makes engines compile it into every loop. */
const SLICE = 0x3fff_0000;
/** Compiled code counts memory in units of so many bytes. */
const UNIT_BYTES = 16;
const LARGEST = 0x3fff_ffff;
/** Memory is looked at whenever so much more has been allocated. */
const LOOK_BYTES = 65_536;

/**
 * The counters of a state. Compiled code counts `n` (instructions) and `m` (units of memory) down and calls `$spend` or
 * `$grow` when they pass zero; the names begin with `$` because stack traces leave such functions out.
 */
export class Budget {
	n = 0;
	m: number = LOOK_BYTES / UNIT_BYTES;
	/** Instructions left besides `n`. */
	private rest = Number.POSITIVE_INFINITY;
	private readonly options: BudgetOptions;
	/** Bytes allocated and not known to be free again. */
	private liveBytes = 0;
	/** Bytes that no sampled object stands for yet. */
	private owedBytes = 0;
	private readonly baseBytes: number;
	private readonly samples: FinalizationRegistry<number>;

	constructor(options: BudgetOptions) {
		this.options = options;
		this.baseBytes = options.measureBytes?.() ?? 0;
		this.samples = new FinalizationRegistry((bytes) => {
			this.liveBytes -= bytes;
			// Strings say nothing when they go. What was not paired with an object fades as objects are collected.
			const fading = Math.min(this.owedBytes, bytes);
			this.owedBytes -= fading;
			this.liveBytes -= fading;
		});
		this.refill(options.instructions ?? Number.POSITIVE_INFINITY);
	}

	/** Instructions that may still run. */
	get instructionsLeft(): number {
		return Math.max(0, this.rest + this.n);
	}

	/** Sets how many instructions may run from now on; by default as many as at first. */
	refill(instructions: number = this.options.instructions ?? Number.POSITIVE_INFINITY): void {
		this.rest = instructions;
		this.n = 0;
		this.take();
	}

	private take(): void {
		const taken = Math.min(SLICE, this.rest);
		this.rest -= taken;
		// `| 0`: one number that is not a small integer would make all counting slow.
		this.n = (this.n + taken) | 0;
	}

	/** Takes another figure for what is in use. */
	assume(bytes: number): void {
		this.liveBytes = bytes;
		this.owedBytes = 0;
		this.m = LOOK_BYTES / UNIT_BYTES;
	}

	/** Bytes of tables, closures and strings that scripts made and that are not known to be free. */
	get usedBytes(): number {
		return Math.max(0, this.liveBytes + LOOK_BYTES - this.m * UNIT_BYTES);
	}

	/** `n` has passed zero. @throws LuaBudgetError when nothing is left */
	$spend(): void {
		this.take();
		if (this.n < 0 || (this.n === 0 && this.rest === 0)) {
			this.n = -1;
			$exhausted('instructions');
		}
	}

	/** `m` has passed zero. @param sample  the object just made, which stands for all since the last one */
	$grow(sample?: object): void {
		const bytes = LOOK_BYTES - this.m * UNIT_BYTES;
		this.m = LOOK_BYTES / UNIT_BYTES;
		this.liveBytes += bytes;
		this.owedBytes += bytes;
		if (sample !== undefined) {
			this.samples.register(sample, this.owedBytes);
			this.owedBytes = 0;
		}
		const { memoryBytes, measureBytes } = this.options;
		if (memoryBytes === undefined || this.liveBytes <= memoryBytes) return;
		if (measureBytes !== undefined) {
			// The estimate knows of no garbage; the host's figure does.
			this.liveBytes = Math.max(0, measureBytes() - this.baseBytes);
			if (this.liveBytes <= memoryBytes) return;
		}
		$exhausted('memory');
	}

	/** Counts memory that a library function is about to take. */
	$use(bytes: number): void {
		this.m = (this.m - Math.min(bytes / UNIT_BYTES + 1, LARGEST)) | 0;
		if (this.m < 0) this.$grow();
	}
}

/** Bytes of a text just joined of which the pieces' lengths are not known; long ones share their pieces. */
const JOINED_BYTES = 64;

/** Counts the value of a concatenation that was not of two strings. */
export function $joined(budget: Budget, value: LuaValue): LuaValue {
	if (typeof value === 'string') {
		budget.m -= (Math.min(value.length, JOINED_BYTES) >> 4) + 3;
		if (budget.m < 0) budget.$grow();
	}
	return value;
}

/** `a .. b` of two strings. JavaScript joins long ones without copying the longer. */
export function $cat(budget: Budget, a: string, b: string): string {
	const shorter = a.length < b.length ? a.length : b.length;
	budget.m -= (shorter >> 4) + 2;
	if (budget.m < 0) budget.$grow();
	return a + b;
}
