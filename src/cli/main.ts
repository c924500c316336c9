#!/usr/bin/env node
import { runProgram } from './index.ts';

// `livemount inspect … | head` stops reading early. The work goes on to its end; only the rest of the words is lost.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
	});
}

process.exitCode = await runProgram(process.argv.slice(2));
