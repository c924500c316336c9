import { Worker } from 'node:worker_threads';
import type { LuaSettings, LuaTask, WorkerAnswer, WorkerStart } from './settings.ts';

/**
 * Room for Lua's calls: some 250,000 Lua functions deep. JavaScript's main thread has room for about 7,000, PUC's Lua
 * for about 16,000 in each coroutine.
 */
export const LUA_STACK_MEGABYTES = 32;

function startWorker(start: WorkerStart, stackMegabytes: number): Worker {
	return new Worker(new URL('../lua-worker.js', import.meta.url), {
		workerData: start,
		resourceLimits: { stackSizeMb: stackMegabytes },
	});
}

/**
 * Runs a Lua program in a thread of its own, which has a stack large enough for Lua's recursion. It reads and writes the
 * process's standard streams.
 *
 * @returns the exit code: the one given to `os.exit`, 1 after an error of the script, 3 after a defect of ours
 */
export function runLua(
	task: LuaTask,
	settings: LuaSettings,
	stackMegabytes: number = LUA_STACK_MEGABYTES,
): Promise<number> {
	const worker = startWorker({ settings, task, isSession: false }, stackMegabytes);
	return new Promise((resolve, reject) => {
		worker.once('error', reject);
		worker.once('exit', resolve);
	});
}

/** A Lua state that runs what it is given, piece by piece. */
export type LuaSession = {
	/** What the task gave that the session began with. */
	readonly code: number;
	/** Runs a text as one chunk, prints what it returns and the error it ends in; `incomplete` if more must follow. */
	evaluate(text: string): Promise<'done' | 'incomplete' | 'ended'>;
	/** Resolves to the exit code when a script calls `os.exit`, or after `close`. */
	readonly ended: Promise<number>;
	close(): Promise<void>;
};

/** Starts a session, after running a task. */
export async function openLuaSession(
	task: LuaTask,
	settings: LuaSettings,
	stackMegabytes: number = LUA_STACK_MEGABYTES,
): Promise<LuaSession> {
	const worker = startWorker({ settings, task, isSession: true }, stackMegabytes);
	const ended = new Promise<number>((resolve, reject) => {
		worker.once('error', reject);
		worker.once('exit', resolve);
	});
	const answered = (): Promise<WorkerAnswer | 'ended'> =>
		Promise.race([
			new Promise<WorkerAnswer>((resolve) => worker.once('message', resolve)),
			ended.then(() => 'ended' as const),
		]);
	const start = await answered();
	return {
		code: start !== 'ended' && 'ready' in start ? start.ready : 0,
		ended,
		evaluate: async (text) => {
			const answer = answered();
			worker.postMessage(text);
			const message = await answer;
			return message !== 'ended' && 'evaluated' in message ? message.evaluated : 'ended';
		},
		close: async () => {
			await worker.terminate();
		},
	};
}
