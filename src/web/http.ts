import type { Http, HttpResponse } from '../engine/index.ts';
import { concat } from './download.ts';
import { networkReason } from './fetch.ts';

const NO_ANSWER: HttpResponse = { status: 0, headers: [], body: new Uint8Array() };

/** `Http` over the browser's fetch. */
export const webHttp: Http = async (request, onProgress) => {
	const timeout = new AbortController();
	const timer =
		request.timeoutMs === undefined
			? undefined
			: setTimeout(() => timeout.abort(new Error(`no answer within ${request.timeoutMs} ms`)), request.timeoutMs);
	try {
		const response = await fetch(request.url, {
			method: request.method,
			headers: request.headers.map(([name, value]): [string, string] => [name, value]),
			body: request.body === undefined || request.body.length === 0 ? null : (request.body as Uint8Array<ArrayBuffer>),
			signal: timeout.signal,
		});
		return { status: response.status, headers: [...response.headers], body: await readBody(response, onProgress) };
	} catch (error) {
		return { ...NO_ANSWER, error: networkReason(error, request.url) };
	} finally {
		clearTimeout(timer);
	}
};

async function readBody(response: Response, onProgress: Parameters<Http>[1]): Promise<Uint8Array> {
	if (!response.body) return new Uint8Array();
	// A compressed answer tells the compressed length, which progress cannot be measured by.
	const isPlain = !response.headers.has('content-encoding');
	const totalBytes = isPlain ? Number(response.headers.get('content-length') ?? 0) : 0;
	const parts: Uint8Array[] = [];
	let receivedBytes = 0;
	const reader = response.body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		parts.push(value);
		receivedBytes += value.length;
		onProgress?.(receivedBytes, totalBytes);
	}
	return concat(parts, receivedBytes);
}
