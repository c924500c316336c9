import type { LogEntry } from '../liveupdate/index.ts';

/** The line Defold's engine prints for an entry: `ERROR:GAMESYS: message`. */
export function formatLogEntry(entry: LogEntry): string {
	return `${entry.severity.toUpperCase()}:${entry.domain}: ${entry.message}`;
}
