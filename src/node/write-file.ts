import { closeSync, fsyncSync, openSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ioError } from './error.ts';

let counter = 0;

/** A name beside `path` that no other writer of this machine uses now. */
export function temporaryName(path: string): string {
	return `${path}.new-${process.pid}-${++counter}`;
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
	const match = /^(.*)\.new-(\d+)-\d+(-old)?$/.exec(name);
	return match !== null && (of === undefined || match[1] === of) && !isRunning(Number(match[2]));
}

function isRunning(pid: number): boolean {
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
		await mkdir(dirname(path), { recursive: true });
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
		if ((cause as NodeJS.ErrnoException).code === undefined) throw cause;
		throw ioError('write', path, cause);
	}
}
