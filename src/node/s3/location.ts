import { NodeError } from '../error.ts';

/** A place in a bucket. */
export type S3Location = {
	readonly bucket: string;
	/** Without "/" at either end; "" is the whole bucket. */
	readonly prefix: string;
};

/**
 * Reads `s3://bucket/prefix`; several "/" count as one, as Defold's publisher has it.
 *
 * @throws NodeError `invalid-input`
 */
export function parseS3Url(url: string): S3Location {
	const match = /^s3:\/\/([^/]*)(.*)$/i.exec(url);
	const bucket = match?.[1] ?? '';
	if (!match || !isBucketName(bucket)) {
		throw new NodeError(
			'invalid-input',
			`${url}: expected s3://bucket/prefix with a bucket of 3 to 63 small letters, digits, "-" and ".", found ${JSON.stringify(bucket)}`,
			{ data: { url, bucket } },
		);
	}
	return { bucket, prefix: cleanPrefix(match[2] ?? '') };
}

export function cleanPrefix(prefix: string): string {
	return prefix.split('/').filter(Boolean).join('/');
}

export function s3Url({ bucket, prefix }: S3Location): string {
	return prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}

function isBucketName(name: string): boolean {
	return /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(name);
}
