import { execution } from './execution.ts';
import { displayNumber } from './numbers.ts';
import type { Level } from './stack.ts';
import { typeName } from './type-name.ts';
import type { LuaValue } from './values.ts';

/**
 * A Lua error on its way to the protected call that catches it; hosts throw it with `throw new LuaError(value)`.
 *
 * An `Error` to `instanceof` and to printers, but made without capturing a JavaScript stack, because scripts throw
 * and catch often. `value` may be any Lua value; string values usually begin with `chunk:line:` already.
 */
export class LuaError implements Error {
	readonly name = 'LuaError';
	readonly code = 'runtime';
	/** The value given to `error`. */
	value: LuaValue;
	/** Lua's stack at the throw in PUC's form, from `stack traceback:` on; only below a host's `Lua.pcall`. */
	traceback: string | undefined;
	/** The message handler of `xpcall` has already turned `value` into its answer. */
	handled = false;
	/** The stack of the coroutine that the error ended. */
	levels: readonly Level[] | undefined;

	constructor(value: LuaValue) {
		this.value = value;
		this.traceback = undefined;
		this.levels = undefined;
		if (!this.isFinal) execution.onError?.(this);
	}

	/** Whether no protected call of Lua may stop it; see `LuaBudgetError`. */
	get isFinal(): boolean {
		return false;
	}

	/** The value as text, as the stand-alone interpreter shows it. */
	get message(): string {
		const { value } = this;
		if (typeof value === 'string') return value;
		if (typeof value === 'number') return displayNumber(value);
		return `(error object is a ${typeName(value)} value)`;
	}

	get stack(): string {
		return this.traceback === undefined ? this.message : `${this.message}\n${this.traceback}`;
	}
}
Object.setPrototypeOf(LuaError.prototype, Error.prototype);
