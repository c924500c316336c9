import pc from 'picocolors';

/** Where a command's words go. With `--json` standard output carries JSON alone, and people's text goes to standard error. */
export type Output = {
	readonly json: boolean;
	/** A line for people. */
	line(text?: string): void;
	/** A line for people, on standard error in any case. */
	warn(text: string): void;
	/** The command's result for machines; printed only with `--json`. */
	result(data: unknown): void;
	/** True when people read standard error on a terminal, so that a progress bar may move. */
	readonly interactive: boolean;
	readonly color: ReturnType<typeof pc.createColors>;
};

export function createOutput(json: boolean): Output {
	const people = json ? process.stderr : process.stdout;
	return {
		json,
		line: (text = '') => people.write(`${text}\n`),
		warn: (text) => process.stderr.write(`${text}\n`),
		result: (data) => {
			if (json) process.stdout.write(`${JSON.stringify(data, toPlain, 2)}\n`);
		},
		interactive: process.stderr.isTTY === true,
		color: pc.createColors(people.isTTY === true && pc.isColorSupported),
	};
}

/** JSON has no 64-bit numbers and no bytes: hexadecimal both. */
function toPlain(_key: string, value: unknown): unknown {
	if (typeof value === 'bigint') return value.toString(16).padStart(16, '0');
	if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
	if (value instanceof Map) return Object.fromEntries(value);
	return value;
}

/** `12.3 MB`; 1 MB is 1,000,000 bytes. */
export function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	const units = ['kB', 'MB', 'GB', 'TB'];
	let value = bytes;
	let unit = -1;
	do {
		value /= 1000;
		unit++;
	} while (value >= 999.95 && unit < units.length - 1);
	return `${value.toFixed(value < 10 ? 2 : 1)} ${units[unit]}`;
}

/** `1 resource`, `3 resources`. */
export function plural(count: number, singular: string): string {
	return `${count} ${singular}${count === 1 ? '' : 's'}`;
}
