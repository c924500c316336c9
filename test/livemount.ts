import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const REPOSITORY: string = fileURLToPath(new URL('..', import.meta.url));
const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Published games and project data that are not part of the repository. */
export const CORPUS: string =
	process.env['LIVEMOUNT_CORPUS'] ?? fileURLToPath(new URL('../../shared/corpus', import.meta.url));
export const HAS_CORPUS: boolean = existsSync(CORPUS);
if (!HAS_CORPUS) {
	process.stderr.write(`tests on published games are skipped: ${CORPUS} is not there (set LIVEMOUNT_CORPUS)\n`);
}

export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Starts the command-line program as a user does. */
export function startLivemount(
	args: readonly string[],
	options: {
		/** The most any file may grow to: a disk that fills up. */
		maxFileKilobytes?: number;
		/** What the program reads; nothing by default. */
		input?: string;
		cwd?: string;
		env?: { readonly [name: string]: string };
	} = {},
): { child: ChildProcess; finished: Promise<Finished> } {
	const command = [process.execPath, MAIN, ...args];
	const limit = options.maxFileKilobytes;
	// The shell sets the limit, and ignores the signal that would end the process instead of failing its write.
	const [program, ...rest] =
		limit === undefined ? command : ['bash', '-c', `trap '' XFSZ; ulimit -f ${limit}; exec "$@"`, 'bash', ...command];
	const child = spawn(program as string, rest, {
		cwd: options.cwd ?? REPOSITORY,
		env: { ...process.env, NO_COLOR: '1', ...options.env },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	child.stdin.on('error', () => {});
	child.stdin.end(options.input ?? '');
	const finished = new Promise<Finished>((resolve, reject) => {
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (part: string) => {
			stdout += part;
		});
		child.stderr.setEncoding('utf8').on('data', (part: string) => {
			stderr += part;
		});
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, stdout, stderr }));
	});
	return { child, finished };
}

/** Runs the command-line program to its end. */
export function livemount(...args: string[]): Promise<Finished> {
	return startLivemount(args).finished;
}
