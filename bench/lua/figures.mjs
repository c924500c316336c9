/** Figures beside the programs: compile rate, time to the first line, sizes, depth of recursion. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { createLua } from '../../dist/lua/index.js';
import { now } from './now.mjs';

const DOOR = new URL('../../dist/lua/index.js', import.meta.url);
const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const SCRIPT_BYTES = 60_000;

/** A script as games have them: modules, methods, records, strings; with nothing to print. */
export function sampleScript(sizeBytes) {
	const piece = (n) => `
local Unit${n} = {}
Unit${n}.__index = Unit${n}
function Unit${n}.new(x, y) return setmetatable({ x = x, y = y, speed = ${n}, tags = { "a", "b" } }, Unit${n}) end
function Unit${n}:update(dt)
  self.x = self.x + self.speed * dt
  if self.x > 100 and not self.done then
    self.done = true
    for i, tag in ipairs(self.tags) do self.tags[i] = tag .. i end
  elseif self.x < 0 then
    return string.format("%d of %s", self.x, self.tags[1]), nil
  end
  return self.x, self.y
end
modules[${n}] = function(dt) return Unit${n}.new(${n}, 2):update(dt) end
`;
	let text = 'modules = {}';
	for (let n = 1; text.length < sizeBytes; n++) text += `do${piece(n)}end\n`;
	return `${text}return modules[1](0.5)`;
}

/** Megabytes of Lua compiled in a second, the best of some rounds. */
function compileRate() {
	const text = sampleScript(SCRIPT_BYTES);
	let best = 0;
	for (let round = 0; round < 8; round++) {
		const lua = createLua();
		const start = now();
		for (let index = 0; index < 20; index++) lua.load(`${text} --${round}.${index}`, `@bench${index}`);
		best = Math.max(best, (20 * text.length) / 1000 / (now() - start));
	}
	return best;
}

/** Milliseconds from nothing to the result of a script of 60 KB, Node's own start taken off. */
function readyMs() {
	const run = `import { createLua } from ${JSON.stringify(DOOR.href)}; createLua().load(process.env.SCRIPT, '@script')();`;
	const time = (code) => {
		const start = performance.now();
		spawnSync(process.execPath, ['--input-type=module', '-e', code], {
			env: { ...process.env, SCRIPT: sampleScript(SCRIPT_BYTES) },
		});
		return performance.now() - start;
	};
	const difference = () => time(run) - time('');
	return Math.min(...Array.from({ length: 5 }, difference));
}

async function gzippedBytes(exports, keepNames) {
	const { outputFiles } = await build({
		stdin: { contents: `export { ${exports} } from ${JSON.stringify(fileURLToPath(DOOR))};`, resolveDir: '/' },
		bundle: true,
		minify: true,
		keepNames,
		format: 'esm',
		write: false,
	});
	return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}

/** Everything the room offers, and what runs chunks compiled ahead of time. */
async function sizes() {
	const door = readFileSync(fileURLToPath(DOOR), 'utf8');
	const all = [...door.matchAll(/export \{([^}]*)\}/g)]
		.flatMap(([, names]) => names.split(','))
		.map((name) => name.trim());
	const of = async (names) => {
		const bytes = await Promise.all([false, true].map((keepNames) => gzippedBytes(names, keepNames)));
		return bytes.map((count) => (count / 1000).toFixed(1)).join(' / ');
	};
	return { room: await of(all.filter(Boolean).join()), runtime: await of('createLuaRuntime') };
}

const DEPTH = `
local function deepest(wrap)
  local depth = 0
  local function down() depth = depth + 1 return 1 + down() end
  wrap(down)
  return depth
end
print(deepest(pcall), deepest(function(f) coroutine.resume(coroutine.create(f)) end))`;

/** Calls on the stack before it overflows: in this process, and under the command. */
function depths() {
	let inProcess = '';
	createLua({ print: (line) => (inProcess = line) }).load(DEPTH, '=depth')();
	const { stdout } = spawnSync(process.execPath, [MAIN, 'lua', '-e', DEPTH], { encoding: 'utf8' });
	return { inProcess: inProcess.split('\t'), command: stdout.trim().split('\t') };
}

export async function printFigures() {
	const line = (what, value, goal) => console.log(`${what.padEnd(52)}${value.padStart(14)}   ${goal}`);
	const { room, runtime } = await sizes();
	const { inProcess, command } = depths();
	console.log('');
	line('compiles, warm, MB of Lua a second', compileRate().toFixed(2), '≥ 3');
	line('a 60 KB script has run, fresh process, ms', readyMs().toFixed(0), '≤ 150');
	line('the room minified and gzipped / with names, KB', room, '≤ 60');
	line('its run time without the compiler, KB', runtime, '≤ 30');
	line('recursion: livemount lua / in a coroutine', command.join(' / '), '≥ 16,000');
	line('recursion: in this process / in a coroutine', inProcess.join(' / '), 'documented');
}
