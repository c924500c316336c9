import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ioError } from './error.ts';

/** Makes a folder and those above it. @throws NodeError `io-error`, `not-found` */
export async function makeFolder(path: string): Promise<void> {
	try {
		await makeWithParents(path);
	} catch (cause) {
		throw ioError('make the folder', path, cause);
	}
}

/**
 * The same, throwing what the system said. Node's own way never comes to an end where a file system refuses with "not found",
 * as /proc does.
 */
export async function makeWithParents(path: string): Promise<void> {
	try {
		await mkdir(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'EEXIST' && statSync(path).isDirectory()) return;
		const above = dirname(path);
		if (code !== 'ENOENT' || existsSync(above)) throw error;
		await makeWithParents(above);
		await makeWithParents(path);
	}
}
