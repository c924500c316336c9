import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { REAL_S3, REAL_S3_BUCKET } from '../../../test/s3-real.ts';
import { encodeUtf8 } from '../../bytes/index.ts';
import { createS3Client } from './client.ts';
import { createDirectPut } from './direct-put.ts';
import { createPutSigner } from './sign.ts';
import { openS3Store } from './store.ts';

let server: Server | undefined;
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
});

/** A store that takes what `answer` says, and remembers the requests. */
async function listen(
	answer: (request: IncomingMessage, count: number) => number,
): Promise<{ endpoint: string; requests: IncomingMessage[] }> {
	const requests: IncomingMessage[] = [];
	server = createServer((request, response) => {
		requests.push(request);
		request.resume();
		request.on('end', () => response.writeHead(answer(request, requests.length), { etag: '"e"' }).end());
	});
	await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
const credentials = {
	accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
	secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const viaSdk = (request: IncomingMessage): boolean => (request.headers['user-agent'] ?? '').includes('aws-sdk');

describe('createPutSigner()', () => {
	it('signs as the example of the AWS documentation does', () => {
		const headers = createPutSigner('us-east-1')(
			{
				host: 'examplebucket.s3.amazonaws.com',
				path: '/test%24file.text',
				headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
				body: encodeUtf8('Welcome to Amazon S3.'),
			},
			credentials,
			new Date('2013-05-24T00:00:00Z'),
		);
		expect(headers['authorization']).toBe(
			'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
				'SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, ' +
				'Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
		);
	});

	it('makes a new key when the day or the credentials change', () => {
		const sign = createPutSigner('us-east-1');
		const put = { host: 'h', path: '/p', headers: {}, body: new Uint8Array() };
		const day = new Date('2026-01-01T23:59:59Z');
		const again = createPutSigner('us-east-1');
		sign(put, credentials, day);
		const next = new Date('2026-01-02T00:00:00Z');
		expect(sign(put, credentials, next)).toEqual(again(put, credentials, next));
		const other = { ...credentials, secretAccessKey: 'other', sessionToken: 'token' };
		const signed = sign(put, other, next);
		expect(signed).toEqual(createPutSigner('us-east-1')(put, other, next));
		expect(signed).toMatchObject({ 'x-amz-security-token': 'token' });
	});
});

describe('small objects', () => {
	it('go the shortest way, to where the SDK would send them', async () => {
		const { endpoint, requests } = await listen(() => 200);
		const store = await openS3Store({ bucket: 'bucket', prefix: 'a b' }, { endpoint, credentials });
		await store.put('a'.repeat(40), encodeUtf8('content'));
		expect(requests.map(({ url }) => url)).toEqual([`/bucket/a%20b/${'a'.repeat(40)}`]);
		expect(requests[0]?.headers).toMatchObject({
			'content-type': 'application/octet-stream',
			'cache-control': 'public, max-age=31536000, immutable',
			'x-amz-content-sha256': createHash('sha256').update('content').digest('hex'),
		});
		expect(viaSdk(requests[0] as IncomingMessage)).toBe(false);
	});

	it('go by the SDK when that fails, and all of them when it fails again and again', async () => {
		const { endpoint, requests } = await listen((request) => (viaSdk(request) ? 200 : 403));
		const store = await openS3Store({ bucket: 'bucket', prefix: '' }, { endpoint, credentials });
		for (let at = 0; at < 5; at++) await store.put(`key${at}`, encodeUtf8('content'));
		expect(requests.map(viaSdk)).toEqual([false, true, false, true, false, true, true, true]);
	});

	it('tell what the SDK says when that fails too', async () => {
		const { endpoint } = await listen(() => 403);
		const store = await openS3Store({ bucket: 'bucket', prefix: '' }, { endpoint, credentials });
		await expect(store.put('key', encodeUtf8('content'))).rejects.toMatchObject({ code: 'access-denied' });
	});

	it.skipIf(REAL_S3_BUCKET === undefined)('are taken by a real S3 engine with their headers', async () => {
		const client = await createS3Client(REAL_S3);
		const prefix = `a b+c/${randomUUID()}`;
		const put = await createDirectPut(client, { location: { bucket: REAL_S3_BUCKET ?? '', prefix }, connections: 4 });
		expect(await put('x'.repeat(40), encodeUtf8('content'))).toBe(true);
		const key = { Bucket: REAL_S3_BUCKET ?? '', Key: `${prefix}/${'x'.repeat(40)}` };
		const found = await client.send(new GetObjectCommand(key));
		expect(await found.Body?.transformToString()).toBe('content');
		expect(found.ContentType).toBe('application/octet-stream');
	});
});
