import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ioError, NodeError } from './error.ts';
import { removeLeftovers, syncFolder, temporaryName } from './write-file.ts';

/**
 * Puts right what a killed `replaceFolder` left: the old folder gets its place back if the new one had not taken it.
 */
export async function recoverFolder(folder: string): Promise<void> {
	const parent = dirname(resolve(folder));
	const base = basename(folder);
	const names = await readdir(parent).catch(() => []);
	const old = names.find((name) => name.startsWith(`${base}.new-`) && name.endsWith('-old'));
	if (old && !existsSync(folder)) await rename(join(parent, old), folder);
	await removeLeftovers(parent, base);
}

/**
 * Makes a folder anew: `fill` writes into a temporary one beside it, which then takes its place.
 *
 * A failure leaves the old folder as it was. A folder that is there must hold the file `mark`, which says that it is one of
 * ours, or be empty: nobody's files are removed by a mistyped path.
 *
 * @throws NodeError `not-ours`, `io-error`; what `fill` throws
 */
export async function replaceFolder(options: {
	folder: string;
	mark: string;
	fill: (temporary: string) => Promise<void>;
}): Promise<void> {
	const { folder, mark, fill } = options;
	await recoverFolder(folder);
	if (existsSync(folder)) {
		const names = await readdir(folder).catch((cause) => {
			throw ioError('read the folder', folder, cause);
		});
		if (names.length > 0 && !names.includes(mark)) {
			throw new NodeError(
				'not-ours',
				`${folder} holds other files and no ${mark} of an earlier build; it is left alone, choose another folder`,
				{ data: { path: folder, expected: mark } },
			);
		}
	}
	const temporary = temporaryName(folder);
	const old = `${temporary}-old`;
	try {
		await mkdir(dirname(folder), { recursive: true });
		await mkdir(temporary);
		await fill(temporary);
		if (existsSync(folder)) await rename(folder, old);
		await rename(temporary, folder);
		syncFolder(dirname(resolve(folder)));
	} catch (cause) {
		if (existsSync(old) && !existsSync(folder)) await rename(old, folder);
		await rm(temporary, { recursive: true, force: true });
		if ((cause as NodeJS.ErrnoException).code === undefined || !('syscall' in (cause as object))) throw cause;
		throw ioError('write', folder, cause);
	}
	await rm(old, { recursive: true, force: true });
}
