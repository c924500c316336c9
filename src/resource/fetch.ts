import { ResourceError } from './error.ts';

/** Tells work under way to stop; every `AbortSignal` is one. */
export type CancelSignal = {
	readonly aborted: boolean;
	addEventListener(type: 'abort', listener: () => void): void;
	removeEventListener(type: 'abort', listener: () => void): void;
};

export type FetchRequest = {
	readonly url: string;
	readonly method?: 'GET' | 'HEAD';
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: CancelSignal;
};

/** An answer whose body arrives part by part. What is not read is given up when the request's signal fires. */
export type FetchReply = {
	readonly status: number;
	/** A header by its lowercase name. */
	header(name: string): string | undefined;
	readonly body: AsyncIterable<Uint8Array>;
};

/** One exchange over HTTP, as a platform makes it. Rejects only when there is no answer. */
export type Fetch = (request: FetchRequest) => Promise<FetchReply>;

/**
 * Reads a body into `into` from `offset` on, as far as it comes.
 *
 * @returns the offset behind the last byte; less than the length of `into` when the body ended or broke off early
 * @throws ResourceError `too-long` as soon as more comes than fits
 */
export async function readBody(
	reply: FetchReply,
	options: { into: Uint8Array; offset: number; name: string },
): Promise<number> {
	const { into, name } = options;
	let at = options.offset;
	try {
		for await (const part of reply.body) {
			if (at + part.length > into.length) {
				throw new ResourceError('too-long', `${name}: expected ${into.length} bytes, found more`, {
					data: { name, expected: into.length },
				});
			}
			into.set(part, at);
			at += part.length;
		}
	} catch (error) {
		if (error instanceof ResourceError) throw error;
		// The connection broke: what came is kept, and the caller sees that it is not all.
	}
	return at;
}
