import { ResourceError } from './error.ts';

/** A mount's URI in the parts Defold splits it into. No percent decoding takes place. */
export type MountUri = { readonly scheme: string; readonly location: string; readonly path: string };

/**
 * Splits a mount's URI as Defold does.
 *
 * Without a scheme of letters and digits before the first ":" the whole text is a `file` path. When "//" occurs anywhere
 * after it, the location is what stands between it and the next "/". So `zip:/a/b.zip` and `zip:///a/b.zip` are the same,
 * and a "//" later in a path is taken for a location.
 *
 * @throws ResourceError `invalid-uri` when it is empty
 */
export function parseMountUri(uri: string): MountUri {
	if (uri === '')
		throw new ResourceError('invalid-uri', 'mount: expected a URI such as zip:/path/to/file.zip, found ""');
	const match = /^([0-9A-Za-z]+):/.exec(uri);
	// A single letter is a Windows drive, not a scheme.
	if (!match?.[1] || match[1].length === 1) return { scheme: 'file', location: '', path: uri };
	const scheme = match[1];
	const rest = uri.slice(scheme.length + 1);
	const slashes = rest.indexOf('//');
	if (slashes < 0) return { scheme, location: '', path: rest };
	const afterSlashes = rest.slice(slashes + 2);
	const end = afterSlashes.indexOf('/');
	if (end < 0) return { scheme, location: afterSlashes, path: '' };
	return { scheme, location: afterSlashes.slice(0, end), path: afterSlashes.slice(end) };
}

/** The text of a URI: `scheme:path`, or `scheme:location/path` when there is a location. */
export function formatMountUri(uri: MountUri): string {
	return uri.location === '' ? `${uri.scheme}:${uri.path}` : `${uri.scheme}:${uri.location}${uri.path}`;
}
