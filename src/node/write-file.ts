import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ioError } from './error.ts';
import { makeWithParents } from './make-folder.ts';

let counter = 0;

/** A name beside `path` that no other writer of this machine uses now. */
export function temporaryName(path: string): string {
	return `${path}.new-${process.pid}-${++counter}`;
}

const TEMPORARY = /^(.*)\.new-(\d+)-\d+(-old)?$/;

/** True for names under which something is being written, or was by a writer that was killed; and for locks. */
export function isTemporaryName(name: string): boolean {
	return TEMPORARY.test(name) || name.endsWith('.lock');
}

/**
 * Removes what writers that were killed left in a folder: temporary files and folders whose process is gone.
 *
 * @param of  only those made for this name
 */
export async function removeLeftovers(folder: string, of?: string): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		if (isLeftover(name, of)) await rm(join(folder, name), { recursive: true, force: true });
	}
}

/** True for a temporary name whose process is gone. */
export function isLeftover(name: string, of?: string): boolean {
	const match = TEMPORARY.exec(name);
	return match !== null && (of === undefined || match[1] === of) && !isRunning(Number(match[2]));
}

/** True while a process of this machine has that number. */
export function isRunning(pid: number): boolean {
	if (pid === process.pid) return true;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Another user's process may not be signalled, but it is there.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Forces a folder's names to stable storage, where the platform can. */
export function syncFolder(path: string): void {
	// Windows cannot open a folder; its renames are journaled.
	if (process.platform === 'win32') return;
	const handle = openSync(path, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/**
 * Writes a file so that at every instant, also after a crash, its name leads to the old content or the new, whole.
 *
 * @throws NodeError `io-error`, `not-found`; what was there before stays
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
	await writeAtomically(path, async (write) => {
		await write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
	});
}

/** Like `writeFileAtomically`, the content given part by part. */
export async function writeAtomically(
	path: string,
	fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
	const temporary = temporaryName(path);
	try {
		await makeWithParents(dirname(path));
		const file = await open(temporary, 'wx');
		try {
			await fill(async (bytes) => {
				let written = 0;
				while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten;
			});
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, path);
		syncFolder(dirname(path));
	} catch (cause) {
		await rm(temporary, { force: true }).catch(() => undefined);
		// What `fill` throws for reasons of its own is not about this file.
		if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
		throw ioError('write', path, cause);
	}
}

/**
 * Like `writeAtomically`, but leaves a file alone that has the same bytes already.
 *
 * @returns false when it had
 */
export async function replaceFileIfChanged(
	path: string,
	fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<boolean> {
	const digest = createHash('sha256');
	let changed = true;
	try {
		await writeAtomically(path, async (write) => {
			await fill(async (bytes) => {
				digest.update(bytes);
				await write(bytes);
			});
			changed = digest.digest('hex') !== (await digestOfFile(path));
			if (!changed) throw new Unchanged();
		});
	} catch (error) {
		if (!(error instanceof Unchanged)) throw error;
	}
	return changed;
}

/** Ends a write that would change nothing. */
class Unchanged extends Error {}

/** SHA-256 of a file, `undefined` when there is none. */
export async function digestOfFile(path: string): Promise<string | undefined> {
	const digest = createHash('sha256');
	try {
		for await (const part of createReadStream(path)) digest.update(part as Buffer);
	} catch (cause) {
		if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw ioError('read', path, cause);
	}
	return digest.digest('hex');
}
