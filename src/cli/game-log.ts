import { formatLogEntry } from '../engine/index.ts';
import type { Log, LogEntry } from '../liveupdate/index.ts';
import type { Output } from './output.ts';

/** The log of a game, printed as it comes and kept for the result. */
export type GameLog = {
	readonly log: Log;
	readonly entries: readonly LogEntry[];
	/** Called before a line is printed, so that a progress bar can get out of its way. */
	beforeLine: () => void;
};

export function createGameLog(output: Output): GameLog {
	const entries: LogEntry[] = [];
	const { color } = output;
	const paint = {
		error: color.red,
		warning: color.yellow,
		info: (text: string) => text,
		debug: (text: string) => text,
	};
	const gameLog: GameLog = {
		entries,
		beforeLine: () => undefined,
		log(entry) {
			entries.push(entry);
			gameLog.beforeLine();
			output.line(paint[entry.severity](formatLogEntry(entry)));
		},
	};
	return gameLog;
}
