import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProjectFiles } from '../builder/index.ts';
import { compareText } from '../bytes/index.ts';
import { ioError } from './error.ts';

/** Folders of a project that hold no sources. */
const IGNORED = new Set(['node_modules', 'build']);

/** Whether a path, relative to a project's folder, can be a source: nothing of it is hidden or a folder that holds none. */
export function isProjectPath(path: string): boolean {
	return path.split('/').every((part) => !part.startsWith('.') && !IGNORED.has(part));
}

/** The files under `/builtins` that come with the package. */
export const BUILTINS_FOLDER: string = fileURLToPath(new URL('../../builtins', import.meta.url));

/** The files of a project's folder, and where they lie. */
export type OpenedProject = ProjectFiles & {
	has(path: string): boolean;
	fileOf(path: string): string;
};

/**
 * A project's folder with the builtins behind it, read-only.
 *
 * @throws NodeError `not-found` when there is no such folder
 */
export async function openProject(folder: string): Promise<OpenedProject> {
	const root = resolve(folder);
	const projectPaths = await listFiles(root);
	const builtinPaths = (await listFiles(BUILTINS_FOLDER)).map((path) => `/builtins${path}`);
	const known = new Set([...projectPaths, ...builtinPaths]);
	const all = [...known].sort(compareText);
	const fileOf = (path: string): string =>
		path.startsWith('/builtins/') ? join(BUILTINS_FOLDER, path.slice('/builtins'.length)) : join(root, path);
	return {
		list: async () => all,
		has: (path) => known.has(path),
		fileOf,
		async read(path) {
			if (!known.has(path)) return undefined;
			const file = fileOf(path);
			try {
				return await readFile(file);
			} catch (cause) {
				throw ioError('read', file, cause);
			}
		},
	};
}

async function listFiles(root: string): Promise<string[]> {
	try {
		const found: string[] = [];
		const visit = async (folder: string): Promise<void> => {
			for (const entry of await readdir(folder, { withFileTypes: true })) {
				if (entry.name.startsWith('.') || (entry.isDirectory() && IGNORED.has(entry.name))) continue;
				const path = join(folder, entry.name);
				if (entry.isDirectory()) await visit(path);
				else found.push(`/${relative(root, path).split(sep).join('/')}`);
			}
		};
		await visit(root);
		return found;
	} catch (cause) {
		throw ioError('read the folder', root, cause);
	}
}
