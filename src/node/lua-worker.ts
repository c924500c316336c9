import { parentPort, workerData } from 'node:worker_threads';
import { createLuaProgram } from './lua/program.ts';
import type { WorkerAnswer, WorkerStart } from './lua/settings.ts';

// The thread in which `runLua` and `openLuaSession` run Lua.
const { settings, task, isSession } = workerData as WorkerStart;
const program = createLuaProgram(settings, (code) => process.exit(code), isSession);
const answer = (message: WorkerAnswer): void => parentPort?.postMessage(message);

const code = await program.run(task);
if (isSession) {
	parentPort?.on('message', (text: string) => answer({ evaluated: program.evaluate(text) }));
	answer({ ready: code });
} else process.exit(code);
