import { LivemountError } from '../../bytes/index.ts';
import type { CancelSignal, Fetch, FetchReply } from '../../resource/index.ts';
import type { Clock } from '../clock.ts';
import { LiveUpdateError, type LiveUpdateErrorCode } from '../error.ts';
import { cancelled, createCancel } from './cancel.ts';
import { createReceived, type Received } from './received.ts';
import { backoffMs, type Patience } from './retry.ts';

export type DownloadOptions = {
	readonly fetch: Fetch;
	readonly clock: Clock;
	readonly random: () => number;
	readonly patience: Patience;
	/** Addresses of the same file, the best first. */
	readonly urls: readonly string[];
	/** True when it is the same bytes everywhere, so that what one mirror began another can end. */
	readonly sameEverywhere: boolean;
	/** Known from a manifest; without it the end of the body is the end. */
	readonly sizeBytes: number | undefined;
	/** More than this is refused. */
	readonly maxBytes: number;
	readonly signal?: CancelSignal;
	/** Told of bytes as they come, and with a minus of those that turned out useless. */
	readonly onReceived?: (bytes: number) => void;
	/** Throws when these are not the right bytes. `contentType` is what the server called them. */
	readonly check: (bytes: Uint8Array, contentType: string | undefined) => void | Promise<void>;
};

/** What an attempt came to, when it did not end well. */
type Failure = {
	/** `again` may be better soon; `absent` and `wrong` are what this mirror says. */
	readonly kind: 'again' | 'absent' | 'wrong';
	readonly error: LivemountError;
	readonly retryAfter?: string | undefined;
};

/** Mirrors that answer "not here" or send something else are asked so often: a network of caches may be catching up. */
const ROUND_COUNT = 2;
/** Answers that repeating a request will not change soon. */
const ABSENT = new Set([401, 403, 404, 405, 410, 451]);

const OUR_FAULTS: ReadonlySet<string> = new Set<LiveUpdateErrorCode>([
	'disk-full',
	'quota-exceeded',
	'read-only',
	'permission-denied',
	'io-error',
	'not-initialized',
]);

/**
 * Downloads one file: resumes where a connection broke off, waits longer after each failure, goes to the next mirror when
 * one does not have the file or sends something else.
 *
 * @throws LiveUpdateError `network`, `not-found`, `too-long`, `cancelled`; what `check` threw when all mirrors are wrong
 */
export async function download(options: DownloadOptions): Promise<Uint8Array> {
	const { urls, clock, patience, random, signal } = options;
	const received = createReceived(options);
	let at = 0;
	let fruitless = 0;
	let refusals = 0;
	for (;;) {
		const url = urls[at % urls.length] as string;
		if (signal?.aborted) throw cancelled(url);
		const before = received.sizeBytes;
		const reply = await attempt(options, url, received);
		const failure = 'kind' in reply ? reply : await judge(options, received, reply.header('content-type'));
		if (!failure) return received.bytes();
		if (received.dropCount > patience.tryCount * urls.length) throw failure.error;
		if (signal?.aborted) {
			received.drop();
			throw cancelled(url);
		}
		const progressed = received.sizeBytes > before;
		if (failure.kind === 'again') {
			fruitless = progressed ? 0 : fruitless + 1;
			if (fruitless >= patience.tryCount * urls.length) throw failure.error;
			// A connection that broke in the middle is taken up again at once; one that brings nothing is given time.
			if (fruitless === 0) continue;
			at++;
			await clock.sleep(
				backoffMs({ failureCount: fruitless, patience, random, retryAfter: failure.retryAfter }),
				signal,
			);
		} else {
			refusals++;
			if (refusals >= ROUND_COUNT * urls.length) throw failure.error;
			at++;
			if (refusals % urls.length === 0) {
				await clock.sleep(backoffMs({ failureCount: refusals, patience, random }), signal);
			}
		}
		if (!options.sameEverywhere) received.drop();
	}
}

/** Receives the rest of the file over one connection. */
async function attempt(options: DownloadOptions, url: string, received: Received): Promise<Failure | FetchReply> {
	const cancel = createCancel(options.signal);
	try {
		const reply = await withinTime(options, cancel, options.fetch(requestFor(url, received, cancel.signal)));
		const failure = begin(reply, url, received);
		if (failure) return failure;
		await receiveBody(options, { reply, received, cancel, url });
		if (options.sizeBytes !== undefined && received.sizeBytes < options.sizeBytes) {
			return again(url, `expected ${options.sizeBytes} bytes, found ${received.sizeBytes}`);
		}
		return reply;
	} catch (error) {
		if (error instanceof LiveUpdateError && error.code === 'too-long') {
			received.drop();
			return { kind: 'wrong', error };
		}
		if (error instanceof LivemountError) throw error;
		return again(url, (error as Error).message, error);
	} finally {
		// Ends a body of which enough was seen.
		cancel.abort();
		cancel.release();
	}
}

function requestFor(url: string, received: Received, signal: CancelSignal): Parameters<Fetch>[0] {
	// `identity`: a part of a compressed body would be a part of something else.
	const headers: Record<string, string> = { 'Accept-Encoding': 'identity' };
	if (received.sizeBytes > 0) {
		headers['Range'] = `bytes=${received.sizeBytes}-`;
		if (received.etag !== undefined && received.url === url) headers['If-Range'] = received.etag;
	}
	return { url, headers, signal };
}

/** Looks at status and headers; afterwards the body continues what was received. */
function begin(reply: FetchReply, url: string, received: Received): Failure | undefined {
	const { status } = reply;
	if (status === 206) {
		const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(reply.header('content-range') ?? '');
		// Browsers hide Content-Range unless the server exposes it; what was asked for is then taken to be what came.
		if (!range || Number(range[1]) === received.sizeBytes) return undefined;
		received.drop();
		return again(url, `expected a part from where it broke off, found ${reply.header('content-range')}`);
	}
	if (status === 200) {
		received.drop();
		const etag = reply.header('etag');
		received.begin({ url, etag: etag?.startsWith('W/') ? undefined : etag });
		return undefined;
	}
	const found = `expected status 200, found ${status}`;
	if (ABSENT.has(status)) {
		const code = status === 401 || status === 403 ? 'network' : 'not-found';
		return { kind: 'absent', error: new LiveUpdateError(code, `${url}: ${found}`, { data: { url, status } }) };
	}
	if (status === 416) received.drop();
	return { ...again(url, found), retryAfter: reply.header('retry-after') };
}

async function receiveBody(
	options: DownloadOptions,
	about: { reply: FetchReply; received: Received; cancel: { abort(): void }; url: string },
): Promise<void> {
	const { reply, received, cancel, url } = about;
	const parts = reply.body[Symbol.asyncIterator]();
	for (;;) {
		const part = await withinTime(options, cancel, parts.next());
		if (part.done) return;
		received.add(part.value, url);
	}
}

/** The result of a step, or a failure when it takes too long; the connection is then given up. */
async function withinTime<T>(
	{ clock, patience, signal }: DownloadOptions,
	cancel: { abort(): void },
	step: Promise<T>,
): Promise<T> {
	const ended = createCancel(signal);
	const stalled = clock.sleep(patience.stallMs, ended.signal).then(() => {
		if (signal?.aborted) throw new Error('cancelled');
		if (!ended.signal.aborted) throw new Error(`nothing came for ${patience.stallMs} ms`);
	});
	// Whichever loses must not be heard of any more.
	step.catch(() => undefined);
	stalled.catch(() => undefined);
	try {
		return await Promise.race([step, stalled.then(() => step)]);
	} catch (error) {
		cancel.abort();
		throw error;
	} finally {
		ended.abort();
		ended.release();
	}
}

async function judge(
	options: DownloadOptions,
	received: Received,
	contentType: string | undefined,
): Promise<Failure | undefined> {
	try {
		await options.check(received.bytes(), contentType);
		return undefined;
	} catch (error) {
		if (!(error instanceof LivemountError) || isOurs(error)) throw error;
		received.drop();
		return { kind: 'wrong', error };
	}
}

/** The device's fault, or the game's: another mirror would not help. */
function isOurs(error: LivemountError): boolean {
	return OUR_FAULTS.has(error.code);
}

function again(url: string, why: string, cause?: unknown): Failure {
	return { kind: 'again', error: new LiveUpdateError('network', `${url}: ${why}`, { cause, data: { url } }) };
}
