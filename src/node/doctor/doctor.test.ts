import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketCorsCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createS3Double } from '../../../test/s3-double.ts';
import { REAL_S3, REAL_S3_BUCKET } from '../../../test/s3-real.ts';
import { bucketPolicy, type CorsRule, createStoreTarget } from '../../publisher/index.ts';
import { contentOf, publishBuild, sampleBuild } from '../../publisher/publishing-contract.ts';
import { nodeCrypto as crypto } from '../crypto.ts';
import { createFolderStore } from '../folder-store.ts';
import { createS3Client } from '../s3/client.ts';
import { serveFolder } from '../serve.ts';
import { examine } from './doctor.ts';
import type { Finding } from './finding.ts';

const build = sampleBuild({ hall: 'hall', attic: 'attic' });
const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
const NOW = Date.parse('2026-03-01');
let folder: string;
let server: Server | undefined;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'livemount-doctor-'));
	const target = createStoreTarget(createFolderStore(folder), { forWebServer: true });
	await target.publish({ content: contentOf(build), crypto, keys: build.keys, now: '' });
});
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
	rmSync(folder, { recursive: true, force: true });
});

const look = (place: string, more: { url?: string; origin?: string; s3?: object } = {}): Promise<readonly Finding[]> =>
	examine({ place, s3: more.s3 ?? {}, url: more.url, origin: more.origin ?? 'https://game.example', now: NOW });

/** Serves the folder through a server that spoils it in some way. */
async function serveSpoiled(listener: (inner: string) => RequestListener): Promise<string> {
	const inner = await serveFolder({ folder, port: 0 });
	server = createServer(listener(inner.url));
	server.on('close', () => void inner.close());
	await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Passes requests on, and lets `spoil` change status, headers and bytes. */
const proxy =
	(spoil: (answer: { status: number; headers: Map<string, string>; body: Buffer; path: string }) => void) =>
	(inner: string): RequestListener =>
	async (request, response) => {
		const headers = Object.fromEntries(
			Object.entries(request.headers).filter(([name]) => !['host', 'connection'].includes(name)),
		) as Record<string, string>;
		const got = await fetch(`${inner}${request.url}`, { method: request.method ?? 'GET', headers });
		const answer = {
			status: got.status,
			headers: new Map(
				[...got.headers].filter(([name]) => !['content-length', 'connection', 'keep-alive'].includes(name)),
			),
			body: Buffer.from(await got.arrayBuffer()),
			path: request.url ?? '',
		};
		spoil(answer);
		response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(answer.body);
	};

const stateOf = (findings: readonly Finding[], check: string): string =>
	findings.find((finding) => finding.check.startsWith(check))?.state ?? 'not looked at';

describe('the doctor at an address', () => {
	it('finds nothing wrong with a host that does all it should', async () => {
		const inner = await serveFolder({ folder, port: 0 });
		const findings = await look(inner.url);
		await inner.close();
		expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
		for (const check of [
			'TLS',
			'status of the manifest',
			'MIME type',
			'CORS of',
			'ETag',
			'Range',
			'caching',
			'bytes of',
			'what is not there',
		]) {
			expect(stateOf(findings, check), check).toBe('ok');
		}
	});

	it.each<[string, string, Finding['state'], Parameters<typeof proxy>[0]]>([
		[
			'text as MIME type',
			'MIME type',
			'fail',
			({ headers }) => void headers.set('content-type', 'text/plain; charset=utf-8'),
		],
		[
			'another MIME type',
			'MIME type',
			'warn',
			({ headers }) => void headers.set('content-type', 'application/x-binary'),
		],
		['no CORS', 'CORS of', 'fail', ({ headers }) => void headers.delete('access-control-allow-origin')],
		[
			'CORS for others',
			'CORS of',
			'fail',
			({ headers }) => void headers.set('access-control-allow-origin', 'https://other.example'),
		],
		['no preflight', 'CORS preflight', 'warn', ({ headers }) => void headers.delete('access-control-allow-headers')],
		['no ETag', 'ETag', 'warn', ({ headers }) => void headers.delete('etag')],
		[
			'a manifest kept for a year',
			'caching of the manifest',
			'fail',
			({ headers }) => void headers.set('cache-control', 'max-age=31536000'),
		],
		['no ranges', 'Range', 'warn', (answer) => void (answer.status === 206 && (answer.status = 200))],
		[
			'a page for what is not there',
			'what is not there',
			'fail',
			(answer) => void (answer.status === 404 && (answer.status = 200)),
		],
		[
			'a changed byte',
			'bytes of',
			'fail',
			({ body, path }) => void (/[0-9a-f]{40}$/.test(path) && body.length > 20 && (body[20] = (body[20] ?? 0) ^ 1)),
		],
		[
			'a page instead of the manifest',
			'content of the manifest',
			'fail',
			(answer) =>
				void (
					answer.path.endsWith('dmanifest') &&
					answer.status === 200 &&
					(answer.body = Buffer.from('<html></html>'))
				),
		],
		[
			'content nobody may have',
			'status of content',
			'fail',
			(answer) => void (/[0-9a-f]{40}$/.test(answer.path) && (answer.status = 403)),
		],
	])('finds %s', async (_, check, state, spoil) => {
		const findings = await look(await serveSpoiled(proxy(spoil)));
		const found = findings.find((finding) => finding.check.startsWith(check) && finding.state === state);
		expect(found, JSON.stringify(findings, null, 1)).toBeDefined();
		expect(found?.fix).toBeTruthy();
	});

	it.skipIf(!HAS_OPENSSL)('finds a certificate that devices do not trust', async () => {
		const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
		expect(spawnSync('openssl', [...args, '-keyout', key, '-out', cert]).status).toBe(0);
		const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
			response.end(),
		);
		await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
		const findings = await look(`https://localhost:${(secure.address() as AddressInfo).port}`);
		secure.close();
		expect(findings).toEqual([
			expect.objectContaining({
				check: 'TLS',
				state: 'fail',
				found: expect.stringContaining('SELF_SIGNED'),
				fix: 'get a certificate from an authority that devices trust',
			}),
		]);
	});

	it('says when nobody answers', async () => {
		expect(await look('http://127.0.0.1:9/')).toEqual([
			expect.objectContaining({ check: 'address', state: 'fail', fix: expect.any(String) }),
		]);
	});
});

describe('the doctor at a folder', () => {
	it('finds nothing wrong after publishing, and what is missing', async () => {
		expect((await look(folder)).every(({ state }) => state === 'ok')).toBe(true);
		rmSync(join(folder, build.digestOf('/attic.collectionc')));
		rmSync(join(folder, '_headers'));
		const findings = await look(folder);
		expect(stateOf(findings, 'releases')).toBe('fail');
		expect(stateOf(findings, '_headers')).toBe('warn');
	});

	it('says when there is none', async () => {
		writeFileSync(join(folder, 'file'), '');
		expect(stateOf(await look(join(folder, 'none')), 'folder')).toBe('fail');
		expect((await look(join(folder, 'file')))[0]?.found).toContain('it is a file');
	});
});

describe('the doctor at a bucket', () => {
	it('names the permissions that are missing and prints the policy for them', async () => {
		const double = createS3Double();
		double.fault = ({ method, key }) =>
			method === 'DELETE' || (method === 'PUT' && key !== '') ? { status: 403, code: 'AccessDenied' } : undefined;
		const findings = await look('s3://bucket/game', { s3: double.options });
		expect(findings.find(({ check }) => check === 'writing')).toMatchObject({
			state: 'fail',
			found: 'these credentials lack s3:PutObject',
		});
		const policy = findings.find(({ check }) => check === 'IAM policy')?.fix ?? '';
		expect(JSON.parse(policy.slice(policy.indexOf('{')))).toEqual({
			Version: '2012-10-17',
			Statement: [
				{
					Sid: 'PublishContent',
					Effect: 'Allow',
					Action: ['s3:PutObject'],
					Resource: 'arn:aws:s3:::bucket/game/*',
				},
			],
		});
	});

	it('finds a store that ignores conditions', async () => {
		const double = createS3Double();
		const handler = double.options.requestHandler as { handle: (sent: { headers: Record<string, string> }) => unknown };
		const { handle } = handler;
		handler.handle = (sent) => {
			for (const name of ['if-match', 'if-none-match']) delete sent.headers[name];
			return handle(sent);
		};
		const findings = await look('s3://bucket/game', { s3: double.options });
		expect(stateOf(findings, 'conditional writes')).toBe('fail');
	});

	it('says what is wrong with the bucket', async () => {
		const findings = await look('s3://other/game', { s3: createS3Double().options });
		expect(findings.at(-1)).toMatchObject({ check: 'bucket', state: 'fail', found: 'there is no bucket "other"' });
	});

	it.skipIf(REAL_S3_BUCKET === undefined)('is content when what it printed is done', async () => {
		const bucket = `livemount-doctor-${randomUUID()}`;
		const client = await createS3Client(REAL_S3);
		await client.send(new CreateBucketCommand({ Bucket: bucket }));
		const before = await look(`s3://${bucket}/game`, { s3: REAL_S3 });
		expect(before.filter(({ state }) => state === 'fail').map(({ check }) => check)).toEqual([
			'status of a probe',
			'bucket policy',
			'CORS configuration',
		]);
		const cors = before.find(({ check }) => check === 'CORS configuration')?.fix ?? '';
		const rules = JSON.parse(cors.slice(cors.indexOf('['))) as CorsRule[];
		const policy = JSON.stringify(bucketPolicy({ bucket, prefix: 'game' }));
		await client.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
		await client.send(
			new PutBucketCorsCommand({
				Bucket: bucket,
				CORSConfiguration: {
					CORSRules: rules.map((rule) => ({
						AllowedOrigins: [...rule.AllowedOrigins],
						AllowedMethods: [...rule.AllowedMethods],
						AllowedHeaders: [...rule.AllowedHeaders],
						ExposeHeaders: [...rule.ExposeHeaders],
						MaxAgeSeconds: rule.MaxAgeSeconds,
					})),
				},
			}),
		);
		const { openS3Store } = await import('../s3/store.ts');
		await publishBuild(await openS3Store({ bucket, prefix: 'game' }, REAL_S3), build);
		const url = `${REAL_S3.endpoint}/${bucket}/game`;
		const after = await look(`s3://${bucket}/game`, { s3: REAL_S3, url });
		expect(after.filter(({ state }) => state === 'fail')).toEqual([]);
		expect(stateOf(after, 'Range')).toBe('ok');
		expect(stateOf(after, 'bytes of')).toBe('ok');
	});
});
