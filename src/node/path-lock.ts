import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { ioError, NodeError } from './error.ts';
import { isRunning, temporaryName } from './write-file.ts';

const WAIT_MS = 20_000;
const TURN_MS = 15;

/**
 * Does `work` while nobody else does theirs under the same path, on this machine or another one that shares the folder.
 *
 * A lock that a killed process of this machine left is taken over.
 *
 * @throws NodeError `io-error` when the lock is held for 20 seconds; what `work` throws
 */
export async function withPathLock<T>(path: string, work: () => Promise<T>): Promise<T> {
	const lock = `${path}.lock`;
	const owner = JSON.stringify({ host: hostname(), pid: process.pid });
	const until = Date.now() + WAIT_MS;
	while (!(await take(lock, owner))) {
		if (await removeAbandoned(lock)) continue;
		if (Date.now() > until) {
			throw new NodeError(
				'io-error',
				`cannot write ${path}: another publisher holds ${lock}; remove it if none is running`,
				{
					data: { path, lock },
				},
			);
		}
		await sleep(TURN_MS);
	}
	try {
		return await work();
	} finally {
		await rm(lock, { force: true });
	}
}

async function take(lock: string, owner: string): Promise<boolean> {
	const temporary = temporaryName(lock);
	try {
		// Linked when it is whole, so that whoever finds the lock can read whose it is.
		const file = await open(temporary, 'wx');
		await file.writeFile(owner);
		await file.close();
		await link(temporary, lock);
		return true;
	} catch (cause) {
		const { code } = cause as NodeJS.ErrnoException;
		if (code === 'EEXIST') return false;
		if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw ioError('lock', lock, cause);
		return await takeWithoutLinks(lock, owner);
	} finally {
		await rm(temporary, { force: true });
	}
}

/** For file systems without hard links. */
async function takeWithoutLinks(lock: string, owner: string): Promise<boolean> {
	try {
		await writeFile(lock, owner, { flag: 'wx' });
		return true;
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw ioError('lock', lock, cause);
	}
}

/** @returns true when the lock is gone */
async function removeAbandoned(lock: string): Promise<boolean> {
	const text = await readFile(lock, 'utf8').catch(() => undefined);
	if (text === undefined) return true;
	const { host, pid } = parseOwner(text);
	if (host !== hostname() || isRunning(pid)) return false;
	// Moved aside first: only one of several that find it abandoned succeeds, and it sees what it really took.
	const aside = temporaryName(lock);
	try {
		await rename(lock, aside);
		if ((await readFile(aside, 'utf8')) !== text) await link(aside, lock);
	} catch {
		// Someone else was faster; the next turn sees what there is.
	} finally {
		await rm(aside, { force: true });
	}
	return true;
}

function parseOwner(text: string): { host: string; pid: number } {
	try {
		const { host, pid } = JSON.parse(text) as { host?: unknown; pid?: unknown };
		if (typeof host === 'string' && Number.isSafeInteger(pid)) return { host, pid: pid as number };
	} catch {
		// Not a lock of ours: nobody known holds it, and it is left alone.
	}
	return { host: '', pid: 0 };
}
