import { parentPort, workerData } from 'node:worker_threads';
import { unitCompiler } from '../builder/index.ts';
import type { BuildWorkerAnswer, BuildWorkerStart, BuildWorkerTask } from './build-workers.ts';
import { nodeCrypto } from './crypto.ts';
import { decodeImage } from './image.ts';
import { openProject } from './project-files.ts';

// One of several threads that compile. Its answers are plain data; the stored bytes change hands without being copied.
const { project } = workerData as BuildWorkerStart;
const opened = openProject(project).then(async (files) => ({ files, paths: new Set(await files.list()) }));

async function answer({ id, unit, settings }: BuildWorkerTask): Promise<void> {
	const reply = (message: BuildWorkerAnswer, transfer: ArrayBuffer[] = []): void =>
		parentPort?.postMessage(message, transfer);
	try {
		const { files, paths } = await opened;
		const result = await unitCompiler({ files, paths, settings, decodeImage, crypto: nodeCrypto })(unit);
		const resources = result.resources.map((resource) => {
			const { stored } = resource;
			// A part of a larger buffer, as Node's small reads are, must not take the rest with it.
			return stored.byteLength === stored.buffer.byteLength
				? resource
				: { ...resource, stored: new Uint8Array(stored) };
		});
		const buffers = new Set(resources.map(({ stored }) => stored.buffer as ArrayBuffer));
		reply({ id, result: { ...result, resources } }, [...buffers]);
	} catch (fault) {
		reply({ id, fault: fault instanceof Error ? fault : new Error(String(fault)) });
	}
}

parentPort?.on('message', (task: BuildWorkerTask) => void answer(task));
