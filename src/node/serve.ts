import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import send from 'send';
import { NodeError } from './error.ts';

/** Files a browser must know by type; everything else is content, and engines want it as plain bytes. */
const TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.wasm': 'application/wasm',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
};

export type FileServer = {
	/** `http://127.0.0.1:PORT`, without "/" at the end. */
	readonly url: string;
	readonly port: number;
	/** Stops; requests under way are cut. */
	close(): Promise<void>;
};

/** A file that lies in no folder. */
export type ServedFile = {
	readonly type: string;
	readonly bytes: Uint8Array;
	/** Its Content-Security-Policy. */
	readonly policy?: string;
};

/** One answered request. */
export type Served = {
	readonly method: string;
	readonly path: string;
	readonly status: number;
	readonly sentBytes: number;
};

/**
 * Serves a folder over HTTP as a content host should: GET and HEAD, byte ranges, ETags, `application/octet-stream` for
 * content, and CORS open to every page.
 *
 * @throws NodeError `port-in-use`, `io-error`
 */
export async function serveFolder(options: {
	folder: string;
	/** 0 takes any free one. */
	port: number;
	/** Default 127.0.0.1: this machine only. */
	host?: string;
	onServed?: (served: Served) => void;
	/** Files that lie in no folder, by their paths, such as `/`. They come before those of the folder. */
	files?: ReadonlyMap<string, ServedFile>;
	/** Other folders, by the prefixes of their paths, such as `/content/`. */
	folders?: ReadonlyMap<string, string>;
}): Promise<FileServer> {
	const { folder, port, host = '127.0.0.1', onServed, files, folders = new Map<string, string>() } = options;
	const server = createServer((request, response) => {
		response.on('close', () => {
			onServed?.({
				method: request.method ?? '',
				path: request.url ?? '',
				status: response.statusCode,
				sentBytes: Number(response.getHeader('content-length') ?? 0),
			});
		});
		const path = (request.url ?? '/').replace(/[?#].*$/, '');
		const file = files?.get(path);
		const prefix = [...folders.keys()].find((candidate) => path.startsWith(candidate));
		answer(request, response, () => {
			if (file) return answerFile(file, response);
			const root = prefix === undefined ? folder : (folders.get(prefix) as string);
			sendFrom(root, prefix === undefined ? path : path.slice(prefix.length - 1), request, response);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', (cause: NodeJS.ErrnoException) => {
			const inUse = cause.code === 'EADDRINUSE';
			reject(
				new NodeError(
					inUse ? 'port-in-use' : 'io-error',
					inUse
						? `port ${port} on ${host} is in use by another program; choose one with --port, or 0 for any free one`
						: `cannot serve on ${host}:${port}: ${cause.message}`,
					{ cause, data: { host, port } },
				),
			);
		});
		server.listen(port, host, resolve);
	});
	const address = server.address();
	const actualPort = typeof address === 'object' && address ? address.port : port;
	return {
		url: `http://${host}:${actualPort}`,
		port: actualPort,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function answer(request: IncomingMessage, response: ServerResponse, sendIt: () => void): void {
	response.setHeader('Access-Control-Allow-Origin', '*');
	response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, OPTIONS');
	response.setHeader('Access-Control-Allow-Headers', 'Range, If-None-Match, If-Match, If-Range, Content-Type');
	response.setHeader('Access-Control-Expose-Headers', 'ETag, Content-Length, Content-Range, Accept-Ranges');
	if (request.method === 'OPTIONS') {
		response.writeHead(204).end();
		return;
	}
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		response.setHeader('Allow', 'GET, HEAD, OPTIONS');
		refuse(response, 405, 'only GET and HEAD are served here');
		return;
	}
	sendIt();
}

function answerFile({ type, bytes, policy }: ServedFile, response: ServerResponse): void {
	response.setHeader('Content-Type', type);
	response.setHeader('Content-Length', bytes.length);
	response.setHeader('Cache-Control', 'no-cache');
	if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
	response.end(bytes);
}

function sendFrom(folder: string, path: string, request: IncomingMessage, response: ServerResponse): void {
	send(request, path, { root: folder, dotfiles: 'deny', index: 'index.html', cacheControl: false })
		.on('headers', (headers: ServerResponse, file: string) => {
			headers.setHeader('Content-Type', TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream');
			// Named by their digest, so they never change under one name.
			const isContent = /^[0-9a-f]{40}$/.test(file.slice(file.lastIndexOf('/') + 1));
			headers.setHeader('Cache-Control', isContent ? 'public, max-age=31536000, immutable' : 'no-cache');
		})
		.on('error', (error: { status?: number; message: string }) => {
			refuse(response, error.status ?? 500, error.message);
		})
		.on('directory', () => refuse(response, 404, 'Not Found'))
		.pipe(response);
}

function refuse(response: ServerResponse, status: number, message: string): void {
	const text = `${status} ${message}\n`;
	response.statusCode = status;
	response.setHeader('Content-Type', 'text/plain; charset=utf-8');
	response.setHeader('Content-Length', Buffer.byteLength(text));
	response.end(text);
}
