import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { BuildWorkers, CompileSettings, CompileUnit, PlainUnit, UnitResult } from '../builder/index.ts';

/** What a thread is given when it starts. */
export type BuildWorkerStart = { readonly project: string };

/** What it is asked, and what it answers. */
export type BuildWorkerTask = { readonly id: number; readonly unit: PlainUnit; readonly settings: CompileSettings };
export type BuildWorkerAnswer = { readonly id: number; readonly result?: UnitResult; readonly fault?: Error };

/** Threads that compile, until they are closed. */
export type ProjectWorkers = BuildWorkers & { close(): Promise<void> };

/** Units that wait at a thread, so that it has the next one when it is done with one. */
const QUEUE_COUNT = 2;

/** Tests run the sources, which a thread cannot: it takes the compiled file. */
const WORKER = new URL(
	import.meta.url.endsWith('.ts') ? '../../dist/node/build-worker.js' : './build-worker.js',
	import.meta.url,
);

/** Threads that compile units of the project in a folder; they start when they are first needed. */
export function startBuildWorkers(project: string, workerCount: number = availableParallelism()): ProjectWorkers {
	const waiting = new Map<number, { resolve: (result: UnitResult) => void; reject: (fault: unknown) => void }>();
	const loads = new Map<Worker, number>();
	let nextId = 0;
	const failAll = (fault: unknown): void => {
		for (const { reject } of waiting.values()) reject(fault);
		waiting.clear();
	};
	const start = (): void => {
		const given: BuildWorkerStart = { project };
		const worker = new Worker(WORKER, { workerData: given });
		loads.set(worker, 0);
		worker.on('message', ({ id, result, fault }: BuildWorkerAnswer) => {
			loads.set(worker, (loads.get(worker) ?? 1) - 1);
			const asker = waiting.get(id);
			waiting.delete(id);
			if (result) asker?.resolve(result);
			else asker?.reject(fault);
		});
		worker.on('error', failAll);
		worker.on('exit', (code) => failAll(new Error(`a thread that compiles ended with code ${code}`)));
	};
	return {
		parallelCount: workerCount * QUEUE_COUNT,
		compile(settings): CompileUnit {
			return (unit) =>
				new Promise((resolve, reject) => {
					// They begin with the first unit that nobody compiled before.
					while (loads.size < workerCount) start();
					const [worker] = [...loads].reduce((least, one) => (one[1] < least[1] ? one : least));
					loads.set(worker, (loads.get(worker) ?? 0) + 1);
					const id = nextId++;
					waiting.set(id, { resolve, reject });
					const task: BuildWorkerTask = { id, unit, settings };
					worker.postMessage(task);
				});
		},
		async close() {
			await Promise.all([...loads.keys()].map((worker) => worker.terminate()));
		},
	};
}
