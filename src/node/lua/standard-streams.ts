import { readSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Output is held back up to this many bytes; on a terminal up to a line's end. */
const BUFFER_BYTES = 32_768;
const WAIT_MS = 2;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Repeats what a full pipe or an empty terminal refuses for the moment. */
function untilReady<Result>(run: () => Result): Result {
	for (;;) {
		try {
			return run();
		} catch (thrown) {
			if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown;
			Atomics.wait(sleeper, 0, 0, WAIT_MS);
		}
	}
}

function writeAll(file: number, text: string): void {
	const bytes = Buffer.from(text, 'latin1');
	for (let at = 0; at < bytes.length; ) {
		at += untilReady(() => writeSync(file, bytes, at, bytes.length - at));
	}
}

/** The process's standard streams, synchronously and in bytes, for a Lua program. */
export type LuaStreams = {
	readonly write: (text: string, stream: 'stdout' | 'stderr') => void;
	readonly flush: () => void;
	readonly read: (sizeBytes: number) => Uint8Array;
};

/** @param isClosed  told when nobody reads standard output any more (`head` has enough) */
export function createStandardStreams(isClosed: () => never): LuaStreams {
	const isTerminal = isatty(1);
	let held = '';
	const flush = (): void => {
		const text = held;
		held = '';
		if (text === '') return;
		try {
			writeAll(1, text);
		} catch (thrown) {
			if ((thrown as NodeJS.ErrnoException).code === 'EPIPE') isClosed();
			throw thrown;
		}
	};
	return {
		flush,
		write: (text, stream) => {
			if (stream === 'stderr') {
				flush();
				writeAll(2, text);
				return;
			}
			held += text;
			if (held.length > BUFFER_BYTES || (isTerminal && held.includes('\n'))) flush();
		},
		read: (sizeBytes) => {
			flush();
			const bytes = new Uint8Array(sizeBytes);
			return bytes.subarray(
				0,
				untilReady(() => readSync(0, bytes, 0, sizeBytes, null)),
			);
		},
	};
}
