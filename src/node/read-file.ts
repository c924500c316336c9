import { readFile } from 'node:fs/promises';
import { ioError } from './error.ts';

/** The whole file. @throws NodeError `not-found`, `io-error` */
export async function readFileOrFail(path: string): Promise<Uint8Array> {
	try {
		return await readFile(path);
	} catch (cause) {
		throw ioError('read', path, cause);
	}
}
