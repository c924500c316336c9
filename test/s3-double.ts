import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { S3Options } from '../src/node/index.ts';

/** One request as the double sees it. */
export type S3Request = {
	readonly method: string;
	/** Within the bucket; "" for the bucket itself. */
	readonly key: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string>>;
	/** Counts up from 1. */
	readonly number: number;
};

/** What goes wrong with a request: an answer of the store, or the line. */
export type S3Fault =
	| { readonly status: number; readonly code: string; readonly message?: string }
	/** The line breaks before the store has done anything. */
	| 'cut'
	/** The store does it, but nobody hears of it. */
	| 'lost-answer';

type Stored = { bytes: Uint8Array; etag: string; headers: Readonly<Record<string, string>> };

/** An S3 store in memory below the SDK: requests come in as HTTP, answers go out as XML, and faults can be planted. */
export type S3Double = {
	readonly options: S3Options;
	readonly objects: Map<string, Stored>;
	readonly requests: S3Request[];
	fault: (request: S3Request) => S3Fault | undefined;
};

type Answer = { status: number; body?: Uint8Array | string; headers?: Record<string, string> };
type Sent = {
	method: string;
	path: string;
	query?: Record<string, string | string[] | null>;
	headers: Record<string, string>;
	body?: unknown;
};

export function createS3Double(bucket = 'bucket'): S3Double {
	const objects = new Map<string, Stored>();
	const uploads = new Map<string, { key: string; headers: Record<string, string>; parts: Map<number, Uint8Array> }>();
	const double: S3Double = {
		objects,
		requests: [],
		fault: () => undefined,
		options: {
			endpoint: 'http://s3.invalid',
			credentials: { accessKeyId: 'A', secretAccessKey: 'S' },
			requestHandler: { handle: async (sent: unknown) => ({ response: await respond(sent as Sent) }) } as NonNullable<
				S3Options['requestHandler']
			>,
		},
	};

	async function respond(sent: Sent): Promise<{ statusCode: number; headers: Record<string, string>; body: Readable }> {
		const [, name = '', ...rest] = sent.path.split('/');
		const query = Object.fromEntries(
			Object.entries(sent.query ?? {}).map(([key, value]) => [key, String(value ?? '')]),
		);
		const headers = Object.fromEntries(
			Object.entries(sent.headers).map(([key, value]) => [key.toLowerCase(), String(value)]),
		);
		const request: S3Request = {
			method: sent.method,
			key: rest.map(decodeURIComponent).join('/'),
			query,
			headers,
			number: double.requests.length + 1,
		};
		double.requests.push(request);
		const body = await readBody(sent.body);
		const fault = double.fault(request);
		if (fault === 'cut') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		const answer =
			typeof fault === 'object'
				? refusal(fault.status, fault.code, fault.message)
				: name === bucket
					? act(request, body)
					: name === ''
						? xml('<ListAllMyBucketsResult/>')
						: refusal(404, 'NoSuchBucket');
		if (fault === 'lost-answer') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		const bytes = typeof answer.body === 'string' ? Buffer.from(answer.body) : Buffer.from(answer.body ?? []);
		return {
			statusCode: answer.status,
			headers: { 'content-length': String(bytes.length), ...answer.headers },
			body: Readable.from(bytes.length > 0 ? [bytes] : []),
		};
	}

	function act(request: S3Request, body: Uint8Array): Answer {
		const { method, key, query, headers } = request;
		if (method === 'PUT' && 'partNumber' in query) {
			uploads.get(query['uploadId'] as string)?.parts.set(Number(query['partNumber']), body);
			return { status: 200, headers: { etag: etagOf(body) } };
		}
		if (method === 'POST' && 'uploads' in query) {
			const id = `upload-${uploads.size + 1}`;
			uploads.set(id, { key, headers: { ...headers }, parts: new Map() });
			return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
		}
		if (method === 'POST' && 'uploadId' in query) {
			const upload = uploads.get(query['uploadId'] as string);
			if (!upload) return refusal(404, 'NoSuchUpload');
			const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
			objects.set(key, { bytes: Buffer.concat(parts), etag: `"many-${parts.length}"`, headers: upload.headers });
			return xml(`<CompleteMultipartUploadResult><ETag>"many-${parts.length}"</ETag></CompleteMultipartUploadResult>`);
		}
		if (method === 'PUT') return put(request, body);
		if (method === 'HEAD' && key === '') return { status: 200 };
		if (method === 'GET' && key === '') {
			if ('policy' in query) return refusal(404, 'NoSuchBucketPolicy');
			if ('cors' in query) return refusal(404, 'NoSuchCORSConfiguration');
			return 'acl' in query ? xml('<AccessControlPolicy/>') : list(query);
		}
		if (method === 'DELETE') {
			objects.delete(key);
			return { status: 204 };
		}
		const found = objects.get(key);
		if (!found) return method === 'HEAD' ? { status: 404 } : refusal(404, 'NoSuchKey');
		const described = { etag: found.etag, 'content-length': String(found.bytes.length) };
		return { status: 200, headers: described, ...(method === 'GET' ? { body: found.bytes } : {}) };
	}

	function put({ key, headers }: S3Request, body: Uint8Array): Answer {
		const md5 = headers['content-md5'];
		if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64')) return refusal(400, 'BadDigest');
		const there = objects.get(key);
		if (headers['if-none-match'] === '*' && there) return refusal(412, 'PreconditionFailed');
		if (headers['if-match'] !== undefined) {
			if (!there) return refusal(404, 'NoSuchKey');
			if (headers['if-match'] !== there.etag) return refusal(412, 'PreconditionFailed');
		}
		objects.set(key, { bytes: body, etag: etagOf(body), headers });
		return { status: 200, headers: { etag: etagOf(body) } };
	}

	function list(query: Readonly<Record<string, string>>): Answer {
		const from = query['continuation-token'] ?? '';
		const keys = [...objects.keys()].filter((key) => key.startsWith(query['prefix'] ?? '') && key > from).sort();
		const page = keys.slice(0, Number(query['max-keys'] ?? 1000));
		const more = page.length < keys.length;
		const contents = page.map(
			(key) => `<Contents><Key>${key}</Key><Size>${objects.get(key)?.bytes.length}</Size></Contents>`,
		);
		return xml(
			`<ListBucketResult><IsTruncated>${more}</IsTruncated>${contents.join('')}` +
				`${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}</ListBucketResult>`,
		);
	}

	return double;
}

function etagOf(bytes: Uint8Array): string {
	return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function xml(text: string): Answer {
	return { status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>${text}` };
}

function refusal(status: number, code: string, message = code): Answer {
	return {
		status,
		headers: { 'content-type': 'application/xml' },
		body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
	};
}

async function readBody(body: unknown): Promise<Uint8Array> {
	if (body === undefined || body === null) return new Uint8Array();
	if (typeof body === 'string') return Buffer.from(body);
	if (body instanceof Uint8Array) return Uint8Array.from(body);
	const parts: Buffer[] = [];
	for await (const part of body as AsyncIterable<Uint8Array>) parts.push(Buffer.from(part));
	return Buffer.concat(parts);
}
