import { createServer, type IncomingMessage, request as requestOf, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What goes wrong with one answer. */
export type Fault = {
	readonly delayMs?: number;
	/** Ends the connection after so many bytes of the body. */
	readonly cutAfter?: number;
	/** Changes the byte at this place of the body. */
	readonly corruptAt?: number;
	/** Answers with this status and a small text. */
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sends the body in pieces of so many bytes, with a pause between them. */
	readonly trickle?: { readonly bytes: number; readonly pauseMs: number };
	/** Sends nothing after the headers, and keeps the connection. */
	readonly stall?: boolean;
	/** Goes on with zeros when the body has ended. */
	readonly endless?: boolean;
	/** Asks this server instead. */
	readonly upstream?: string;
};

export type FaultProxy = {
	readonly url: string;
	/** Bytes of bodies sent so far, of all answers. */
	readonly sentBytes: () => number;
	readonly requestCount: () => number;
	close(): Promise<void>;
};

/** An HTTP proxy before a server, that makes a fault of the answers it is told to. */
export async function startFaultProxy(
	upstream: string,
	faultOf: (request: { path: string; range: string | undefined; count: number }) => Fault | undefined,
): Promise<FaultProxy> {
	let sentBytes = 0;
	let requestCount = 0;

	const fetchUpstream = (request: IncomingMessage, base: string): Promise<{ reply: IncomingMessage; body: Buffer }> =>
		new Promise((resolve, reject) => {
			const asked = requestOf(
				base + (request.url ?? '/'),
				{ method: request.method, headers: request.headers },
				(reply) => {
					const parts: Buffer[] = [];
					reply.on('data', (part: Buffer) => parts.push(part));
					reply.on('end', () => resolve({ reply, body: Buffer.concat(parts) }));
					reply.on('error', reject);
				},
			);
			asked.on('error', reject);
			asked.end();
		});

	const send = async (response: ServerResponse, body: Buffer, fault: Fault): Promise<void> => {
		const piece = fault.trickle?.bytes ?? 16_384;
		const end = Math.min(body.length, fault.cutAfter ?? body.length);
		for (let at = 0; at < end && !response.destroyed; at += piece) {
			const part = body.subarray(at, Math.min(end, at + piece));
			sentBytes += part.length;
			if (!response.write(part)) await delay(1);
			if (fault.trickle) await delay(fault.trickle.pauseMs);
		}
		if (fault.cutAfter !== undefined) {
			// What was written gets through before the connection ends.
			await delay(5);
			response.destroy();
			return;
		}
		while (fault.endless && !response.destroyed) {
			sentBytes += 65_536;
			response.write(Buffer.alloc(65_536));
			await delay(1);
		}
		response.end();
	};

	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		requestCount++;
		const fault = faultOf({ path: request.url ?? '/', range: request.headers.range, count: requestCount }) ?? {};
		if (fault.delayMs) await delay(fault.delayMs);
		if (fault.status !== undefined) {
			response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers });
			response.end(fault.status === 304 ? undefined : `status ${fault.status}`);
			return;
		}
		const { reply, body } = await fetchUpstream(request, fault.upstream ?? upstream);
		const changed = Buffer.from(body);
		const at = fault.corruptAt === undefined ? -1 : fault.corruptAt % Math.max(1, changed.length);
		if (at >= 0 && changed.length > 0) changed[at] = (changed[at] as number) ^ 0x10;
		const headers = { ...reply.headers, ...fault.headers };
		if (fault.endless || fault.headers?.['transfer-encoding']) delete headers['content-length'];
		response.writeHead(reply.statusCode ?? 502, headers);
		if (fault.stall) {
			response.flushHeaders();
			return;
		}
		await send(response, changed, fault);
	};

	const server = createServer((request, response) => {
		answer(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		sentBytes: () => sentBytes,
		requestCount: () => requestCount,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
