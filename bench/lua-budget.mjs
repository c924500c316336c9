/**
 * What a budget costs: Lua programs with and without one, turn about in the same process.
 *
 *   npm run build && node bench/lua-budget.mjs [program …]
 *
 * Reads the programs from `../shared/bench/lua` (or from `LUA_BENCH`). Best of all runs within four seconds each, in
 * milliseconds; ratio above one: slower with a budget.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLua, first } from '../dist/lua/index.js';

const folder = process.env.LUA_BENCH ?? fileURLToPath(new URL('../../shared/bench/lua', import.meta.url));
if (!existsSync(folder)) {
	console.error(`no benchmark programs at ${folder}: set LUA_BENCH to a folder that has them`);
	process.exit(1);
}
const ALL = ['fib', 'nbody', 'spectral', 'fannkuch', 'bintrees', 'strings', 'tables', 'closures', 'oop', 'coro'];
const MS = 4000;
const BUDGET = { instructions: 1e15, memoryBytes: 1e12 };

function prepare(name, options) {
	const lua = createLua(options);
	const run = first(lua.load(readFileSync(join(folder, `${name}.lua`)), `@${name}.lua`)());
	return () => {
		const start = performance.now();
		run();
		return performance.now() - start;
	};
}

const wanted = process.argv.slice(2);
let logs = 0;
const names = wanted.length > 0 ? wanted : ALL;
for (const name of names) {
	const without = prepare(name, {});
	const budgeted = prepare(name, { budget: BUDGET });
	let best = Number.POSITIVE_INFINITY;
	let bestBudgeted = Number.POSITIVE_INFINITY;
	for (const end = performance.now() + MS; performance.now() < end; ) {
		best = Math.min(best, without());
		bestBudgeted = Math.min(bestBudgeted, budgeted());
	}
	logs += Math.log(bestBudgeted / best);
	const cells = [best.toFixed(2), bestBudgeted.toFixed(2), (bestBudgeted / best).toFixed(3)];
	console.log(name.padEnd(10) + cells.map((cell) => cell.padStart(10)).join(''));
}
console.log(
	`${'geomean'.padEnd(30)}${Math.exp(logs / names.length)
		.toFixed(3)
		.padStart(10)}`,
);
