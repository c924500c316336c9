/**
 * Lua programs on our run time beside `lua5.1` and `luajit`, in the same minute on the same machine.
 *
 *   npm run build && node bench/lua.mjs [program …]
 *
 * Reads the programs from `../shared/bench/lua` (or from `LUA_BENCH`). Ours is measured warm (after 400 ms), outside and
 * inside a coroutine, in wall-clock time; the references measure themselves with `os.clock`. Medians of five runs in
 * milliseconds; the ratios are to lua5.1, below one is faster. The host of `vec3` and `hostapi` is JavaScript for us and
 * plain Lua tables and functions for the references.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLua, first, LuaError, LuaTable, LuaUserdata } from '../dist/lua/index.js';

const folder = process.env.LUA_BENCH ?? fileURLToPath(new URL('../../shared/bench/lua', import.meta.url));
if (!existsSync(folder)) {
	console.error(`no benchmark programs at ${folder}: set LUA_BENCH to a folder that has them`);
	process.exit(1);
}

const ALL = [
	'fib',
	'nbody',
	'spectral',
	'fannkuch',
	'bintrees',
	'strings',
	'tables',
	'closures',
	'oop',
	'coro',
	'vec3',
	'hostapi',
];
const HOST_CALLS = { mh_num: 500_000, mh_str: 200_000, mh_vadd: 200_000, mh_vget: 200_000, mh_cb: 200_000 };
const WARM_MS = 400;
const RUNS = 5;

class Vec3 extends LuaUserdata {
	constructor(x, y, z) {
		super();
		this.x = x;
		this.y = y;
		this.z = z;
	}
	index(key) {
		switch (key) {
			case 'x':
				return this.x;
			case 'y':
				return this.y;
			case 'z':
				return this.z;
			default:
				throw new LuaError(`no field ${key}`);
		}
	}
	newindex(key, value) {
		if (key === 'x') this.x = value;
		else if (key === 'y') this.y = value;
		else this.z = value;
	}
	add(a, b) {
		return new Vec3(a.x + b.x, a.y + b.y, a.z + b.z);
	}
	sub(a, b) {
		return new Vec3(a.x - b.x, a.y - b.y, a.z - b.z);
	}
	mul(a, b) {
		return typeof a === 'number' ? new Vec3(a * b.x, a * b.y, a * b.z) : new Vec3(a.x * b, a.y * b, a.z * b);
	}
	unm() {
		return new Vec3(-this.x, -this.y, -this.z);
	}
	eq(other) {
		return this.x === other.x && this.y === other.y && this.z === other.z;
	}
}

class Hash extends LuaUserdata {}

class Instance extends LuaUserdata {
	fields = new LuaTable();
	index(key) {
		return this.fields.get(key);
	}
	newindex(key, value) {
		this.fields.set(key, value);
	}
}

/** What the programs expect of their host. */
function addHost(lua) {
	const hashes = new Map();
	const properties = new Map([['player', new Map()]]);
	const host = {
		vec3: (x = 0, y = 0, z = 0) => new Vec3(x, y, z),
		vdot: (a, b) => a.x * b.x + a.y * b.y + a.z * b.z,
		vlen: (a) => Math.sqrt(a.x * a.x + a.y * a.y + a.z * a.z),
		host_num: (a, b) => a * b,
		hash: (text) => {
			let hash = hashes.get(text);
			if (hash === undefined) hashes.set(text, (hash = new Hash()));
			return hash;
		},
		host_get: (object, key) => properties.get(object).get(key),
		host_set: (object, key, value) => {
			properties.get(object).set(key, value);
		},
		host_post: (_url, _id, message) =>
			message.get('damage') + (message.get('crit') ? 1 : 0) + message.get('kind').length,
		host_call: (fn, x) => first(fn(x)),
		host_self: new Instance(),
	};
	for (const [name, value] of Object.entries(host)) lua.globals.set(name, value);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Cold and warm milliseconds of a function. */
function measure(fn) {
	const time = () => {
		const start = performance.now();
		const result = fn();
		return { ms: performance.now() - start, result: first(result) };
	};
	const { ms: cold, result } = time();
	const until = performance.now() + WARM_MS;
	while (performance.now() < until) time();
	return { warm: median(Array.from({ length: RUNS }, () => time().ms)), cold, result: String(result) };
}

const inCoroutine = (lua, fn) =>
	first(
		lua.load(
			'local f = ... return coroutine.wrap(function() while true do coroutine.yield(f()) end end)',
			'=bench',
		)(fn),
	);

function runOurs(name) {
	const lua = createLua();
	addHost(lua);
	const fn = first(lua.load(readFileSync(join(folder, `${name}.lua`)), `@${name}.lua`)());
	return { plain: measure(fn), coroutine: measure(inCoroutine(lua, fn)) };
}

function runReference(program, name) {
	const { stdout, status } = spawnSync(program, ['drive.lua', name, String(RUNS)], {
		cwd: folder,
		encoding: 'utf8',
		timeout: 120_000,
	});
	if (status !== 0) return undefined;
	const [, warm, cold, , ...result] = stdout.trim().split(' ');
	return { warm: Number(warm), cold: Number(cold), result: result.join(' ') };
}

const cell = (text, width = 10) => String(text).padStart(width);
const number = (value, digits = 1) => (value === undefined ? '–' : value.toFixed(digits));
const sums = new Map();
function ratio(key, ours, reference) {
	if (ours === undefined || reference === undefined) return undefined;
	const value = ours / reference;
	sums.set(key, [...(sums.get(key) ?? []), Math.log(value)]);
	return value;
}

const wanted = process.argv.slice(2);
const heads = ['lua5.1', 'luajit', 'ours', 'cold', 'in co.', 'ours/5.1', 'co./5.1', 'co./ours'];
console.log(cell('program', 9) + heads.map((head) => cell(head)).join(''));
for (const name of wanted.length > 0 ? wanted.filter((name) => ALL.includes(name)) : ALL) {
	const puc = runReference('lua5.1', name);
	const jit = runReference('luajit', name);
	const { plain, coroutine } = runOurs(name);
	const isSame = puc === undefined || puc.result === plain.result;
	const inside = name === 'coro' ? undefined : coroutine.warm;
	console.log(
		cell(name, 9) +
			[puc?.warm, jit?.warm, plain.warm, plain.cold, inside].map((ms) => cell(number(ms))).join('') +
			[ratio('ours', plain.warm, puc?.warm), ratio('co', inside, puc?.warm), ratio('both', inside, plain.warm)]
				.map((value) => cell(number(value, 2)))
				.join('') +
			(isSame ? '' : `  result ${plain.result} instead of ${puc.result}`),
	);
}
const mean = (key) => Math.exp((sums.get(key) ?? []).reduce((a, b) => a + b, 0) / (sums.get(key)?.length ?? 1));
console.log(
	cell('geomean', 9) + ' '.repeat(50) + ['ours', 'co', 'both'].map((key) => cell(number(mean(key), 3))).join(''),
);

if (wanted.length === 0) {
	console.log('\none host call, nanoseconds (the loop itself taken off)');
	const emptyNs = (warm) => (warm * 1e6) / 500_000;
	const ours = emptyNs(runOurs('mh_empty').plain.warm);
	const puc = emptyNs(runReference('lua5.1', 'mh_empty')?.warm ?? 0);
	console.log(cell('program', 9) + cell('lua5.1') + cell('ours'));
	for (const [name, count] of Object.entries(HOST_CALLS)) {
		const perCall = (warm) => (warm * 1e6) / count;
		const reference = runReference('lua5.1', name);
		console.log(
			cell(name, 9) +
				cell(number(reference === undefined ? undefined : perCall(reference.warm) - puc)) +
				cell(number(perCall(runOurs(name).plain.warm) - ours)),
		);
	}
}
