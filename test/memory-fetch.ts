import { createHash } from 'node:crypto';
import type { Fetch, FetchRequest } from '../src/resource/index.ts';

export type MemoryServer = {
	readonly fetch: Fetch;
	/** By URL; may change at any time. */
	readonly files: Map<string, Uint8Array>;
	readonly requests: FetchRequest[];
	/** Bytes of bodies sent so far. */
	sentBytes: number;
	/** Asked before each part of a body is sent, with the bytes sent of it; throws to break the connection. */
	beforePart: (url: string, sentOfBody: number) => void | Promise<void>;
};

const PART_BYTES = 1000;

/** A content host in memory, with ranges and ETags, that counts what it sends. */
export function createMemoryServer(files: Map<string, Uint8Array>): MemoryServer {
	const server: MemoryServer = {
		files,
		requests: [],
		sentBytes: 0,
		beforePart: () => undefined,
		async fetch(request) {
			server.requests.push(request);
			const { url, method = 'GET', headers = {} } = request;
			const file = files.get(url);
			if (!file) return { status: 404, header: () => undefined, body: bodyOf(url, new Uint8Array()) };
			const etag = `"${createHash('sha1').update(file).digest('hex').slice(0, 12)}"`;
			const range = /^bytes=(\d+)-(\d*)$/.exec(headers['Range'] ?? '');
			const start = range ? Number(range[1]) : 0;
			const end = range?.[2] ? Math.min(Number(range[2]) + 1, file.length) : file.length;
			const wrongVersion = headers['If-Range'] !== undefined && headers['If-Range'] !== etag;
			const whole = !range || wrongVersion;
			if (!whole && start >= file.length) {
				return { status: 416, header: () => undefined, body: bodyOf(url, new Uint8Array()) };
			}
			const answer: Record<string, string> = {
				etag,
				'content-length': String(whole ? file.length : end - start),
				...(whole ? {} : { 'content-range': `bytes ${start}-${end - 1}/${file.length}` }),
			};
			const body = method === 'HEAD' ? new Uint8Array() : whole ? file : file.subarray(start, end);
			return { status: whole ? 200 : 206, header: (name) => answer[name], body: bodyOf(url, body) };
		},
	};

	async function* bodyOf(url: string, body: Uint8Array): AsyncGenerator<Uint8Array> {
		for (let at = 0; at < body.length; at += PART_BYTES) {
			await server.beforePart(url, at);
			const part = body.slice(at, at + PART_BYTES);
			server.sentBytes += part.length;
			yield part;
		}
	}
	return server;
}
