import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyStore } from '../src/liveupdate/index.ts';
import { nodeCrypto, openFolderStorage } from '../src/node/index.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-kill-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const WRITER = fileURLToPath(new URL('./kill-writer.mjs', import.meta.url));
const KILL_COUNT = 50;

/** Runs the writer until it has stored something, then so many milliseconds more, and kills it. Gives what it printed. */
function runAndKill(folder: string, run: number, afterMs: number): Promise<string[]> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [WRITER, folder, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] });
		let printed = '';
		let timer: NodeJS.Timeout | undefined;
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			printed += part;
			if (!timer && printed.includes('ready')) timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
		});
		child.on('error', reject);
		child.on('close', (code, signal) => {
			clearTimeout(timer);
			if (signal === 'SIGKILL') resolve(printed.split('\n').slice(0, -1));
			else reject(new Error(`the writer ended by itself with code ${code}`));
		});
	});
}

describe('SIGKILL on the real file system', () => {
	it(`loses nothing that was promised, ${KILL_COUNT} times in a row`, { timeout: 240_000 }, async () => {
		const folder = join(root, 'store');
		const promised = new Set<string>();
		for (let run = 0; run < KILL_COUNT; run++) {
			const lines = (await runAndKill(folder, run, (run * 37) % 160)).map((line) => line.split(' '));
			const there = new Set(lines.filter(([kind]) => kind === 'there').map(([, digest]) => digest as string));
			expect(lines.filter(([kind]) => kind === 'fault')).toEqual([]);
			expect([...promised].filter((digest) => !there.has(digest))).toEqual([]);
			for (const [kind, digest] of lines) {
				if (kind === 'stored') promised.add(digest as string);
				if (kind === 'removing') promised.delete(digest as string);
			}
		}
		expect(promised.size).toBeGreaterThan(100);
		expect(await verifyStore({ storage: await openFolderStorage(folder), crypto: nodeCrypto })).toEqual([]);
	});
});
