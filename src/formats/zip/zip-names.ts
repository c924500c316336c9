import { decodeUtf8, toBinaryString } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';

const MAX_NAME_BYTES = 1024;

/** Text of a name; names are UTF-8 whatever their flag says, as engines hash them. @throws FormatError `unsafe-name` */
export function decodeZipName(bytes: Uint8Array, zipName: string): string {
	if (isAscii(bytes)) return toBinaryString(bytes);
	try {
		return decodeUtf8(bytes);
	} catch (cause) {
		throw new FormatError('unsafe-name', `${zipName}: expected entry names in UTF-8, found other bytes`, {
			cause,
			data: { zip: zipName },
		});
	}
}

function isAscii(bytes: Uint8Array): boolean {
	for (let at = 0; at < bytes.length; at++) if ((bytes[at] as number) > 0x7f) return false;
	return true;
}

/** What is wrong with a name as a path inside a folder; undefined when nothing is. */
export function hazardOfName(name: string): string | undefined {
	if (name === '') return 'an empty name';
	if (name.length > MAX_NAME_BYTES) return `a name longer than ${MAX_NAME_BYTES}`;
	// The names of published content, by the hundred thousand.
	if (/^[0-9A-Za-z_-]+$/.test(name)) return undefined;
	for (let at = 0; at < name.length; at++) if (name.charCodeAt(at) < 32) return 'a control character';
	if (name.includes('\\')) return 'a backslash';
	if (name.startsWith('/')) return 'an absolute path';
	if (/^[A-Za-z]:/.test(name)) return 'a drive letter';
	const parts = name.split('/');
	// A name that ends in "/" is a folder's.
	if (parts.at(-1) === '') parts.pop();
	if (parts.includes('..')) return 'a path that leaves the folder';
	if (parts.includes('.') || parts.includes('')) return 'an empty or "." part';
	return undefined;
}

/** @throws FormatError `unsafe-name` */
export function checkZipName(name: string, zipName: string): void {
	const hazard = hazardOfName(name);
	if (hazard === undefined) return;
	throw new FormatError(
		'unsafe-name',
		`${zipName}: expected plain relative names, found ${hazard}: ${JSON.stringify(name)}`,
		{
			data: { zip: zipName, entry: name, hazard },
		},
	);
}

/** Names that some file system takes for the same are equal in this form. */
function foldName(name: string): string {
	return /^[!-@[-~]*$/.test(name) ? name : name.normalize('NFC').toLowerCase();
}

/** Collects names and refuses one that is there already, also in other case. @throws FormatError `duplicate-name` */
export function createNameCheck(zipName: string): (name: string) => void {
	const seen = new Map<string, string>();
	return (name) => {
		const folded = foldName(name);
		const before = seen.get(folded);
		if (before !== undefined) {
			const how = before === name ? 'twice' : `beside ${JSON.stringify(before)}, which differs only in case`;
			throw new FormatError(
				'duplicate-name',
				`${zipName}: expected each name once, found ${JSON.stringify(name)} ${how}`,
				{
					data: { zip: zipName, entry: name, before },
				},
			);
		}
		seen.set(folded, name);
	};
}
