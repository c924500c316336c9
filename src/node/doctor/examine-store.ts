import { randomUUID } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { encodeUtf8, equalBytes } from '../../bytes/index.ts';
import {
	bucketPolicy,
	corsRules,
	iamPolicy,
	listReleases,
	type PolicyPlace,
	type ReleaseStore,
	type S3Action,
} from '../../publisher/index.ts';
import { nodeCrypto } from '../crypto.ts';
import { NodeError } from '../error.ts';
import { createS3Client, loadS3Sdk, type S3Options } from '../s3/client.ts';
import { statusOf } from '../s3/error.ts';
import { type S3Location, s3Url } from '../s3/location.ts';
import { createS3Store } from '../s3/store.ts';
import { examineObject } from './examine-object.ts';
import type { Findings } from './finding.ts';

/**
 * Looks at a bucket as a publisher and as a game: credentials, the bucket, each permission by trying it, writes on a
 * condition, the policies, and a probe object fetched without credentials. The probe is deleted at the end.
 */
export async function examineS3(options: {
	location: S3Location;
	s3: S3Options;
	/** Where games fetch from; default the bucket's own address. */
	url: string | undefined;
	origin: string;
	findings: Findings;
}): Promise<void> {
	const { location, s3, origin, findings } = options;
	const client = await createS3Client(s3);
	const place: PolicyPlace = location;
	const missing: S3Action[] = [];
	if (!(await examineCredentials(client, findings))) return;
	if (!(await examineBucket({ client, location, findings, missing }))) return;
	const store = await createS3Store(client, location);
	const probe = `doctor-${randomUUID()}.probe`;
	const bytes = encodeUtf8('A probe of "livemount doctor"; it may be deleted.\n');
	const written = await attempt(findings, { check: 'writing', action: 's3:PutObject', missing }, async () => {
		await store.put(probe, bytes);
		return 'objects can be written';
	});
	if (written) {
		await examineReading(store, { probe, bytes, findings, missing });
		await examineConditions(store, { probe, bytes, findings });
		const base = options.url ?? publicUrl(location, s3, await client.config.region());
		const object = { url: `${base.replace(/\/+$/, '')}/${probe}`, origin, kind: 'pointer' as const, label: 'a probe' };
		await examinePublic(object, { place, origin, findings });
	}
	await examinePolicies({ client, location, findings, missing });
	if (written) {
		await attempt(findings, { check: 'deleting', action: 's3:DeleteObject', missing, needed: 'prune' }, async () => {
			await store.delete(probe);
			return 'objects can be deleted';
		});
	}
	if (missing.length > 0) {
		const policy = JSON.stringify(iamPolicy(place, missing), null, 2);
		findings.warn('IAM policy', `these credentials lack ${missing.join(', ')}`, `attach this to the user:\n${policy}`);
	}
	if (!missing.includes('s3:ListBucket')) await examineReleases(store, findings);
}

/** What was published so far, whatever the kind of store. */
export async function examineReleases(store: ReleaseStore, findings: Findings): Promise<void> {
	try {
		const { releases, channels, behind } = await listReleases({ store, crypto: nodeCrypto });
		if (releases.length === 0) {
			findings.ok('releases', 'none yet');
			return;
		}
		const broken = releases.filter(({ missing }) => missing.length > 0).map(({ release }) => release);
		const shown = channels.map(({ channel, release }) => `${channel} at ${release}`).join(', ');
		if (broken.length > 0) {
			findings.fail('releases', `objects of ${broken.join(', ')} are not there`, 'publish their builds again');
		} else findings.ok('releases', `${releases.length}, all whole; ${shown || 'no channels'}`);
		for (const channel of behind) {
			findings.warn(`channel ${channel}`, 'its manifest is not the one it points to', 'publish or promote again');
		}
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		findings.fail('releases', error.message);
	}
}

async function examineCredentials(client: S3Client, findings: Findings): Promise<boolean> {
	try {
		const { accessKeyId } = await client.config.credentials();
		findings.ok('credentials', `access key ${accessKeyId.slice(0, 4)}…`);
		return true;
	} catch (cause) {
		findings.fail(
			'credentials',
			`none (${(cause as Error).message})`,
			'give --profile, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write them into ~/.aws/credentials:\n' +
				'[default]\naws_access_key_id = <Access key ID>\naws_secret_access_key = <Secret access key>',
		);
		return false;
	}
}

type BucketLook = { client: S3Client; location: S3Location; findings: Findings; missing: S3Action[] };

async function examineBucket({ client, location, findings, missing }: BucketLook): Promise<boolean> {
	const { HeadBucketCommand, ListObjectsV2Command } = await loadS3Sdk();
	const { bucket, prefix } = location;
	try {
		await client.send(new HeadBucketCommand({ Bucket: bucket }));
		findings.ok('bucket', `${bucket} is there`);
	} catch (cause) {
		const status = statusOf(cause);
		if (status === 404) {
			findings.fail('bucket', `there is no bucket "${bucket}"`, `create it: aws s3 mb s3://${bucket}`);
			return false;
		}
		if (status === 301) {
			findings.fail('bucket', `${bucket} is in another region`, 'name it with --region');
			return false;
		}
		if (status !== 403) {
			findings.fail(
				'bucket',
				`no use of it: ${(cause as Error).message || (cause as Error).name}`,
				'correct --endpoint, and see that it answers',
			);
			return false;
		}
		findings.warn('bucket', `these credentials may not look at ${bucket}, or it is somebody else's`);
	}
	await attempt(findings, { check: 'listing', action: 's3:ListBucket', missing }, async () => {
		await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }));
		return `${s3Url(location)} can be listed`;
	});
	return true;
}

async function examineReading(
	store: ReleaseStore,
	{ probe, bytes, findings, missing }: { probe: string; bytes: Uint8Array; findings: Findings; missing: S3Action[] },
): Promise<void> {
	await attempt(findings, { check: 'reading', action: 's3:GetObject', missing }, async () => {
		const found = await store.get(probe);
		if (!found || !equalBytes(found, bytes)) throw new Error('what was written is not what is read');
		return 'what was written is read back';
	});
}

async function examineConditions(
	store: ReleaseStore,
	{ probe, bytes, findings }: { probe: string; bytes: Uint8Array; findings: Findings },
): Promise<void> {
	const fix =
		'two publishers at once could undo each other; use a store that knows If-Match and If-None-Match, or publish from one place only, with --no-conditions where it refuses them';
	try {
		const again = encodeUtf8('Another probe.\n');
		const overwritten = await store.create(probe, again);
		const tag = (await store.load(probe))?.tag ?? '';
		const replaced = await store.replace(probe, again, tag);
		const twice = await store.replace(probe, bytes, tag);
		if (overwritten || twice) findings.fail('conditional writes', 'the store takes the condition and ignores it', fix);
		else if (!replaced) findings.fail('conditional writes', 'a condition that holds is refused', fix);
		else findings.ok('conditional writes', 'If-None-Match and If-Match hold');
	} catch (cause) {
		findings.fail('conditional writes', (cause as Error).message, fix);
	}
}

async function examinePublic(
	object: Parameters<typeof examineObject>[0],
	{ place, origin, findings }: { place: PolicyPlace; origin: string; findings: Findings },
): Promise<void> {
	const before = findings.all.length;
	try {
		await examineObject({ ...object, kind: 'pointer' }, findings);
	} catch (cause) {
		findings.fail(
			'public address',
			`no answer from ${object.url}: ${(cause as Error).message}`,
			'say with --url where games fetch from',
		);
		return;
	}
	const fresh = findings.all.slice(before);
	if (fresh.some(({ check, state }) => check.startsWith('status') && state === 'fail')) {
		const policy = JSON.stringify(bucketPolicy(place), null, 2);
		findings.fail(
			'bucket policy',
			'players may not fetch content from the bucket itself',
			`add this bucket policy:\n${policy}`,
		);
	} else findings.ok('bucket policy', 'players may fetch content');
	if (fresh.some(({ check, state }) => check.startsWith('CORS') && state === 'fail')) {
		adviseCors([origin === 'https://example.com' ? '*' : origin], findings);
	}
}

/** Permissions that are not needed to publish with Livemount, but to find faults, or by Defold's own editor. */
async function examinePolicies({ client, location, findings, missing }: BucketLook): Promise<void> {
	const { GetBucketAclCommand, GetBucketCorsCommand, GetBucketPolicyCommand, ListBucketsCommand } = await loadS3Sdk();
	const Bucket = location.bucket;
	const looks: [string, S3Action, string, () => Promise<unknown>][] = [
		['policy text', 's3:GetBucketPolicy', 'looking', () => client.send(new GetBucketPolicyCommand({ Bucket }))],
		['CORS text', 's3:GetBucketCORS', 'looking', () => client.send(new GetBucketCorsCommand({ Bucket }))],
		[
			'bucket ACL',
			's3:GetBucketAcl',
			"Defold's editor and bob",
			() => client.send(new GetBucketAclCommand({ Bucket })),
		],
		['list of buckets', 's3:ListAllMyBuckets', "Defold's editor", () => client.send(new ListBucketsCommand({}))],
	];
	for (const [check, action, needed, look] of looks) {
		await attempt(findings, { check, action, missing, needed }, async () => {
			try {
				await look();
				return 'may be looked at';
			} catch (cause) {
				if (statusOf(cause) === 404) return 'none is set';
				throw cause;
			}
		});
	}
	const corsIsMissing = findings.all.some(({ check, found }) => check === 'CORS text' && found === 'none is set');
	const corsIsSeen = findings.all.some(({ check }) => check.startsWith('CORS of'));
	if (corsIsMissing && !corsIsSeen) adviseCors(['*'], findings);
}

function adviseCors(origins: readonly string[], findings: Findings): void {
	const rules = JSON.stringify(corsRules(origins), null, 2);
	findings.fail('CORS configuration', 'pages may not fetch content', `set this CORS configuration:\n${rules}`);
}

/** Tries something that needs a permission, and notes the permission when it is missing. */
async function attempt(
	findings: Findings,
	what: { check: string; action: S3Action; missing: S3Action[]; needed?: string },
	work: () => Promise<string>,
): Promise<boolean> {
	const { check, action, missing, needed } = what;
	try {
		findings.ok(check, await work());
		return true;
	} catch (cause) {
		const denied = cause instanceof NodeError ? cause.code === 'access-denied' : statusOf(cause) === 403;
		if (denied) missing.push(action);
		const message = denied ? `these credentials lack ${action}` : (cause as Error).message || (cause as Error).name;
		if (needed !== undefined) findings.warn(check, `${message}; only ${needed} needs it`);
		else findings.fail(check, message, denied ? 'attach the IAM policy below' : 'look at the message of the store');
		return false;
	}
}

function publicUrl(location: S3Location, s3: S3Options, region: string): string {
	const { bucket, prefix } = location;
	const tail = prefix === '' ? '' : `/${prefix}`;
	const endpoint = s3.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
	if (endpoint === undefined) return `https://${bucket}.s3.${region}.amazonaws.com${tail}`;
	const { protocol, host } = new URL(endpoint);
	return s3.pathStyle === false ? `${protocol}//${bucket}.${host}${tail}` : `${protocol}//${host}/${bucket}${tail}`;
}
