export type LogSeverity = 'debug' | 'info' | 'warning' | 'error';

/** One line of a game's log. Defold prints it as `ERROR:LIVEUPDATE: message`; `SCRIPT` at `debug` is what `print` wrote. */
export type LogEntry = { readonly severity: LogSeverity; readonly domain: string; readonly message: string };

export type Log = (entry: LogEntry) => void;
