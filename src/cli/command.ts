import type { Command } from 'commander';
import type { Output } from './output.ts';

/** Exit codes, the same for every command. */
export const EXIT = {
	/** Done. */
	ok: 0,
	/** The input is at fault: a project, a bundle, a key, a port. */
	input: 1,
	/** The command was called wrongly. */
	usage: 2,
	/** A defect of Livemount. */
	defect: 3,
} as const;

/** One command: one file in `commands/`, one line in `main.ts`. */
export type CliCommand = {
	readonly name: string;
	/** One line, as the list of commands shows it. */
	readonly summary: string;
	/** One line that works as it stands. */
	readonly example: string;
	/** Adds arguments and options, and says what to run; resolves to the exit code. */
	define(command: Command, action: (run: (output: Output) => Promise<number>) => Promise<void>): void;
};

/** Collects an option that may be given several times. */
export function collect(value: string, before: readonly string[]): string[] {
	return [...before, value];
}

/** A mistake in how a command was called, found after parsing. */
export class UsageError extends Error {}

/** `section.key=value` options as a map. @throws UsageError */
export function parseConfigOptions(options: readonly string[]): Map<string, string> {
	const overrides = new Map<string, string>();
	for (const option of options) {
		const match = /^([\w-]+\.[\w#.-]+)=(.*)$/s.exec(option);
		if (!match) throw new UsageError(`--config ${option}: expected section.key=value`);
		overrides.set(match[1] as string, match[2] as string);
	}
	return overrides;
}

/** A whole number of at least `min`. @throws UsageError */
export function parseCount(text: string, name: string, min = 0): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < min) {
		throw new UsageError(`${name} ${text}: expected a whole number of at least ${min}`);
	}
	return value;
}

const SIZE_UNITS: Readonly<Record<string, number>> = {
	'': 1,
	B: 1,
	KB: 1e3,
	MB: 1e6,
	GB: 1e9,
	KIB: 1024,
	MIB: 1024 ** 2,
	GIB: 1024 ** 3,
};

/** A size such as `15MB`, `800 kB`, `1.5GiB` in bytes; 1 MB is 1,000,000 bytes. @throws UsageError */
export function parseSize(text: string, name: string): number {
	const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(text) ?? [];
	const factor = SIZE_UNITS[unit.toUpperCase()];
	if (number === '' || factor === undefined) {
		throw new UsageError(`${name} ${text}: expected a size such as 15MB, 800kB or 1.5GiB`);
	}
	return Math.round(Number(number) * factor);
}
