import { SingleBar as Bar, type SingleBar } from 'cli-progress';
import { formatBytes, type Output } from './output.ts';

/** Shows how much of the missing content has arrived: a moving bar on a terminal, a line for every tenth elsewhere. */
export type FetchBar = {
	/** More bytes have arrived. */
	advance(bytes: number): void;
	/** Gets out of the way of a line of text; the bar comes back with the next bytes. */
	hide(): void;
	finish(): void;
};

const WIDTH = 30;

export function createFetchBar(totalBytes: number, output: Output): FetchBar {
	let doneBytes = 0;
	let shownTenths = 0;
	let bar: SingleBar | undefined;

	const start = (): SingleBar => {
		const made = new Bar({
			format: 'fetching [{bar}] {percentage} % of {size}',
			barCompleteChar: '#',
			barIncompleteChar: '-',
			barsize: WIDTH,
			clearOnComplete: true,
			hideCursor: true,
			stream: process.stderr,
		});
		made.start(totalBytes, doneBytes, { size: formatBytes(totalBytes) });
		return made;
	};

	return {
		advance(bytes) {
			doneBytes = Math.min(totalBytes, doneBytes + bytes);
			if (output.interactive) {
				bar ??= start();
				bar.update(doneBytes);
				return;
			}
			const tenths = Math.floor((doneBytes / totalBytes) * 10);
			if (tenths === shownTenths) return;
			shownTenths = tenths;
			const filled = '#'.repeat((tenths * WIDTH) / 10);
			output.line(`fetching [${filled.padEnd(WIDTH, '-')}] ${tenths * 10} % of ${formatBytes(totalBytes)}`);
		},
		hide() {
			bar?.stop();
			bar = undefined;
		},
		finish() {
			bar?.stop();
			bar = undefined;
		},
	};
}
