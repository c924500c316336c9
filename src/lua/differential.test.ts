import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createLua, createMemoryFileSystem, type Dialect, type Lua } from './index.ts';

const folder = fileURLToPath(new URL('./programs/', import.meta.url));
const TIMEOUT_MS = 20_000;

/** What a program printed, and the error that ended it. */
type Outcome = { readonly output: string; readonly error: string };

function isInstalled(program: string): boolean {
	return spawnSync(program, ['-v']).status === 0;
}

/** Runs a program in a reference interpreter. */
function runReference(program: string, file: string): Outcome {
	const result = spawnSync(program, [file], { cwd: folder, timeout: TIMEOUT_MS, encoding: 'latin1' });
	const message = result.stderr.split('\nstack traceback:')[0] ?? '';
	return { output: result.stdout, error: message.replace(`${program}: `, '').trimEnd() };
}

function runOurs(dialect: Dialect, file: string): Outcome {
	let output = '';
	const lua: Lua = createLua({
		dialect,
		print: (line) => {
			output += `${line}\n`;
		},
		write: (text) => {
			output += text;
		},
		files: createMemoryFileSystem(),
	});
	try {
		const main = lua.load(readFileSync(folder + file), `@${file}`);
		const outcome = lua.pcall(main);
		return { output, error: outcome.ok ? '' : outcome.error.message };
	} catch (thrown) {
		return { output, error: thrown instanceof Error ? thrown.message : String(thrown) };
	}
}

const files = readdirSync(folder)
	.filter((file) => file.endsWith('.lua'))
	.sort();

const references: readonly { program: string; dialect: Dialect; except: string }[] = [
	{ program: 'lua5.1', dialect: 'puc', except: '.luajit.lua' },
	{ program: 'luajit', dialect: 'luajit', except: '.puc.lua' },
];

for (const { program, dialect, except } of references) {
	const isPresent = isInstalled(program);
	describe.skipIf(!isPresent)(`programs print what ${program} prints (skipped where it is not installed)`, () => {
		for (const file of files.filter((name) => !name.endsWith(except))) {
			test(file, () => {
				expect(runOurs(dialect, file)).toEqual(runReference(program, file));
			});
		}
	});
}

test('there are at least 260 programs', () => {
	expect(files.length).toBeGreaterThanOrEqual(260);
});
