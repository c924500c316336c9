import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createS3Client, type S3Options } from '../src/node/index.ts';

/** Where `tools/s3-real.sh up` listens, or any other store for tests. */
const ENDPOINT = process.env['LIVEMOUNT_S3_ENDPOINT'] ?? 'http://127.0.0.1:7480';

/** A real S3 engine for tests. */
export const REAL_S3: S3Options & { readonly endpoint: string } = {
	endpoint: ENDPOINT,
	region: 'us-east-1',
	credentials: {
		accessKeyId: process.env['LIVEMOUNT_S3_ACCESS_KEY'] ?? 'AKTEST',
		secretAccessKey: process.env['LIVEMOUNT_S3_SECRET_KEY'] ?? 'SKTEST',
	},
};

/** The same for a process of its own. */
export const REAL_S3_ENVIRONMENT: Readonly<Record<string, string>> = {
	AWS_ACCESS_KEY_ID: REAL_S3.credentials?.accessKeyId ?? '',
	AWS_SECRET_ACCESS_KEY: REAL_S3.credentials?.secretAccessKey ?? '',
	AWS_REGION: 'us-east-1',
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** One bucket for the tests of a process, `undefined` without a real engine. */
export const REAL_S3_BUCKET: string | undefined = await makeBucket();
if (REAL_S3_BUCKET === undefined) {
	process.stderr.write(
		`tests on a real S3 engine are skipped: none answers at ${ENDPOINT}; start one with tools/s3-real.sh install && tools/s3-real.sh up\n`,
	);
}

async function makeBucket(): Promise<string | undefined> {
	const answers = await fetch(ENDPOINT, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
	if (!answers) return undefined;
	const bucket = `livemount-${randomUUID()}`;
	const client = await createS3Client(REAL_S3);
	try {
		await client.send(new CreateBucketCommand({ Bucket: bucket }));
		return bucket;
	} catch {
		// Something answers there, but not to these keys: not the engine that the tests start.
		return undefined;
	} finally {
		client.destroy();
	}
}
