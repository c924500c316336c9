import { NodeError } from '../error.ts';
import { type S3Location, s3Url } from './location.ts';

/** What the SDK throws, as far as it is looked at. */
type S3Failure = Error & { $metadata?: { httpStatusCode?: number }; Code?: string; code?: string };

/** The permission that each call needs, for those who have to grant it. */
export const ACTION = {
	put: 's3:PutObject',
	get: 's3:GetObject',
	list: 's3:ListBucket',
	delete: 's3:DeleteObject',
} as const;

export function statusOf(cause: unknown): number | undefined {
	return (cause as S3Failure).$metadata?.httpStatusCode;
}

export function isNotFound(cause: unknown): boolean {
	const { name } = cause as S3Failure;
	return name === 'NoSuchKey' || name === 'NotFound' || (statusOf(cause) === 404 && name !== 'NoSuchBucket');
}

/** A failed call in words: what was done where, what the store said, and what to do about it. */
export function s3Error(
	call: keyof typeof ACTION,
	{ location, key, cause }: { location: S3Location; key: string; cause: unknown },
): NodeError {
	const failure = cause as S3Failure;
	const status = statusOf(cause);
	const name = failure.name === 'Error' ? (failure.code ?? failure.name) : failure.name;
	const url = s3Url(location);
	const where = key === '' ? url : `${url}/${key}`;
	const said = `${status === undefined ? '' : `${status} `}${name}${failure.message && failure.message !== name ? `: ${failure.message}` : ''}`;
	const data = { store: url, key, status: status ?? null, name };
	if (isMissingCredentials(failure)) {
		return new NodeError(
			'no-credentials',
			`cannot ${call} ${where}: no credentials (${failure.message}). Give --profile, set AWS_ACCESS_KEY_ID and ` +
				'AWS_SECRET_ACCESS_KEY, or write a profile into ~/.aws/credentials',
			{ cause, data },
		);
	}
	if (/region is missing/i.test(failure.message)) {
		return new NodeError(
			'invalid-input',
			`cannot ${call} ${where}: name the bucket's region with --region or AWS_REGION`,
			{
				cause,
				data,
			},
		);
	}
	if (name === 'NoSuchBucket') {
		return new NodeError('no-bucket', `cannot ${call} ${where}: there is no bucket "${location.bucket}"`, {
			cause,
			data,
		});
	}
	if (name === 'InvalidAccessKeyId' || name === 'SignatureDoesNotMatch') {
		const what = name === 'InvalidAccessKeyId' ? 'the access key is not known there' : 'the secret key is wrong';
		return new NodeError('access-denied', `cannot ${call} ${where}: ${what} (${said})`, { cause, data });
	}
	if (status === 403) {
		return new NodeError(
			'access-denied',
			`cannot ${call} ${where}: access denied (${said}). These credentials need ${ACTION[call]}; ` +
				`"livemount doctor ${url}" shows the policy`,
			{ cause, data },
		);
	}
	if (status === 501) {
		return new NodeError(
			'store-error',
			`cannot ${call} ${where}: the store cannot do this (${said}); publishing wants writes on a condition (If-Match, If-None-Match); --no-conditions does without`,
			{ cause, data },
		);
	}
	return new NodeError('store-error', `cannot ${call} ${where}: ${said}`, { cause, data });
}

function isMissingCredentials({ name, message }: S3Failure): boolean {
	return name === 'CredentialsProviderError' || /could not load credentials|credential is missing/i.test(message);
}
