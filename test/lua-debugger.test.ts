import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from './livemount.ts';

// A debugger as an editor or a browser has one, in a thread of its own: it reads the source map of each script, sets a
// breakpoint on a line of Lua, steps, and notes where it stopped and which variables it saw.
const DEBUGGER = `
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
const session = new Session();
session.connectToMainThread();
const post = (method, parameters) =>
	new Promise((resolve, reject) => session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result))));
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
function decode(mappings) {
	let line = 0;
	return mappings.split(';').map((row) => {
		if (row === '') return undefined;
		const fields = [];
		let value = 0, shift = 0;
		for (const char of row.split(',')[0]) {
			const digit = DIGITS.indexOf(char);
			value |= (digit & 31) << shift;
			shift += 5;
			if (digit < 32) { fields.push(value & 1 ? -(value >> 1) : value >> 1); value = 0; shift = 0; }
		}
		line += fields[2];
		return line + 1;
	});
}
const scripts = new Map();
const stops = [];
let stepping;
const scopes = (frame) => scripts.has(frame.location.scriptId);
session.on('Debugger.scriptParsed', ({ params }) => {
	if (!params.sourceMapURL?.startsWith('data:application/json')) return;
	const map = JSON.parse(Buffer.from(params.sourceMapURL.split(',')[1], 'base64').toString('utf8'));
	scripts.set(params.scriptId, { url: params.url, map, lines: decode(map.mappings) });
});
session.on('Debugger.paused', async ({ params }) => {
	const [frame] = params.callFrames;
	const script = scripts.get(frame.location.scriptId);
	const line = script?.lines[frame.location.lineNumber];
	const depth = params.callFrames.filter((f) => scopes(f)).length;
	// Several steps of JavaScript may be one of Lua; steps through what stands on no line, too.
	const last = stops.at(-1);
	const isStep = stepping !== undefined && params.hitBreakpoints.length === 0;
	if (isStep && (line === undefined || (last.line === line && last.depth === depth))) return post('Debugger.' + stepping);
	const local = frame.scopeChain.filter(({ type }) => type === 'local' || type === 'block');
	const seen = {};
	for (const scope of local) {
		const { result } = await post('Runtime.getProperties', { objectId: scope.object.objectId });
		for (const { name, value } of result) if (/^[a-z]/.test(name)) seen[name] ??= value?.value ?? value?.type;
	}
	stops.push({ file: script?.map.sources[0], line, seen, depth });
	const command = workerData.steps[stops.length - 1] ?? 'resume';
	stepping = command === 'resume' ? undefined : command;
	await post('Debugger.' + command);
});
parentPort.on('message', async (message) => {
	if (message === 'set') {
		const [scriptId, script] = [...scripts].at(-1);
		for (const line of workerData.breakpoints) {
			await post('Debugger.setBreakpoint', { location: { scriptId, lineNumber: script.lines.indexOf(line), columnNumber: 0 } });
		}
		parentPort.postMessage('set');
	} else parentPort.postMessage({ stops, sources: [...scripts.values()].map(({ url, map }) => [url, map.sources, map.sourcesContent]) });
});
await post('Debugger.enable');
parentPort.postMessage('ready');
`;

type Stop = { file: string; line: number; seen: { [name: string]: unknown }; depth: number };
type Session = { stops: Stop[]; sources: [string, string[], string[]][] };

let work: string;
beforeAll(() => {
	work = mkdtempSync(join(tmpdir(), 'livemount-debugger-'));
	writeFileSync(join(work, 'debugger.mjs'), DEBUGGER);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs Lua text below the debugger. */
function debug(
	source: string,
	options: { breakpoints: readonly number[]; steps: readonly string[]; load?: string },
): Session {
	const url = (path: string): string => JSON.stringify(pathToFileURL(join(REPOSITORY, path)).href);
	const { load = "lua.load(source, '@main/game.lua')" } = options;
	writeFileSync(
		join(work, 'main.mjs'),
		`import { Worker } from 'node:worker_threads';
import { writeFileSync } from 'node:fs';
import { compileToModule, createLua } from ${url('dist/lua/index.js')};
const source = ${JSON.stringify(source)};
const worker = new Worker(new URL('./debugger.mjs', import.meta.url), { workerData: ${JSON.stringify(options)} });
const next = () => new Promise((resolve, reject) => { worker.once('message', resolve); worker.once('error', reject); });
await next();
const lua = createLua({ sourceMaps: true });
const main = ${load};
await new Promise((resolve) => setTimeout(resolve, 50));
worker.postMessage('set');
await next();
main();
worker.postMessage('end');
console.log(JSON.stringify(await next()));
process.exit(0);
`,
	);
	const ran = spawnSync(process.execPath, ['main.mjs'], { cwd: work, encoding: 'utf8', timeout: 25_000 });
	expect(ran.stderr.replace(/^(Debugger|For help|Waiting).*\n/gm, '')).toBe('');
	return JSON.parse(ran.stdout) as Session;
}

const GAME = `local total = 0
local function add(amount)
	local doubled = amount * 2
	total = total + doubled
	return total
end

for index = 1, 2 do
	local sum = add(index)
	if sum > 2 then
		total = -1
	end
end
coroutine.wrap(function(inside)
	local first = inside + 1
	coroutine.yield(first)
end)(41)
`;

describe('a debugger', () => {
	it('stops on a line of Lua, sees its variables by name, and steps into, over and out of functions', () => {
		const { stops, sources } = debug(GAME, {
			breakpoints: [9],
			steps: ['stepInto', 'stepOver', 'stepOver', 'stepOut', 'resume'],
		});
		expect(sources[0]).toEqual(['lua:///main/game.lua.js', ['lua:///main/game.lua'], [GAME]]);
		expect(stops.map(({ line }) => line)).toEqual([9, 2, 3, 4, 10, 9]);
		expect(stops[0]?.seen).toMatchObject({ index: 1 });
		expect(stops[1]).toMatchObject({ depth: 2, seen: { amount: 1 } });
		expect(stops[3]?.seen).toMatchObject({ amount: 1, doubled: 2 });
		expect(stops[5]?.seen).toMatchObject({ index: 2 });
	});

	it('stops in branches, and at the end of what it was told', () => {
		const { stops } = debug(GAME, { breakpoints: [11], steps: [] });
		expect(stops.map(({ line, seen }) => [line, seen['sum']])).toEqual([[11, 6]]);
	});

	it('stops in a module that was compiled ahead of time', () => {
		const { stops } = debug(GAME, {
			breakpoints: [4],
			steps: [],
			load:
				"await (async () => { writeFileSync('ahead.mjs', compileToModule(source, '@ahead.lua', { sourceMaps: 'file:///game/' }));" +
				" return lua.loadCompiled((await import('./ahead.mjs')).default); })()",
		});
		expect(stops.map(({ file, line, seen }) => [file, line, seen['doubled']])).toEqual([
			['file:///game/ahead.lua', 4, 2],
			['file:///game/ahead.lua', 4, 4],
		]);
	});
});
