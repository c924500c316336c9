import { decodeUtf8, encodeUtf8 } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';

/** One line of `liveupdate.mounts`. */
export type MountLine = { readonly name: string; readonly uri: string; readonly priority: number };

export type MountsFile = {
	/** In the order of the file. */
	readonly mounts: MountLine[];
	/** Lines that are no mount, as they stand; engines log and skip them. */
	readonly invalidLines: string[];
};

const VERSION = 1;
const SEPARATOR = '@,@';
/** Longest line engines read; the rest of a longer one is a line of its own. */
const MAX_LINE_BYTES = 2047;
const LINE_FEED = 0x0a;

/**
 * Reads `liveupdate.mounts`, in which engines 1.5.0 to 1.12.x keep mounts across starts.
 *
 * Lines: `VERSION@,@1`, then `MOUNT@,@priority@,@name@,@uri`. Engines cut a line, its line feed included, at every run of "@"
 * and ",", so neither can be in a name or URI. What a line is tells its first token, which only has to contain the word. A
 * number ends at its first other character; a line with the wrong number of tokens is skipped.
 * Source: Defold's resource_mounts_file of 1.5.0 to 1.12.x.
 *
 * @throws FormatError `unsupported-version` when the version line is missing or not 1; `invalid` when it is not text
 */
export function readMountsFile(bytes: Uint8Array, name: string): MountsFile {
	const mounts: MountLine[] = [];
	const invalidLines: string[] = [];
	let version: number | undefined;
	for (const line of linesOf(bytes, name)) {
		const tokens = line.split(/[@,]+/).filter((token) => token !== '');
		const [kind = '', first = '', ...rest] = tokens;
		if (kind.includes('VERSION')) {
			const number = tokens.length === 2 ? readInteger(first) : undefined;
			if (number === undefined) invalidLines.push(line.trimEnd());
			else version = number;
			if (number !== undefined && number !== VERSION) break;
		} else if (kind.includes('MOUNT')) {
			const priority = readInteger(first);
			const [mountName = '', uri = ''] = rest.map(trimEnd);
			if (tokens.length !== 4 || priority === undefined || mountName === '' || uri === '') {
				invalidLines.push(line.trimEnd());
			} else mounts.push({ name: mountName, uri, priority });
		} else if (line.trim() !== '') invalidLines.push(line.trimEnd());
	}
	if (version !== VERSION) {
		throw new FormatError(
			'unsupported-version',
			`${name}: expected a mounts file of version ${VERSION}, found ${version ?? 'no version line'}`,
			{ data: { name, expected: VERSION, found: version } },
		);
	}
	return { mounts, invalidLines };
}

/** Lines as engines read them: with their line feed, cut when too long, and ended by a zero. */
function* linesOf(bytes: Uint8Array, name: string): Generator<string> {
	for (let start = 0; start < bytes.length; ) {
		const feed = bytes.indexOf(LINE_FEED, start);
		const end = Math.min(feed < 0 ? bytes.length : feed + 1, start + MAX_LINE_BYTES);
		const line = bytes.subarray(start, end);
		const zero = line.indexOf(0);
		yield readText(zero < 0 ? line : line.subarray(0, zero), name);
		start = end;
	}
}

/** A C program's `%d`: white space, a sign, digits; what follows does not matter. 32 bits. */
function readInteger(text: string): number | undefined {
	const digits = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)?.[1];
	return digits === undefined ? undefined : Number(BigInt.asIntN(32, BigInt(digits.replace('+', ''))));
}

/** Without the white space of C at the end; other white space is a part of a name. */
function trimEnd(text: string): string {
	return text.replace(/[ \t\n\v\f\r]+$/, '');
}

/**
 * Writes `liveupdate.mounts`.
 *
 * @throws FormatError `unrepresentable` for what would be read back as something else: a name or URI that is empty, has "@",
 * ",", a line break or white space at its end, a priority that is negative or no 32-bit number, a line too long
 */
export function writeMountsFile(mounts: readonly MountLine[]): Uint8Array {
	const lines = [`VERSION${SEPARATOR}${VERSION}`];
	for (const { name, uri, priority } of mounts) {
		checkField(name, 'name');
		checkField(uri, 'URI');
		if (!Number.isInteger(priority) || priority < 0 || priority > 0x7fff_ffff) {
			throw unrepresentable('a priority of 0 to 2147483647', `${priority} for ${name}`);
		}
		const line = ['MOUNT', priority, name, uri].join(SEPARATOR);
		if (encodeUtf8(line).length > MAX_LINE_BYTES) {
			throw unrepresentable(`lines of at most ${MAX_LINE_BYTES} bytes`, `a longer one for ${name}`);
		}
		lines.push(line);
	}
	return encodeUtf8(`${lines.join('\n')}\n`);
}

function readText(bytes: Uint8Array, name: string): string {
	try {
		return decodeUtf8(bytes, name);
	} catch (cause) {
		throw new FormatError('invalid', `${name}: expected text in UTF-8, found other bytes`, { cause, data: { name } });
	}
}

function checkField(value: string, what: string): void {
	if (value === '' || /[@,\n\r\0]/.test(value) || trimEnd(value) !== value) {
		throw unrepresentable(`a ${what} without "@", ",", line breaks and white space at its end`, JSON.stringify(value));
	}
}

function unrepresentable(expected: string, found: string): FormatError {
	return new FormatError('unrepresentable', `mounts file: expected ${expected}, found ${found}`, {
		data: { expected, found },
	});
}
