import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FileServer, serveFolder } from './serve.ts';

const BLOB = '0123456789012345678901234567890123456789';
const root = mkdtempSync(join(tmpdir(), 'livemount-serve-'));
let server: FileServer;

beforeAll(async () => {
	mkdirSync(join(root, 'content'));
	writeFileSync(join(root, 'content', BLOB), 'abcdefghij');
	writeFileSync(join(root, 'content', 'liveupdate.game.dmanifest'), 'manifest');
	writeFileSync(join(root, 'secret'), 'outside');
	server = await serveFolder({ folder: join(root, 'content'), port: 0 });
});

afterAll(async () => {
	await server.close();
	rmSync(root, { recursive: true, force: true });
});

describe('serveFolder()', () => {
	it('serves content as plain bytes to every page, never to be asked again', async () => {
		const response = await fetch(`${server.url}/${BLOB}`);
		expect(await response.text()).toBe('abcdefghij');
		expect(response.headers.get('content-type')).toBe('application/octet-stream');
		expect(response.headers.get('access-control-allow-origin')).toBe('*');
		expect(response.headers.get('cache-control')).toContain('immutable');
	});

	it('lets the manifest be asked for again, and answers 304 when it has not changed', async () => {
		const first = await fetch(`${server.url}/liveupdate.game.dmanifest`);
		expect(first.headers.get('cache-control')).toBe('no-cache');
		const etag = first.headers.get('etag') as string;
		// fetch would add "Cache-Control: no-cache" by itself, which asks for the whole again.
		const status = await new Promise((resolve) => {
			get(`${server.url}/liveupdate.game.dmanifest`, { headers: { 'if-none-match': etag } }, (response) => {
				response.resume();
				resolve(response.statusCode);
			});
		});
		expect(status).toBe(304);
	});

	it.each([
		['bytes=2-4', 'cde', 'bytes 2-4/10'],
		['bytes=7-', 'hij', 'bytes 7-9/10'],
		['bytes=-3', 'hij', 'bytes 7-9/10'],
	])('serves the range %s', async (range, text, contentRange) => {
		const response = await fetch(`${server.url}/${BLOB}`, { headers: { range } });
		expect(response.status).toBe(206);
		expect(response.headers.get('content-range')).toBe(contentRange);
		expect(await response.text()).toBe(text);
	});

	it('answers 404 for what is not there and for what lies outside', async () => {
		expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
		expect((await fetch(`${server.url}/%2e%2e/secret`)).status).toBeGreaterThanOrEqual(400);
		expect((await fetch(`${server.url}/`)).status).toBe(404);
	});

	it('refuses other methods, and answers what a browser asks beforehand', async () => {
		expect((await fetch(`${server.url}/${BLOB}`, { method: 'PUT', body: 'x' })).status).toBe(405);
		expect((await fetch(`${server.url}/${BLOB}`, { method: 'OPTIONS' })).status).toBe(204);
	});

	it('says which port is in use', async () => {
		await expect(serveFolder({ folder: root, port: server.port })).rejects.toMatchObject({
			code: 'port-in-use',
			message: expect.stringContaining(`port ${server.port} on 127.0.0.1 is in use`),
		});
	});
});
