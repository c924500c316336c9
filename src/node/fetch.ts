import type { CancelSignal, Fetch } from '../resource/index.ts';

/** `Fetch` over Node's own; redirects are followed. */
export const nodeFetch: Fetch = async ({ url, method = 'GET', headers = {}, signal }) => {
	const reply = await fetch(url, { method, headers, signal: signal ? platformSignal(signal) : null }).catch(
		(error: Error) => {
			// fetch hides the cause ("fetch failed"); the person needs it ("connect ECONNREFUSED 127.0.0.1:8080").
			const { cause } = error;
			const reason =
				cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : undefined;
			throw new Error(reason ?? error.message, { cause: error });
		},
	);
	return {
		status: reply.status,
		header: (name) => reply.headers.get(name) ?? undefined,
		body: (reply.body ?? []) as AsyncIterable<Uint8Array>,
	};
};

/** fetch takes only its own kind of signal. */
function platformSignal(signal: CancelSignal): AbortSignal {
	if (signal instanceof AbortSignal) return signal;
	const controller = new AbortController();
	if (signal.aborted) controller.abort();
	else signal.addEventListener('abort', () => controller.abort());
	return controller.signal;
}
