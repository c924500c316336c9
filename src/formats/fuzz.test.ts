import { expect, test } from 'vitest';
import { runFuzz } from './fuzz/run-contract.ts';
import { FUZZ_TARGETS } from './fuzz/targets-contract.ts';

/** Inputs of all readers together. `npm run fuzz -- --minutes N` reads for as long as it is told, from another seed each time. */
const TOTAL_COUNT = 220_000;
const MINUTES = Number(process.env['LIVEMOUNT_FUZZ_MINUTES'] ?? 0);
const SEED = Number(process.env['LIVEMOUNT_FUZZ_SEED'] ?? 20_260_820);
const MAX_MS = 1000;
const EACH_COUNT = Math.ceil(TOTAL_COUNT / FUZZ_TARGETS.length);
const EACH_MS = (MINUTES * 60_000) / FUZZ_TARGETS.length;

test.each(FUZZ_TARGETS.map((target, at) => ({ target, name: target.name, at })))(
	'$name: broken input is read or refused with an error of ours, quickly and in little memory',
	({ target, at }) => {
		const end = performance.now() + EACH_MS;
		const report = runFuzz(target, {
			seed: SEED + at,
			isDone: (inputCount) => inputCount >= EACH_COUNT && performance.now() >= end,
		});
		expect(report.slowestMs).toBeLessThan(MAX_MS);
		expect(report.slowCount).toBeLessThanOrEqual(report.inputCount / 1000);
		// Readers of text tell what is wrong instead of refusing it, a header has nothing to refuse but its length.
		if (/message|manifest|index|zip|lz4|bundle|texture/.test(target.name)) {
			expect(report.refusedCount).toBeGreaterThan(report.inputCount / 50);
		}
	},
	EACH_MS * 2 + 60_000,
);

test('at least 200,000 inputs are read', () => {
	expect(EACH_COUNT * FUZZ_TARGETS.length).toBeGreaterThanOrEqual(200_000);
});

test('a run stops at what is no error of ours, and at a buffer beyond the limit', () => {
	const target = { name: 'planted', structure: 'bytes', seeds: [new Uint8Array(4)] } as const;
	const options = { seed: 1, isDone: (inputCount: number) => inputCount > 50 };
	const crash = (bytes: Uint8Array): void => {
		if (bytes.length > 4) throw new TypeError('planted');
	};
	expect(() => runFuzz({ ...target, read: crash }, options)).toThrow(/planted: planted, for the input [0-9a-f]+/);
	const greedy = (bytes: Uint8Array): unknown => (bytes.length > 4 ? new Uint8Array(40_000_000) : undefined);
	expect(() => runFuzz({ ...target, read: greedy }, options)).toThrow(/a buffer of 40000000 bytes/);
	expect(runFuzz({ ...target, read: () => undefined }, options).inputCount).toBe(51);
});
