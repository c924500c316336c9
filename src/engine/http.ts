/** A request as a script makes it. */
export type HttpRequest = {
	readonly url: string;
	readonly method: string;
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly body: Uint8Array | undefined;
	/** Milliseconds without an answer until the request fails; `undefined` is the platform's own limit. */
	readonly timeoutMs: number | undefined;
};

/** An answer. Status 0 means that there was none; `error` says why. */
export type HttpResponse = {
	readonly status: number;
	/** Lowercase names. */
	readonly headers: readonly (readonly [name: string, value: string])[];
	readonly body: Uint8Array;
	readonly error?: string;
};

/**
 * The network, as the engine needs it. Never rejects: what fails is an answer with status 0.
 *
 * `onProgress` tells bytes received so far and in all, 0 when that is not known.
 */
export type Http = (
	request: HttpRequest,
	onProgress?: (receivedBytes: number, totalBytes: number) => void,
) => Promise<HttpResponse>;
