import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';

/** An answer as it came over the line, nothing unpacked or followed. */
export type PlainAnswer = {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Uint8Array;
	/** Milliseconds since 1970; only over TLS. */
	readonly certificateEnds: number | undefined;
};

const TIMEOUT_MS = 15_000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * One request as a game's engine or browser sends it, without following redirects or unpacking.
 *
 * Rejects with what Node says about the line or the certificate.
 */
export function plainRequest(
	url: string,
	options: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<PlainAnswer> {
	const { method = 'GET', headers = {} } = options;
	const send = url.startsWith('https:') ? httpsRequest : httpRequest;
	return new Promise((resolve, reject) => {
		const sent = send(url, { method, headers, timeout: TIMEOUT_MS, agent: false }, (response) => {
			const parts: Buffer[] = [];
			let sizeBytes = 0;
			const validTo = (response.socket as Partial<TLSSocket>).getPeerCertificate?.().valid_to;
			response.on('data', (part: Buffer) => {
				sizeBytes += part.length;
				if (sizeBytes > MAX_BODY_BYTES) sent.destroy(new Error(`the answer is larger than ${MAX_BODY_BYTES} bytes`));
				else parts.push(part);
			});
			response.on('error', reject);
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					body: Buffer.concat(parts),
					certificateEnds: validTo === undefined ? undefined : Date.parse(validTo),
				}),
			);
		});
		sent.on('timeout', () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS / 1000} s`)));
		sent.on('error', reject);
		sent.end();
	});
}
