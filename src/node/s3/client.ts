import { createRequire } from 'node:module';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';

/** How a bucket is reached. What is left out comes from the environment and the AWS configuration files. */
export type S3Options = {
	/** Address of an S3-compatible store; default AWS. */
	readonly endpoint?: string | undefined;
	readonly region?: string | undefined;
	/** A profile of `~/.aws/credentials`. */
	readonly profile?: string | undefined;
	/** The bucket in the path instead of the host name; default with an endpoint of one's own. */
	readonly pathStyle?: boolean | undefined;
	/** False for a store that refuses writes on a condition: the look comes first then, and two publishers can undo each other. */
	readonly conditions?: boolean | undefined;
	/** At most so many requests at a time. */
	readonly connections?: number | undefined;
	/** Takes the place of the network, for tests. */
	readonly requestHandler?: S3ClientConfig['requestHandler'];
	readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
};

const FALLBACK_REGION = 'us-east-1';
const CONNECT_MS = 10_000;
const SILENT_MS = 60_000;

/** The AWS SDK, loaded when a store is first opened: it takes a while, and most commands need none. */
export async function loadS3Sdk(): Promise<typeof import('@aws-sdk/client-s3')> {
	// The SDK tells on standard error which Node it will want some day; that is no business of a game's publisher.
	process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
	// Required, not imported: Node reads a CommonJS package of this size twice to learn what an import could name.
	return createRequire(import.meta.url)('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
}

export async function createS3Client(options: S3Options): Promise<S3Client> {
	const { S3Client } = await loadS3Sdk();
	const endpoint = options.endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL'];
	const region = options.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
	const maxSockets = (options.connections ?? 16) + 4;
	const client = new S3Client({
		...(endpoint === undefined ? {} : { endpoint }),
		// A store elsewhere cares little for the region; at AWS the answer says where a bucket is, and that is followed.
		...(region !== undefined || endpoint !== undefined ? { region: region ?? FALLBACK_REGION } : {}),
		...(options.profile === undefined ? {} : { profile: options.profile }),
		...(options.credentials === undefined ? {} : { credentials: options.credentials }),
		forcePathStyle: options.pathStyle ?? endpoint !== undefined,
		followRegionRedirects: endpoint === undefined,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		maxAttempts: 5,
		requestHandler: options.requestHandler ?? {
			connectionTimeout: CONNECT_MS,
			socketTimeout: SILENT_MS,
			httpAgent: { keepAlive: true, maxSockets },
			httpsAgent: { keepAlive: true, maxSockets },
		},
	});
	// It copies every request and answer for a log that nobody reads.
	client.middlewareStack.remove('loggerMiddleware');
	return client;
}
