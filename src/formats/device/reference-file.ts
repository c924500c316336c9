import { decodeUtf8, encodeUtf8 } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';

/**
 * Reads `liveupdate.ref`: the path of a stored zip, white space around it trimmed.
 *
 * Source: Defold's engines 1.2.18x to 1.4.x.
 *
 * @throws FormatError `invalid` when it is empty or no text
 */
export function readReferenceFile(bytes: Uint8Array, name: string): string {
	let path: string;
	try {
		path = decodeUtf8(bytes, name).trim();
	} catch (cause) {
		throw new FormatError('invalid', `${name}: expected a path in UTF-8, found other bytes`, { cause, data: { name } });
	}
	if (path === '') throw new FormatError('invalid', `${name}: expected a path, found nothing`, { data: { name } });
	return path;
}

/** Writes `liveupdate.ref`. @throws FormatError `unrepresentable` for a path that trimming would change */
export function writeReferenceFile(path: string): Uint8Array {
	if (path === '' || path.trim() !== path) {
		throw new FormatError(
			'unrepresentable',
			`expected a path without white space around it, found ${JSON.stringify(path)}`,
			{
				data: { path },
			},
		);
	}
	return encodeUtf8(path);
}
