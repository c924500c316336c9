import { LivemountError } from '../bytes/index.ts';

export type LuaRoomErrorCode = 'syntax' | 'defect';

/** Lua text that cannot be compiled. */
export class LuaSyntaxError extends LivemountError<LuaRoomErrorCode> {
	/** The chunk's name as messages show it: `main.lua`, `[string "x = "]`. */
	readonly chunk: string;
	readonly line: number;

	/** @param message  PUC's whole message with chunk and line, a binary string */
	constructor(message: string, place: { readonly chunk: string; readonly line: number }) {
		super('syntax', message, { data: { chunk: place.chunk, line: place.line } });
		this.chunk = place.chunk;
		this.line = place.line;
	}
}

/**
 * A JavaScript error that escaped from a host function or from this room while Lua ran: never the script's fault.
 *
 * Lua's own `pcall` lets it through, so that it cannot be mistaken for an error of the script.
 */
export class LuaDefectError extends LivemountError<LuaRoomErrorCode> {
	/** Where the script was, in Lua's form. */
	readonly traceback: string;

	constructor(cause: unknown, traceback: string) {
		super('defect', `defect in a host function or in the Lua run time: ${String(cause)}\n${traceback}`, {
			cause,
			data: { traceback },
		});
		this.traceback = traceback;
	}
}
