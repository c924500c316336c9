import { LivemountError, toHex } from '../../bytes/index.ts';
import { mutate } from './mutate-contract.ts';
import { createRandom, oneOf } from './random-contract.ts';
import { FUZZ_TARGETS, type FuzzTarget } from './targets-contract.ts';

/** What a run found out. */
export type FuzzReport = {
	readonly inputCount: number;
	readonly refusedCount: number;
	/** Longest time of the processor that one input took. */
	readonly slowestMs: number;
	/** Inputs that took more than 100 ms of it. */
	readonly slowCount: number;
	/** The most that one buffer took beyond what its input may. */
	readonly largestBufferBytes: number;
};

const SLOW_MS = 100;
/** An LZ4 block grows 255 times at most, the key stream is kept up to 4 MiB; nothing else comes near. */
const maxBufferBytes = (inputBytes: number): number => 8 * 1024 ** 2 + 300 * inputBytes;

/**
 * Reads changed inputs until `isDone`.
 *
 * @throws Error with the input, for anything that is no error of ours and for a buffer beyond the limit
 */
export function runFuzz(
	target: FuzzTarget,
	options: { seed: number; isDone: (inputCount: number) => boolean },
): FuzzReport {
	const random = createRandom(options.seed);
	const report = { inputCount: 0, refusedCount: 0, slowestMs: 0, slowCount: 0, largestBufferBytes: 0 };
	const buffers = watchBuffers();
	try {
		for (; !options.isDone(report.inputCount); report.inputCount++) {
			const other = oneOf(oneOf(FUZZ_TARGETS, random).seeds, random);
			const input = mutate(oneOf(target.seeds, random), { structure: target.structure, other, random });
			buffers.largestBytes = 0;
			const start = performance.now();
			if (!readOrRefuse(target, input)) report.refusedCount++;
			const largestBytes = buffers.largestBytes;
			if (largestBytes > maxBufferBytes(input.length)) {
				throw new Error(`${target.name}: a buffer of ${largestBytes} bytes for the input ${toHex(input)}`);
			}
			report.largestBufferBytes = Math.max(report.largestBufferBytes, largestBytes);
			// The clock also counts what else the machine does; only what seems slow is measured by the processor's time.
			if (performance.now() - start > SLOW_MS) {
				const ms = processorMs(target, input);
				report.slowestMs = Math.max(report.slowestMs, ms);
				if (ms > SLOW_MS) report.slowCount++;
			}
		}
	} finally {
		buffers.stop();
	}
	return report;
}

/** True when the input was read, false when it was refused. */
function readOrRefuse({ name, read }: FuzzTarget, input: Uint8Array): boolean {
	try {
		read(new Uint8Array(input));
		return true;
	} catch (error) {
		if (error instanceof LivemountError) return false;
		throw new Error(`${name}: ${(error as Error).message}, for the input ${toHex(input)}`, { cause: error });
	}
}

/** Least of three: what an input takes, without what happened to be collected or compiled meanwhile. */
function processorMs(target: FuzzTarget, input: Uint8Array): number {
	let least = Number.POSITIVE_INFINITY;
	for (let run = 0; run < 3; run++) {
		const before = process.cpuUsage();
		readOrRefuse(target, input);
		const { user, system } = process.cpuUsage(before);
		least = Math.min(least, (user + system) / 1000);
	}
	return least;
}

const WATCHED = [
	'ArrayBuffer',
	'Uint8Array',
	'Uint16Array',
	'Uint32Array',
	'Int32Array',
	'Float64Array',
	'BigUint64Array',
] as const;

/** Notes the largest buffer that is asked for by its size. */
function watchBuffers(): { largestBytes: number; stop: () => void } {
	const originals = WATCHED.map((name) => [name, globalThis[name]] as const);
	const watch = {
		largestBytes: 0,
		stop() {
			for (const [name, original] of originals) Object.assign(globalThis, { [name]: original });
		},
	};
	for (const [name, original] of originals) {
		const bytesPerElement = 'BYTES_PER_ELEMENT' in original ? original.BYTES_PER_ELEMENT : 1;
		const watched: object = new Proxy<object>(original, {
			construct(target, args: unknown[], newTarget): object {
				const [size] = args;
				if (typeof size === 'number') watch.largestBytes = Math.max(watch.largestBytes, size * bytesPerElement);
				const made = target as new (...list: unknown[]) => object;
				return Reflect.construct(made, args, newTarget === watched ? made : newTarget) as object;
			},
		});
		Object.assign(globalThis, { [name]: watched });
	}
	return watch;
}
