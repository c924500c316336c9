/** What one check found. */
export type Finding = {
	/** What was looked at: `credentials`, `CORS`, `MIME type` and so on. */
	readonly check: string;
	/** `warn` works, but not as well as it could; `fail` does not work for some players or for publishing. */
	readonly state: 'ok' | 'warn' | 'fail';
	readonly found: string;
	/** What to do about it. */
	readonly fix?: string;
};

/** Collects findings in the order of the checks. */
export type Findings = {
	readonly all: Finding[];
	ok(check: string, found: string): void;
	warn(check: string, found: string, fix?: string): void;
	fail(check: string, found: string, fix?: string): void;
};

export function createFindings(): Findings {
	const all: Finding[] = [];
	const add =
		(state: Finding['state']) =>
		(check: string, found: string, fix?: string): void => {
			all.push({ check, state, found, ...(fix === undefined ? {} : { fix }) });
		};
	return { all, ok: add('ok'), warn: add('warn'), fail: add('fail') };
}
