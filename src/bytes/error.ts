/** Plain JSON carried by an error: where it happened, what was expected, what was found. */
export type ErrorData = { readonly [key: string]: string | number | boolean | null | undefined | readonly string[] };

export type ErrorOptions = { readonly cause?: unknown; readonly data?: ErrorData };

/**
 * Base of every error that Livemount throws on purpose.
 *
 * Each room has one subclass with its own union of codes; the code is part of the API, the message is for people.
 * Messages say what was read, what was expected, what was found and where.
 */
export class LivemountError<Code extends string = string> extends Error {
	readonly code: Code;
	readonly data: ErrorData;

	constructor(code: Code, message: string, options: ErrorOptions = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.name = new.target.name;
		this.code = code;
		this.data = options.data ?? {};
	}

	/** Plain form that survives `JSON.stringify` and a worker boundary. */
	toJSON(): { name: string; code: Code; message: string; data: ErrorData } {
		return { name: this.name, code: this.code, message: this.message, data: this.data };
	}
}

export type BytesErrorCode = 'truncated' | 'out-of-range' | 'invalid-hex' | 'invalid-utf8';

/** Thrown by the `bytes` room. */
export class BytesError extends LivemountError<BytesErrorCode> {}
