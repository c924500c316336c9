import { LivemountError } from '../bytes/index.ts';
import { webFetch } from './fetch.ts';

/** Thrown when a file cannot be downloaded: `not-found`, or `network` after the last attempt. */
export class DownloadError extends LivemountError<'not-found' | 'network'> {}

export type DownloadOptions = {
	retryCount?: number;
	onRetry?: (reason: string) => void;
	/** Bytes of the current attempt so far. */
	onBytes?: (receivedBytes: number) => void;
	/** A file that need not be there. */
	isOptional?: boolean;
};

const RETRY_COUNT = 10;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4000;
/** Without a byte for so long an attempt is given up. */
const STALL_MS = 20_000;

/**
 * Downloads a whole file and tries again when the network or the host fails.
 *
 * @returns `undefined` for an optional file that is not there
 * @throws DownloadError
 */
export async function download(url: string, options: DownloadOptions = {}): Promise<Uint8Array | undefined> {
	const { retryCount = RETRY_COUNT, onRetry, isOptional = false } = options;
	for (let attempt = 0; ; attempt++) {
		try {
			return await attemptDownload(url, options);
		} catch (error) {
			if (error instanceof DownloadError && error.code === 'not-found') {
				if (isOptional) return undefined;
				throw error;
			}
			if (attempt >= retryCount) throw error;
			onRetry?.((error as Error).message);
			const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
			await new Promise((resolve) => setTimeout(resolve, pauseMs));
		}
	}
}

async function attemptDownload(url: string, { onBytes }: DownloadOptions): Promise<Uint8Array> {
	const stall = new AbortController();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const watch = (): void => {
		clearTimeout(timer);
		timer = setTimeout(() => stall.abort(new Error(`nothing came for ${STALL_MS / 1000} s`)), STALL_MS);
	};
	watch();
	try {
		const reply = await webFetch({ url, signal: stall.signal });
		if (reply.status < 200 || reply.status > 299) {
			const isMissing = reply.status === 404 || reply.status === 403 || reply.status === 410;
			throw new DownloadError(isMissing ? 'not-found' : 'network', `${url}: the host answered ${reply.status}`, {
				data: { url, status: reply.status },
			});
		}
		const parts: Uint8Array[] = [];
		let sizeBytes = 0;
		for await (const part of reply.body) {
			watch();
			parts.push(part);
			sizeBytes += part.length;
			onBytes?.(sizeBytes);
		}
		return concat(parts, sizeBytes);
	} catch (error) {
		if (error instanceof DownloadError) throw error;
		throw new DownloadError('network', `${url}: ${(error as Error).message}`, { cause: error, data: { url } });
	} finally {
		clearTimeout(timer);
	}
}

export function concat(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array {
	const whole = new Uint8Array(sizeBytes);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
