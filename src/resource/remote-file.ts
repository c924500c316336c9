import { ResourceError } from './error.ts';
import { type CancelSignal, type Fetch, type FetchReply, readBody } from './fetch.ts';

/** A file behind HTTP as it was when it was first looked at. */
export type RemoteFile = {
	readonly url: string;
	readonly sizeBytes: number;
	/** The server's mark of this version, where it gives one. */
	readonly etag: string | undefined;
	/**
	 * Exactly these bytes, resumed where a connection broke off.
	 *
	 * @throws ResourceError `changed` when the file is another now, `no-ranges`, `network`, `too-long`
	 */
	range(offset: number, lengthBytes: number): Promise<Uint8Array>;
};

/** Attempts in which not one byte came, after which a server counts as not there. */
const MAX_FRUITLESS_TRIES = 3;

/** `identity`: a range of a compressed body would be a range of something else. */
const PLAIN_BODY = { 'Accept-Encoding': 'identity' } as const;

/**
 * Asks (HEAD) for a file's size and version.
 *
 * @returns `undefined` when there is none (404)
 * @throws ResourceError `network` for other answers and none
 */
export async function openRemoteFile(options: {
	fetch: Fetch;
	url: string;
	signal?: CancelSignal;
}): Promise<RemoteFile | undefined> {
	const { fetch, url, signal } = options;
	const cancel = signal ? { signal } : {};
	const head = await exchange(url, () => fetch({ url, method: 'HEAD', headers: PLAIN_BODY, ...cancel }));
	if (head.status === 404) return undefined;
	const sizeBytes = Number(head.header('content-length') ?? Number.NaN);
	if (head.status !== 200 || !Number.isSafeInteger(sizeBytes)) {
		throw new ResourceError('network', `${url}: expected its size, found status ${head.status} without one`, {
			data: { url, status: head.status },
		});
	}
	const etag = head.header('etag');

	const attempt = async (into: Uint8Array, offset: number, at: number): Promise<number> => {
		const headers = { ...PLAIN_BODY, Range: `bytes=${offset + at}-${offset + into.length - 1}` };
		const reply = await exchange(url, () => fetch({ url, headers, ...cancel }));
		checkRangeReply({ reply, url, sizeBytes, etag, start: offset + at });
		return readBody(reply, { into, offset: at, name: url });
	};

	return {
		url,
		sizeBytes,
		etag,
		async range(offset, lengthBytes) {
			const into = new Uint8Array(lengthBytes);
			let at = 0;
			let fruitless = 0;
			while (at < lengthBytes) {
				let next = at;
				try {
					next = await attempt(into, offset, at);
				} catch (error) {
					if (!(error instanceof ResourceError) || error.code !== 'network') throw error;
					if (fruitless + 1 >= MAX_FRUITLESS_TRIES || signal?.aborted) throw error;
				}
				fruitless = next > at ? 0 : fruitless + 1;
				if (fruitless >= MAX_FRUITLESS_TRIES) {
					throw new ResourceError('network', `${url}: expected ${lengthBytes} bytes, found ${at} and then nothing`, {
						data: { url, expected: lengthBytes, found: at },
					});
				}
				at = next;
			}
			return into;
		},
	};
}

async function exchange(url: string, ask: () => Promise<FetchReply>): Promise<FetchReply> {
	try {
		return await ask();
	} catch (cause) {
		throw new ResourceError('network', `${url}: no answer: ${(cause as Error).message}`, { cause, data: { url } });
	}
}

function checkRangeReply(about: {
	reply: FetchReply;
	url: string;
	sizeBytes: number;
	etag: string | undefined;
	start: number;
}): void {
	const { reply, url, sizeBytes, etag, start } = about;
	const { status } = reply;
	if (status === 200) {
		throw new ResourceError('no-ranges', `${url}: expected the server to send a range (206), found the whole (200)`, {
			data: { url, status },
		});
	}
	const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(reply.header('content-range') ?? '');
	const found = reply.header('etag');
	const other =
		(etag !== undefined && found !== undefined && found !== etag) || (range && Number(range[2]) !== sizeBytes);
	if (status === 404 || status === 412 || status === 416 || other) {
		throw new ResourceError('changed', `${url}: the file changed while it was being read`, {
			data: { url, status, expected: etag, found },
		});
	}
	// Browsers hide Content-Range unless the server exposes it; what was asked for is then taken to be what came.
	if (status !== 206 || (range && Number(range[1]) !== start)) {
		throw new ResourceError('network', `${url}: expected status 206 from byte ${start}, found status ${status}`, {
			data: { url, status, start },
		});
	}
}
