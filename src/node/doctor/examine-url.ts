import { toHex } from '../../bytes/index.ts';
import { LIVE_UPDATE_HEADER_BYTES, type Manifest, RESOURCE_FLAG, readManifest } from '../../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME } from '../../publisher/index.ts';
import { nodeCrypto } from '../crypto.ts';
import { type Examined, examineObject } from './examine-object.ts';
import type { Findings } from './finding.ts';
import { type PlainAnswer, plainRequest } from './plain-request.ts';

const DAY_MS = 24 * 3600 * 1000;
const SOON_DAYS = 21;
const SAMPLE_COUNT = 3;

/** Faults of a certificate, and what to do. */
const TLS_FIXES: Readonly<Record<string, string>> = {
	CERT_HAS_EXPIRED: 'renew the certificate',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'get a certificate from an authority that devices trust',
	SELF_SIGNED_CERT_IN_CHAIN: 'get a certificate from an authority that devices trust',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'send the whole chain: the certificate of the authority in between is missing',
	ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name: get one for this, or use the address it is for',
};

/**
 * Looks at published content from outside, as a game does: TLS, the manifest, some of what it names, what is not there.
 *
 * @param url  the folder in which the manifest lies
 */
export async function examineUrl(options: {
	url: string;
	/** The page an HTML5 game is on. */
	origin: string;
	/** Key of the manifest. */
	manifestName?: string;
	findings: Findings;
	/** The clock, in milliseconds. */
	now: number;
}): Promise<void> {
	const { origin, findings, now, manifestName = PUBLISHED_MANIFEST_NAME } = options;
	const base = options.url.replace(/\/+$/, '');
	const manifestUrl = base.endsWith('.dmanifest') ? base : `${base}/${manifestName}`;
	const root = manifestUrl === base ? base.slice(0, base.lastIndexOf('/')) : base;
	const first = await reach(manifestUrl, findings);
	if (!first) return;
	examineTls(manifestUrl, first, { findings, now });
	const pointer: Examined = { url: manifestUrl, origin, kind: 'pointer', label: 'the manifest' };
	const answer = await examineObject(pointer, findings);
	await examineAbsent(root, findings);
	if (!answer) return;
	const manifest = parse(answer, findings);
	if (manifest) await examineContent({ manifest, root, origin, findings });
}

async function reach(url: string, findings: Findings): Promise<PlainAnswer | undefined> {
	try {
		return await plainRequest(url);
	} catch (cause) {
		const { code = '', message } = cause as NodeJS.ErrnoException;
		const tls = TLS_FIXES[code];
		if (tls) findings.fail('TLS', `${code}: ${message}`, tls);
		else if (code === 'ENOTFOUND')
			findings.fail('address', `${new URL(url).hostname} is not known`, 'correct the address');
		else findings.fail('address', `no answer from ${url}: ${message}`, 'start the server, or open the way to it');
		return undefined;
	}
}

function examineTls(
	url: string,
	{ certificateEnds }: PlainAnswer,
	{ findings, now }: { findings: Findings; now: number },
): void {
	const { protocol, hostname } = new URL(url);
	if (protocol !== 'https:') {
		if (/^(localhost|127\.|\[::1\])/.test(hostname)) findings.ok('TLS', 'none, on this machine');
		else {
			findings.warn(
				'TLS',
				'none: pages on https may not fetch it, and iOS and Android refuse it unless told otherwise',
				'serve it by https',
			);
		}
		return;
	}
	const days = certificateEnds === undefined ? undefined : Math.floor((certificateEnds - now) / DAY_MS);
	if (days !== undefined && days < SOON_DAYS) {
		findings.warn('TLS', `the certificate ends in ${days} days`, 'renew it');
	} else findings.ok('TLS', `valid${days === undefined ? '' : `, ${days} days more`}`);
}

/** A host that answers 200 with a page for what is not there makes games store that page. */
async function examineAbsent(root: string, findings: Findings): Promise<void> {
	const { status } = await plainRequest(`${root}/${'0'.repeat(40)}`);
	if (status === 404 || status === 410) findings.ok('what is not there', String(status));
	else if (status === 403) {
		findings.warn(
			'what is not there',
			'403: games cannot tell it from what they may not have',
			'a bucket answers 404 when the bucket policy also allows s3:ListBucket; games work without it',
		);
	} else if (status < 400) {
		findings.fail('what is not there', `${status} instead of 404`, 'switch off the fallback page for this folder');
	} else findings.warn('what is not there', String(status), 'answer 404');
}

function parse({ body }: PlainAnswer, findings: Findings): Manifest | undefined {
	try {
		const manifest = readManifest(body, 'the manifest');
		const number = manifest.release ? `release ${manifest.release.number}` : 'no release number';
		findings.ok('content of the manifest', `${manifest.entryCount} resources, ${number}`);
		return manifest;
	} catch (error) {
		findings.fail(
			'content of the manifest',
			(error as Error).message,
			'publish again, and see that nothing changes it on the way',
		);
		return undefined;
	}
}

async function examineContent(options: {
	manifest: Manifest;
	root: string;
	origin: string;
	findings: Findings;
}): Promise<void> {
	const { manifest, root, origin, findings } = options;
	const digests: string[] = [];
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		if ((entry.flags & RESOURCE_FLAG.EXCLUDED) !== 0 && !digests.includes(entry.hexDigest))
			digests.push(entry.hexDigest);
	}
	if (digests.length === 0) {
		findings.warn('content', 'the manifest names none that is fetched', 'tick Exclude in a collection proxy');
		return;
	}
	// Spread over the list, the same ones each time.
	const step = Math.max(1, Math.floor(digests.length / SAMPLE_COUNT));
	const sample = digests.filter((_, at) => at % step === 0).slice(0, SAMPLE_COUNT);
	for (const [at, digest] of sample.entries()) {
		const url = `${root}/${digest}`;
		const label = `content ${digest.slice(0, 8)}…`;
		const answer =
			at === 0
				? await examineObject({ url, origin, kind: 'content', label }, findings)
				: await plainRequest(url).then((one) => (one.status === 200 ? one : undefined));
		if (!answer) {
			if (at > 0) findings.fail(`status of ${label}`, `not served at ${url}`, 'publish again');
			continue;
		}
		const found = toHex(nodeCrypto.digest('sha1', answer.body.subarray(LIVE_UPDATE_HEADER_BYTES)));
		if (found === digest) findings.ok(`bytes of ${label}`, 'what its name says');
		else {
			findings.fail(
				`bytes of ${label}`,
				`SHA-1 ${found} instead of ${digest}`,
				'something changes it on the way (packing, a text filter), or it was overwritten: delete it and publish again',
			);
		}
	}
}
