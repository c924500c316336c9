import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ProgramGenerator } from '../../test/lua-program-generator.ts';
import { createDice } from '../../test/lua-program-parts.ts';
import { createLua, type Dialect } from './index.ts';

const PROGRAMS_COUNT = 20_000;
const PARTS_COUNT = 4;
/** Programs that one process runs. */
const BATCH_COUNT = 500;
const SEED = 51;

/** What all programs of a batch share. Values are shown without the addresses that no two runs share. */
const PRELUDE = `
local function show(v)
  local s = tostring(v)
  s = s:gsub("0x%x%x%x%x+", "ADDR"):gsub("builtin#%d+", "ADDR"):gsub("%-?nan", "nan")
  return s
end
local buffer = {}
local function out(...)
  for i = 1, select("#", ...) do buffer[#buffer + 1] = show((select(i, ...))) buffer[#buffer + 1] = " " end
  buffer[#buffer + 1] = "; "
end
local function sorted(t, f) table.sort(t, f) return unpack(t) end
local function step(last, k) if k < last then return k + 1, k * 2 end end
local mt = {
  __add = function(a, b) return "added" end, __tostring = function() return "an object" end,
  __call = function(self, a) return a, "called" end, __lt = function() return true end,
  __index = function(_, k) return k end,
}
local pause = function() end
local function run(number, body)
  ga, gb, gt, pause = 5, nil, { x = 1, y = { 2 } }, function() end
  if number % 2 == 0 then
    out(pcall(body, number, "more"))
  else
    pause = coroutine.yield
    local co = coroutine.create(body)
    local count = 0
    repeat out(coroutine.resume(co, number, "more")) count = count + 1 until coroutine.status(co) == "dead" or count > 30
  end
  io.write(number, ": ", table.concat(buffer), "\\n")
  buffer = {}
end
`;

function batch(first: number): string {
	const generator = new ProgramGenerator(createDice(SEED * PROGRAMS_COUNT + first));
	const parts = [PRELUDE];
	for (let number = first; number < first + BATCH_COUNT; number++) {
		parts.push(
			`run(${number}, function(...) local n, s, t, o, u = ${number % 9}, "str${number % 5}", { 1, 2, a = "A", b = { 5 } }, { x = 1 }`,
			`local function f(x, y) pause() return y, x end`,
			generator.program(),
			`end)`,
		);
	}
	return parts.join('\n');
}

function isInstalled(program: string): boolean {
	return spawnSync(program, ['-v']).status === 0;
}

function runReference(program: string, path: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(program, [path], { cwd: tmpdir(), timeout: 20_000 });
		let text = '';
		child.stdout.setEncoding('latin1').on('data', (part: string) => {
			text += part;
		});
		child.stderr.setEncoding('latin1').on('data', (part: string) => {
			text += part;
		});
		child.on('error', reject);
		child.on('close', () => resolve(text));
	});
}

function runOurs(dialect: Dialect, text: string, path: string): string {
	let output = '';
	const lua = createLua({
		dialect,
		write: (part) => {
			output += part;
		},
	});
	const outcome = lua.pcall(lua.load(text, `@${path}`));
	return outcome.ok ? output : output + outcome.error.stack;
}

const isPresent = isInstalled('lua5.1');

describe.skipIf(!isPresent)('random programs behave as in lua5.1 (skipped where it is not installed)', () => {
	const folder = mkdtempSync(join(tmpdir(), 'lua-fuzz-'));
	afterAll(() => rmSync(folder, { recursive: true }));

	const parts = Array.from({ length: PARTS_COUNT }, (_, part) => part * (PROGRAMS_COUNT / PARTS_COUNT));
	test.each(parts)('5,000 from number %i on print the same', { timeout: 300_000 }, async (start) => {
		for (let first = start; first < start + PROGRAMS_COUNT / PARTS_COUNT; first += BATCH_COUNT) {
			const path = join(folder, `batch${first}.lua`);
			const text = batch(first);
			writeFileSync(path, text, 'latin1');
			// The native process runs while we do.
			const reference = runReference('lua5.1', path);
			const ours = runOurs('puc', text, path).split('\n');
			expect(ours).toEqual((await reference).split('\n'));
		}
	});
});
