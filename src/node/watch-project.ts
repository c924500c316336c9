import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
	openProjectSession,
	type ProjectFiles,
	type ProjectSession,
	type SessionChange,
	type SessionOptions,
} from '../builder/index.ts';
import { nodeCrypto } from './crypto.ts';
import { NodeError } from './error.ts';
import { decodeImage } from './image.ts';
import { isProjectPath, type OpenedProject, openProject } from './project-files.ts';

/** What became of files that were saved. */
export type WatchedChange = SessionChange & {
	/** The files, by their paths in the project; none for the beginning. */
	readonly changed: readonly string[];
	/** From the first file's event until the resources were written. */
	readonly ms: number;
};

export type WatchOptions = Omit<SessionOptions, 'files' | 'crypto' | 'decodeImage'> & {
	/** The project's folder. */
	readonly project: string;
	/** Where compiled resources lie as single files; it holds nothing else. */
	readonly out: string;
	/** Told after each change was written. */
	readonly onChange: (change: WatchedChange) => void;
	/** Told when watching or writing fails; the project is watched on. */
	readonly onFault: (fault: Error) => void;
};

/** Says that a folder holds what this made. */
const MARK = 'watch.json';

/** Editors save in several steps: what comes this soon after another change belongs to it. */
const SETTLE_MS = 15;

/**
 * Compiles a project into single files and keeps them true while its files change. No archive is made.
 *
 * @returns once everything is compiled and watched
 * @throws NodeError `not-found`, `not-ours`
 */
export async function watchProject(options: WatchOptions): Promise<{ close(): Promise<void> }> {
	const { project, out, onChange, onFault } = options;
	if (!existsSync(join(project, 'game.project'))) {
		throw new NodeError('not-found', `${project}: expected a Defold project with a file game.project, found none`, {
			data: { path: project, expected: 'game.project' },
		});
	}
	await makeFolder(out);
	let opened: OpenedProject = await openProject(project);
	const files: ProjectFiles = { list: () => opened.list(), read: (path) => opened.read(path) };
	const session: ProjectSession = openProjectSession({ ...options, files, crypto: nodeCrypto, decodeImage });

	let waiting = new Map<string, boolean>();
	let firstEventMs = 0;
	let busy: Promise<void> = Promise.resolve();
	let timer: NodeJS.Timeout | undefined;
	const run = async (): Promise<void> => {
		const changes = waiting;
		waiting = new Map();
		if (changes.size === 0) return;
		const startMs = firstEventMs;
		try {
			// A file that came or went changes what there is; one that was saved does not.
			if ([...changes.values()].some((isListed) => isListed)) opened = await openProject(project);
			const changed = [...changes.keys()].sort();
			const change = await session.update(changed);
			await write(out, change);
			onChange({ ...change, changed, ms: performance.now() - startMs });
		} catch (fault) {
			onFault(fault instanceof Error ? fault : new Error(String(fault)));
		}
	};
	const note = (path: string, isListed: boolean): void => {
		if (waiting.size === 0) firstEventMs = performance.now();
		waiting.set(path, isListed || waiting.get(path) === true);
		clearTimeout(timer);
		timer = setTimeout(() => {
			busy = busy.then(run);
		}, SETTLE_MS);
	};

	// Watched before it is compiled: what is saved meanwhile is not missed.
	const watcher = await startWatcher(resolve(project), resolve(out), { note, onFault });
	const startMs = performance.now();
	const first = await session.start();
	await write(out, first);
	onChange({ ...first, changed: [], ms: performance.now() - startMs });
	return {
		async close() {
			clearTimeout(timer);
			await watcher.close();
			await busy;
		},
	};
}

async function startWatcher(
	root: string,
	out: string,
	{ note, onFault }: { note: (path: string, isListed: boolean) => void; onFault: (fault: Error) => void },
): Promise<{ close(): Promise<void> }> {
	const { watch } = await import('chokidar');
	const inProject = (file: string): string => relative(root, file).split(sep).join('/');
	const watcher = watch(root, {
		ignoreInitial: true,
		ignored: (file) => file === out || file.startsWith(out + sep) || (file !== root && !isProjectPath(inProject(file))),
	});
	watcher.on('change', (file) => note(`/${inProject(file)}`, false));
	watcher.on('add', (file) => note(`/${inProject(file)}`, true));
	watcher.on('unlink', (file) => note(`/${inProject(file)}`, true));
	watcher.on('error', (fault) => onFault(fault instanceof Error ? fault : new Error(String(fault))));
	await new Promise<void>((ready) => watcher.once('ready', () => ready()));
	return watcher;
}

async function makeFolder(out: string): Promise<void> {
	if (existsSync(out)) {
		const names = await readdir(out);
		if (names.length > 0 && !names.includes(MARK)) {
			throw new NodeError(
				'not-ours',
				`${out} holds other files and no ${MARK}; it is left alone, choose another folder`,
				{
					data: { path: out, expected: MARK },
				},
			);
		}
		await rm(out, { recursive: true, force: true });
	}
	await mkdir(out, { recursive: true });
	await writeFile(join(out, MARK), '{ "livemount": 1 }\n');
}

/** Paths of resources come from the project's own files; one that would leave the folder is not written. */
function fileOf(out: string, path: string): string {
	const root = resolve(out);
	const file = resolve(root, `.${path}`);
	if (file.startsWith(root + sep)) return file;
	throw new NodeError('io-error', `${path}: expected a path in the project`, { data: { path } });
}

async function write(out: string, { resources, removed }: SessionChange): Promise<void> {
	for (const { path, bytes } of resources) {
		const file = fileOf(out, path);
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, bytes);
	}
	for (const path of removed) await rm(fileOf(out, path), { force: true });
}
