import type { Http, HttpRequest, HttpResponse } from './http.ts';

/** Bytes of answers that are kept; the oldest go first. */
const MAX_CACHED_BYTES = 16 * 1024 * 1024;

type Cached = { readonly tag: string; readonly response: HttpResponse };

/** Answers to GET requests that came with an ETag, asked for again only if they changed. */
export type HttpCache = {
	/** Asks with `If-None-Match`; an answer 304 comes back with that status and the body that was kept. */
	request(http: Http, request: HttpRequest, onProgress?: Parameters<Http>[1]): Promise<HttpResponse>;
};

export function createHttpCache(): HttpCache {
	const kept = new Map<string, Cached>();
	let keptBytes = 0;

	const forget = (url: string): void => {
		const known = kept.get(url);
		if (!known) return;
		keptBytes -= known.response.body.length;
		kept.delete(url);
	};

	const keep = (url: string, response: HttpResponse): void => {
		forget(url);
		const tag = headerOf(response, 'etag');
		if (tag === undefined || response.body.length > MAX_CACHED_BYTES) return;
		kept.set(url, { tag, response });
		keptBytes += response.body.length;
		for (const oldest of kept.keys()) {
			if (keptBytes <= MAX_CACHED_BYTES) break;
			forget(oldest);
		}
	};

	return {
		async request(http, request, onProgress) {
			const asksItself = request.headers.some(([name]) => /^(if-|range$)/i.test(name));
			const known = asksItself ? undefined : kept.get(request.url);
			const headers: HttpRequest['headers'] = known
				? [...request.headers, ['If-None-Match', known.tag]]
				: request.headers;
			const response = await http({ ...request, headers }, onProgress);
			if (response.status === 304 && known) return { ...response, body: known.response.body };
			if (response.status === 200 && !asksItself) keep(request.url, response);
			return response;
		},
	};
}

/** A header of an answer; names are lowercase. */
export function headerOf({ headers }: HttpResponse, wanted: string): string | undefined {
	return headers.find(([name]) => name === wanted)?.[1];
}
