import { equalBytes } from '../../bytes/index.ts';
import type { Findings } from './finding.ts';
import { type PlainAnswer, plainRequest } from './plain-request.ts';

/** How an object is asked for. */
export type Examined = {
	readonly url: string;
	/** The page an HTML5 game is on. */
	readonly origin: string;
	/** `content` never changes, a `pointer` does. */
	readonly kind: 'content' | 'pointer';
	/** Before each check's name: which object this is about. */
	readonly label: string;
};

const MIME_FIX =
	'serve application/octet-stream: Apache takes it from the .htaccess that "livemount publish" writes, static hosts from _headers, ' +
	'nginx from "default_type application/octet-stream;" in the location; in a bucket it is the Content-Type the object was put with';

/**
 * Looks at one object as a game will get it: status, MIME type, packing on the way, ETag, ranges, caching, CORS.
 *
 * @returns the answer to the plain request, `undefined` when there was none worth looking at
 */
export async function examineObject(object: Examined, findings: Findings): Promise<PlainAnswer | undefined> {
	const { url, origin, label } = object;
	const name = (check: string): string => `${check} of ${label}`;
	const answer = await plainRequest(url, { headers: { Origin: origin, 'Accept-Encoding': 'gzip, deflate, br' } });
	if (answer.status !== 200) {
		findings.fail(name('status'), `${answer.status} for ${url}`, statusFix(answer));
		return undefined;
	}
	findings.ok(name('status'), `200, ${answer.body.length} bytes`);
	examineType(answer, { findings, name });
	examineCaching(answer, { object, findings, name });
	if (examineCors(answer, { origin, findings, name })) await examinePreflight({ url, origin, findings, name });
	await examineTag(answer, { url, findings, name });
	if (object.kind === 'content') await examineRange(answer, { url, origin, findings, name });
	return answer;
}

type Naming = { findings: Findings; name: (check: string) => string };

function statusFix({ status, headers }: PlainAnswer): string {
	if (status >= 300 && status < 400) {
		return `it leads to ${headers.location ?? 'nowhere'}; engines do not all follow: use that address itself`;
	}
	if (status === 403) {
		return 'anyone must be allowed to fetch content, as games do without credentials: a bucket needs the bucket policy ("livemount doctor --setup s3" prints it) and no block of public access; in a bucket that may not be listed, 403 can also mean that the object is not there';
	}
	if (status === 404) return 'publish first, or correct the address';
	return 'look at the log of the server';
}

function examineType({ headers }: PlainAnswer, { findings, name }: Naming): void {
	const type = headers['content-type'];
	const plain = type?.split(';')[0]?.trim().toLowerCase();
	if (plain === 'application/octet-stream') findings.ok(name('MIME type'), plain);
	else if (plain === undefined) findings.warn(name('MIME type'), 'none', MIME_FIX);
	else if (plain.startsWith('text/') || plain.includes('json') || plain.includes('xml')) {
		findings.fail(name('MIME type'), `${type}: an HTML5 engine takes it for text and changes its bytes`, MIME_FIX);
	} else findings.warn(name('MIME type'), type ?? '', MIME_FIX);
	const encoding = headers['content-encoding'];
	if (encoding !== undefined && encoding !== 'identity') {
		findings.warn(
			name('packing'),
			`sent as ${encoding}`,
			'content is packed already, and a packed answer has no ranges and no size: switch it off for this folder',
		);
	}
}

function examineCaching({ headers }: PlainAnswer, { object, findings, name }: Naming & { object: Examined }): void {
	const value = headers['cache-control'] ?? '';
	const maxAge = Number(/max-age=(\d+)/.exec(value)?.[1] ?? Number.NaN);
	const shown = value === '' ? 'no Cache-Control' : value;
	if (object.kind === 'pointer') {
		if (value.includes('immutable') || maxAge > 3600) {
			findings.fail(
				name('caching'),
				`${shown}: players keep an old release for that long`,
				'send "public, max-age=60, must-revalidate" for manifests and channels; publish again to a bucket',
			);
		} else if (value === '') findings.warn(name('caching'), shown, 'send "public, max-age=60, must-revalidate"');
		else findings.ok(name('caching'), shown);
	} else if (value.includes('immutable') || maxAge >= 86_400) findings.ok(name('caching'), shown);
	else findings.warn(name('caching'), shown, 'send "public, max-age=31536000, immutable": the name says what it holds');
}

function examineCors({ headers }: PlainAnswer, { origin, findings, name }: Naming & { origin: string }): boolean {
	const allowed = headers['access-control-allow-origin'];
	if (allowed === '*' || allowed === origin) {
		findings.ok(name('CORS'), `Access-Control-Allow-Origin: ${allowed}`);
		return true;
	}
	findings.fail(
		name('CORS'),
		`${allowed === undefined ? 'no Access-Control-Allow-Origin' : `it allows ${allowed}`} for a page on ${origin}: an HTML5 game there cannot fetch it`,
		'send "Access-Control-Allow-Origin: *"; a bucket needs a CORS configuration ("livemount doctor --setup s3" prints it)',
	);
	return false;
}

/** What a browser asks before it sends a header of its own, as games do with Range and If-None-Match. */
async function examinePreflight({
	url,
	origin,
	findings,
	name,
}: Naming & { url: string; origin: string }): Promise<void> {
	const headers = {
		Origin: origin,
		'Access-Control-Request-Method': 'GET',
		'Access-Control-Request-Headers': 'if-none-match,range',
	};
	const { status, headers: answered } = await plainRequest(url, { method: 'OPTIONS', headers });
	const allowed = (answered['access-control-allow-headers'] ?? '').toLowerCase();
	if (status < 300 && (allowed === '*' || (allowed.includes('range') && allowed.includes('if-none-match')))) {
		findings.ok(name('CORS preflight'), `${status}, allows ${allowed}`);
		return;
	}
	findings.warn(
		name('CORS preflight'),
		`${status}, allows ${allowed === '' ? 'no headers' : allowed}: a page may not ask for parts, nor whether something changed`,
		'answer OPTIONS with "Access-Control-Allow-Headers: Range, If-None-Match"; in a bucket AllowedHeaders "*"',
	);
}

async function examineTag({ headers }: PlainAnswer, { url, findings, name }: Naming & { url: string }): Promise<void> {
	const { etag } = headers;
	if (etag === undefined) {
		findings.warn(name('ETag'), 'none', 'switch on ETags: without them every look for a new release fetches all of it');
		return;
	}
	const again = await plainRequest(url, { headers: { 'If-None-Match': etag } });
	if (again.status === 304) findings.ok(name('ETag'), `${etag}, 304 when it is known`);
	else
		findings.warn(name('ETag'), `${etag}, but ${again.status} when it is known`, 'let the server answer If-None-Match');
}

async function examineRange(
	{ body }: PlainAnswer,
	{ url, origin, findings, name }: Naming & { url: string; origin: string },
): Promise<void> {
	const fix = 'let the server answer Range requests: downloads go on where they broke off, and zips are read in parts';
	const end = Math.min(body.length, 10) - 1;
	const part = await plainRequest(url, { headers: { Range: `bytes=1-${end}`, Origin: origin } });
	if (part.status !== 206) findings.warn(name('Range'), `${part.status} instead of 206`, fix);
	else if (!equalBytes(part.body, body.subarray(1, end + 1))) {
		findings.fail(name('Range'), `${part.body.length} bytes that are not those asked for`, fix);
	} else findings.ok(name('Range'), `206, ${part.headers['content-range'] ?? 'no Content-Range'}`);
}
