import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from './chromium.ts';

const inHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A page of a browser with a worker that holds a suite. */
export type ServedSuite = {
	readonly browser: Browser;
	/** Opens a page with a worker of its own. Pages of one context share what is stored. */
	open(context: BrowserContext): Promise<Page>;
	close(): Promise<void>;
};

/** Bundles a suite for a worker, serves it on 127.0.0.1, and starts a browser. */
export async function serveSuite(entry: string): Promise<ServedSuite> {
	const { outputFiles } = await build({
		entryPoints: [inHere(entry)],
		bundle: true,
		write: false,
		format: 'esm',
		platform: 'browser',
		alias: { vitest: inHere('worker-suite.ts') },
		logLevel: 'silent',
	});
	const script = outputFiles[0]?.text ?? '';
	const server: Server = createServer((request, response) => {
		const isScript = request.url === '/suite.js';
		response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
		response.end(isScript ? script : '<!doctype html><title>suite</title>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const browser = await startChromium();
	return {
		browser,
		async open(context) {
			const page = await context.newPage();
			await page.goto(`http://127.0.0.1:${port}/`);
			await page.evaluate(() => {
				const worker = new Worker('/suite.js', { type: 'module' });
				Object.assign(globalThis, { worker });
			});
			return page;
		},
		async close() {
			await browser.close();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Sends the worker of a page a message and gives its answer. */
export function ask<T>(page: Page, message: unknown): Promise<T> {
	return page.evaluate(
		(message) =>
			new Promise<unknown>((resolve, reject) => {
				const { worker } = globalThis as unknown as { worker: Worker };
				worker.onmessage = ({ data }) => resolve(data);
				worker.onerror = (event) => reject(new Error(event.message));
				worker.postMessage(message);
			}),
		message,
	) as Promise<T>;
}
