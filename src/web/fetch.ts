import type { Fetch } from '../resource/index.ts';

/** `Fetch` over the browser's own; redirects are followed. */
export const webFetch: Fetch = async ({ url, method = 'GET', headers = {}, signal }) => {
	const request = { method, headers, signal: (signal as AbortSignal | undefined) ?? null };
	const reply = await fetch(url, request).catch((error: Error) => {
		throw new Error(networkReason(error, url), { cause: error });
	});
	return {
		status: reply.status,
		header: (name) => reply.headers.get(name) ?? undefined,
		body: reply.body ? readParts(reply.body) : emptyBody(),
	};
};

async function* emptyBody(): AsyncIterable<Uint8Array> {}

/** Not every browser lets streams be iterated. */
async function* readParts(body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
	const reader = body.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		// Who stops reading early gives the rest up.
		await reader.cancel().catch(() => undefined);
	}
}

/** Browsers hide why a request to another origin failed; the two usual reasons are worth a word. */
export function networkReason(error: unknown, url: string): string {
	const { message, name } = error as Error;
	if (name !== 'TypeError') return message;
	const { origin } = new URL(url, location.href);
	if (origin === location.origin) return message;
	return `${message}: no connection to ${origin}, or it does not allow other origins (CORS)`;
}
