// What the benchmarks of formats share: timing that alternates between ours and the peer, so that both see the same machine.

/**
 * Runs each in turns. Of each: milliseconds by the clock, quickest and median, and median milliseconds of the processor
 * (all threads together), which other work on the machine changes little.
 */
export async function compare(runs, subjects) {
	const times = new Map(Object.keys(subjects).map((name) => [name, { clock: [], processor: [] }]));
	for (let run = 0; run < runs; run++) {
		for (const [name, work] of Object.entries(subjects)) {
			const before = process.cpuUsage();
			const start = performance.now();
			await work();
			times.get(name).clock.push(performance.now() - start);
			const { user, system } = process.cpuUsage(before);
			times.get(name).processor.push((user + system) / 1000);
		}
	}
	return Object.fromEntries([...times].map(([name, { clock, processor }]) => [name, summary(clock, processor)]));
}

function summary(clock, processor) {
	const sorted = [...clock].sort((a, b) => a - b);
	return { best: sorted[0], median: median(clock), processor: median(processor) };
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

/** One line of the table: what, ours, the peer, their ratio and the goal. */
export function line(what, figures) {
	console.log(`  ${what.padEnd(46)} ${figures}`);
}

export const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
export const rate = (bytes, time) => `${(bytes / 1e6 / time).toFixed(2)} GB/s`;

/** The same numbers on every machine. */
export function createRandom(seed) {
	let state = seed | 0;
	return () => {
		state = (state + 0x9e3779b9) | 0;
		let value = state;
		value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
		value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
		return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
	};
}
