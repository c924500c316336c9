import type { Http, HttpResponse } from '../engine/index.ts';

const NO_ANSWER: HttpResponse = { status: 0, headers: [], body: new Uint8Array() };

/** `Http` over Node's fetch. */
export const nodeHttp: Http = async (request, onProgress) => {
	const timeout = new AbortController();
	const timer =
		request.timeoutMs === undefined
			? undefined
			: setTimeout(() => timeout.abort(new Error(`no answer within ${request.timeoutMs} ms`)), request.timeoutMs);
	try {
		const response = await fetch(request.url, {
			method: request.method,
			headers: request.headers.map(([name, value]) => [name, value] as [string, string]),
			body: request.body === undefined || request.body.length === 0 ? null : Buffer.from(request.body),
			signal: timeout.signal,
		});
		const body = await readBody(response, onProgress);
		return { status: response.status, headers: [...response.headers], body };
	} catch (error) {
		return { ...NO_ANSWER, error: reasonOf(error) };
	} finally {
		clearTimeout(timer);
	}
};

async function readBody(
	response: Response,
	onProgress: ((receivedBytes: number, totalBytes: number) => void) | undefined,
): Promise<Uint8Array> {
	if (!response.body) return new Uint8Array();
	const totalBytes = Number(response.headers.get('content-length') ?? 0);
	const parts: Uint8Array[] = [];
	let receivedBytes = 0;
	for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
		parts.push(part);
		receivedBytes += part.length;
		onProgress?.(receivedBytes, totalBytes);
	}
	return Buffer.concat(parts);
}

/** fetch hides the cause ("fetch failed"); the person needs it ("connect ECONNREFUSED 127.0.0.1:8080"). */
function reasonOf(error: unknown): string {
	const { message, cause } = error as Error;
	return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
}
