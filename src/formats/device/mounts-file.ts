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

const VERSION = '1';
const SEPARATOR = '@,@';
/** Longest line engines read. */
const MAX_LINE_BYTES = 2047;

/**
 * Reads `liveupdate.mounts`, in which engines 1.5.0 to 1.12.x keep mounts across starts.
 *
 * Lines: `VERSION@,@1`, then `MOUNT@,@priority@,@name@,@uri`. Engines cut a line at every run of "@" and ",", so neither can
 * be in a name or URI; a line with the wrong number of tokens is skipped.
 * Source: Defold's liveupdate_mounts of 1.5.0 to 1.12.x.
 *
 * @throws FormatError `unsupported-version` when the version line is missing or not 1; `invalid` when it is not text
 */
export function readMountsFile(bytes: Uint8Array, name: string): MountsFile {
	const mounts: MountLine[] = [];
	const invalidLines: string[] = [];
	let version: string | undefined;
	for (const line of readText(bytes, name).split('\n')) {
		if (line.trim() === '') continue;
		const tokens = line.split(/[@,]+/).filter((token) => token !== '');
		const [kind = '', ...rest] = tokens;
		if (kind.includes('VERSION') && rest.length === 1) {
			version = rest[0]?.trim();
			if (version !== VERSION) break;
		} else if (kind.includes('MOUNT') && rest.length === 3) {
			const [priority, mountName, uri] = rest as [string, string, string];
			const number = Number.parseInt(priority, 10);
			if (Number.isNaN(number)) invalidLines.push(line);
			else mounts.push({ name: mountName.trimEnd(), uri: uri.trimEnd(), priority: number });
		} else invalidLines.push(line);
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
	if (value === '' || /[@,\n\r\0]/.test(value) || value.trimEnd() !== value) {
		throw unrepresentable(`a ${what} without "@", ",", line breaks and white space at its end`, JSON.stringify(value));
	}
}

function unrepresentable(expected: string, found: string): FormatError {
	return new FormatError('unrepresentable', `mounts file: expected ${expected}, found ${found}`, {
		data: { expected, found },
	});
}
