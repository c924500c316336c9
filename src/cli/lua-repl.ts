import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LuaSession } from '../node/index.ts';
import { EXIT } from './command.ts';
import type { Output } from './output.ts';

const PROMPT = '> ';
const PROMPT_INSIDE = '>> ';
const HISTORY_LINES = 1000;

/** Where typed lines are kept between sessions; `LIVEMOUNT_LUA_HISTORY` names another file, or none when it is empty. */
function historyFile(): string | undefined {
	const given = process.env['LIVEMOUNT_LUA_HISTORY'];
	if (given !== undefined) return given === '' ? undefined : given;
	const state = process.env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
	return join(state, 'livemount', 'lua-history');
}

function loadHistory(file: string | undefined): string[] {
	if (file === undefined) return [];
	try {
		// Newest first, as readline has it.
		return readFileSync(file, 'utf8').split('\n').filter(Boolean).reverse();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}

function saveHistory(file: string | undefined, lines: readonly string[], output: Output): void {
	if (file === undefined) return;
	try {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, `${lines.slice(0, HISTORY_LINES).reverse().join('\n')}\n`, { mode: 0o600 });
	} catch (error) {
		output.warn(`the history is not kept: ${(error as Error).message}`);
	}
}

/**
 * Reads Lua line by line, runs it and prints what it gives; `=` before an expression prints it.
 *
 * @returns the exit code
 */
export async function runRepl(session: LuaSession, output: Output): Promise<number> {
	const { stdin, stdout } = process;
	const terminal = stdin.isTTY === true && stdout.isTTY === true;
	const file = terminal ? historyFile() : undefined;
	let history = loadHistory(file);
	if (terminal) output.line('Lua 5.1 in Livemount. "=" prints an expression; Ctrl-D ends.');
	const lines = createInterface({ input: stdin, output: stdout, terminal, history, historySize: HISTORY_LINES });
	lines.on('history', (all) => {
		history = [...all];
	});
	let typed = '';
	let exitCode: number | undefined;
	const prompt = (): void => {
		lines.setPrompt(typed === '' ? PROMPT : PROMPT_INSIDE);
		lines.prompt();
	};
	// Ctrl-C gives up what has been typed; with nothing typed it ends.
	lines.on('SIGINT', () => {
		if (typed === '' && lines.line === '') lines.close();
		else {
			typed = '';
			stdout.write('\n');
			lines.write(null, { ctrl: true, name: 'u' });
			prompt();
		}
	});
	prompt();
	for await (const line of lines) {
		const text = typed === '' ? line : `${typed}\n${line}`;
		const result = await session.evaluate(text);
		if (result === 'ended') {
			exitCode = await session.ended;
			break;
		}
		typed = result === 'incomplete' ? text : '';
		prompt();
	}
	lines.close();
	saveHistory(file, history, output);
	if (exitCode !== undefined) return exitCode;
	await session.close();
	stdout.write('\n');
	return EXIT.ok;
}
