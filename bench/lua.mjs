/**
 * Lua programs on our run time beside `lua5.1` and `luajit`, in one run on one machine.
 *
 *   npm run bench:lua [program …]
 *
 * Programs are those of `bench/lua` and, where it is there, of `../shared/bench/lua` (or of `LUA_BENCH`). Each runs in a
 * process of its own, ours and the references in turn, three times; shown are medians in milliseconds of one run when
 * warm, `cold` is our first. Ratios below one are faster; goals stand beside the means at the end. The host of vectors
 * and calls is JavaScript for us, and plain Lua for the references.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { printFigures } from './lua/figures.mjs';

const OWN = fileURLToPath(new URL('./lua', import.meta.url));
const SHARED = process.env.LUA_BENCH ?? fileURLToPath(new URL('../../shared/bench/lua', import.meta.url));
const ROUNDS = Number(process.env.LUA_BENCH_ROUNDS ?? 3);
const RUNS = 5;

const OWN_PROGRAMS = [
	'fib',
	'n-body',
	'spectral-norm',
	'fannkuch',
	'binary-trees',
	'string-building',
	'patterns',
	'tables',
	'closures',
	'methods',
	'coroutine-ping-pong',
	'host-vectors',
	'host-calls',
];
const SHARED_PROGRAMS = [
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
/** They are coroutines themselves: there is no outside. */
const COROUTINES = new Set(['coro', 'coroutine-ping-pong']);
const HOST_CALLS = { mh_num: 500_000, mh_str: 200_000, mh_vadd: 200_000, mh_vget: 200_000, mh_cb: 200_000 };

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function runOurs(folder, name) {
	const script = fileURLToPath(new URL('./lua/measure.mjs', import.meta.url));
	const { stdout, stderr, status } = spawnSync(process.execPath, [script, folder, name], { encoding: 'utf8' });
	if (status !== 0) throw new Error(`${name}: ${stderr}`);
	return JSON.parse(stdout);
}

function runReference(program, folder, name) {
	const { stdout, status } = spawnSync(program, ['drive.lua', name, String(RUNS)], {
		cwd: folder,
		encoding: 'utf8',
		timeout: 120_000,
	});
	if (status !== 0) return undefined;
	const [, warm, , , ...result] = stdout.trim().split(' ');
	return { warm: Number(warm), result: result.join(' ') };
}

/** Ours and the references in turn. */
function measure(folder, name) {
	const rounds = Array.from({ length: ROUNDS }, () => ({
		puc: runReference('lua5.1', folder, name),
		ours: runOurs(folder, name),
		jit: runReference('luajit', folder, name),
	}));
	const of = (pick) => {
		const list = rounds.map(pick).filter((value) => value !== undefined);
		return list.length === 0 ? undefined : median(list);
	};
	const [{ puc, ours }] = rounds;
	return {
		puc: of((round) => round.puc?.warm),
		jit: of((round) => round.jit?.warm),
		ours: of((round) => round.ours.plain.warm),
		cold: of((round) => round.ours.plain.cold),
		inside: COROUTINES.has(name) ? undefined : of((round) => round.ours.coroutine.warm),
		note:
			puc === undefined || puc.result === ours.plain.result ? '' : `  ${ours.plain.result} instead of ${puc.result}`,
	};
}

const cell = (text, width = 10) => String(text).padStart(width);
const number = (value, digits = 1) => (value === undefined ? '–' : value.toFixed(digits));
const sums = new Map();
/** A ratio, kept for the mean and the worst. */
function ratio(key, name, [ours, reference]) {
	if (ours === undefined || reference === undefined) return undefined;
	const value = ours / reference;
	sums.set(key, [...(sums.get(key) ?? []), { name, value }]);
	return value;
}

const wanted = process.argv.slice(2);
const chosen = (names) => (wanted.length === 0 ? names : names.filter((name) => wanted.includes(name)));
const heads = ['lua5.1', 'luajit', 'ours', 'cold', 'in co.', 'ours/5.1', 'ours/jit', 'co./5.1', 'co./ours'];
const NAME_WIDTH = 20;

for (const [folder, names] of [
	[OWN, OWN_PROGRAMS],
	[SHARED, SHARED_PROGRAMS],
]) {
	if (!existsSync(folder)) {
		console.log(`\nno programs at ${folder}`);
		continue;
	}
	console.log(
		`\n${cell(folder === OWN ? 'bench/lua' : 'shared', NAME_WIDTH)}${heads.map((head) => cell(head)).join('')}`,
	);
	for (const name of chosen(names)) {
		const { puc, jit, ours, cold, inside, note } = measure(folder, name);
		const ratios = [
			ratio('puc', name, [ours, puc]),
			ratio('jit', name, [ours, jit]),
			ratio('insidePuc', name, [inside, puc]),
			ratio('inside', name, [inside, ours]),
		];
		const times = [puc, jit, ours, cold, inside].map((ms) => cell(number(ms)));
		console.log(
			cell(name, NAME_WIDTH) + times.join('') + ratios.map((value) => cell(number(value, 2))).join('') + note,
		);
	}
}

const GOALS = [
	['puc', 'time of lua5.1', '≤ 0.23', '≤ 1'],
	['jit', 'time of luajit, its JIT on', '≤ 2', ''],
	['insidePuc', 'inside a coroutine, of lua5.1', '', '≤ 1'],
	['inside', 'inside a coroutine, of outside', '≤ 1.5', '≤ 3'],
];
console.log(`\n${''.padEnd(34)}${cell('mean')}${cell('goal')}${cell('worst')}${cell('goal')}`);
for (const [key, what, meanGoal, worstGoal] of GOALS) {
	const list = sums.get(key) ?? [];
	if (list.length === 0) continue;
	const mean = Math.exp(list.reduce((sum, { value }) => sum + Math.log(value), 0) / list.length);
	const worst = list.reduce((most, entry) => (entry.value > most.value ? entry : most));
	const cells = [cell(number(mean, 3)), cell(meanGoal), cell(number(worst.value, 2)), cell(worstGoal)];
	console.log(`${what.padEnd(34)}${cells.join('')}  ${worst.name}`);
}

if (wanted.length === 0) {
	if (existsSync(SHARED)) {
		console.log('\none host call, nanoseconds (the loop itself taken off)');
		const empty = measure(SHARED, 'mh_empty');
		for (const [name, count] of Object.entries(HOST_CALLS)) {
			const { puc, ours } = measure(SHARED, name);
			const each = (ms, base) =>
				cell(number(ms === undefined ? undefined : (ms * 1e6) / count - (base * 1e6) / 500_000));
			console.log(`${cell(name, NAME_WIDTH)}  lua5.1${each(puc, empty.puc ?? 0)}  ours${each(ours, empty.ours)}`);
		}
	}
	await printFigures();
}
