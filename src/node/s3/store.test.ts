import { describe, expect, it } from 'vitest';
import { createS3Double, type S3Double, type S3Fault, type S3Request } from '../../../test/s3-double.ts';
import { encodeUtf8 } from '../../bytes/index.ts';
import type { ReleaseStore } from '../../publisher/index.ts';
import { expectWholeChannel, publishBuild, sampleBuild } from '../../publisher/publishing-contract.ts';
import { parseS3Url } from './location.ts';
import { openS3Store } from './store.ts';

const open = async (): Promise<{ double: S3Double; store: ReleaseStore }> => {
	const double = createS3Double();
	return { double, store: await openS3Store({ bucket: 'bucket', prefix: 'game' }, double.options) };
};
const denied: S3Fault = { status: 403, code: 'AccessDenied', message: 'no' };
const isPut = ({ method }: S3Request): boolean => method === 'PUT';

describe('faults of an S3 store', () => {
	it('of a line that breaks are tried again', async () => {
		const { double, store } = await open();
		double.fault = ({ number }) => (number % 2 === 1 ? 'cut' : undefined);
		await store.put('a', encodeUtf8('a'));
		expect(new TextDecoder().decode(await store.get('a'))).toBe('a');
	});

	it('of a store that is too busy are tried again, and told when they stay', async () => {
		const { double, store } = await open();
		double.fault = ({ number }) => (number < 3 ? { status: 503, code: 'SlowDown' } : undefined);
		await store.put('a', encodeUtf8('a'));
		double.fault = () => ({ status: 500, code: 'InternalError', message: 'We lost it' });
		await expect(store.put('a', encodeUtf8('b'))).rejects.toMatchObject({
			code: 'store-error',
			message: 'cannot put s3://bucket/game/a: 500 InternalError: We lost it',
		});
	}, 30_000);

	it('whose answer is lost do not look like another publisher', async () => {
		const { double, store } = await open();
		let lost = 0;
		double.fault = (request) => (isPut(request) && lost++ % 2 === 0 ? 'lost-answer' : undefined);
		expect(await store.create('a', encodeUtf8('one'))).toBe(true);
		const { tag } = (await store.load('a')) as { tag: string };
		expect(await store.replace('a', encodeUtf8('two'), tag)).toBe(true);
	});

	it('that leave open who was first are tried again', async () => {
		const { double, store } = await open();
		double.fault = ({ number }) => (number === 1 ? { status: 409, code: 'ConditionalRequestConflict' } : undefined);
		expect(await store.create('a', encodeUtf8('one'))).toBe(true);
	});

	it('of permissions name the one that is missing', async () => {
		const { double, store } = await open();
		double.fault = () => denied;
		const refused = (permission: string) => ({ code: 'access-denied', message: expect.stringContaining(permission) });
		await expect(store.put('a', encodeUtf8('a'))).rejects.toMatchObject(refused('s3:PutObject'));
		await expect(store.get('a')).rejects.toMatchObject(refused('s3:GetObject'));
		await expect(store.entries('')).rejects.toMatchObject(refused('s3:ListBucket'));
		await expect(store.delete('a')).rejects.toMatchObject(refused('s3:DeleteObject'));
	});

	it('of a wrong bucket, key or ability say so', async () => {
		const { double, store } = await open();
		double.fault = () => ({ status: 404, code: 'NoSuchBucket' });
		await expect(store.entries('')).rejects.toMatchObject({ code: 'no-bucket' });
		double.fault = () => ({ status: 403, code: 'InvalidAccessKeyId' });
		await expect(store.get('a')).rejects.toThrow('the access key is not known there');
		double.fault = () => ({ status: 501, code: 'NotImplemented' });
		await expect(store.create('a', encodeUtf8('a'))).rejects.toThrow('--no-conditions does without');
	});

	it('of bytes changed on the way are refused by the store, because their MD5 is sent', async () => {
		const { double, store } = await open();
		await store.put('a', encodeUtf8('a'));
		expect(double.requests[0]?.headers['content-md5']).toBe('DMF1ucDxtqgxw5niaXcmYQ==');
	});

	it('in the middle of publishing leave the release before live', async () => {
		const { double, store } = await open();
		const [first, second] = [sampleBuild({ hall: 'one' }), sampleBuild({ hall: 'two' })];
		await publishBuild(store, first);
		for (const victim of [/^game\/[0-9a-f]{40}$/, /manifests\//, /releases\//, /channels\/live\.json$/]) {
			double.fault = (request) => (isPut(request) && victim.test(request.key) ? denied : undefined);
			await expect(publishBuild(store, second)).rejects.toMatchObject({ code: 'access-denied' });
			double.fault = () => undefined;
			expect(await expectWholeChannel(store)).toBe(1);
		}
		expect(await publishBuild(store, second)).toMatchObject({ release: 2 });
		expect(await expectWholeChannel(store)).toBe(2);
	});

	it('of a store whose If-Match knows tags without quotes only are got around', async () => {
		const { double, store } = await open();
		await store.put('a', encodeUtf8('one'));
		const { tag } = (await store.load('a')) as { tag: string };
		double.fault = ({ headers }) =>
			headers['if-match']?.startsWith('"') ? { status: 412, code: 'PreconditionFailed' } : undefined;
		const stored = double.objects.get('game/a') as { etag: string };
		const heads = double.requests.length;
		await store.replace('a', encodeUtf8('two'), tag);
		expect(double.requests.slice(heads).map(({ headers }) => headers['if-match'])).toContain(
			stored.etag.replaceAll('"', ''),
		);
	});
});

describe('a store that refuses conditions', () => {
	it('is published to when told so, one publisher at a time', async () => {
		const double = createS3Double();
		double.fault = ({ headers }) =>
			'if-match' in headers || 'if-none-match' in headers ? { status: 501, code: 'NotImplemented' } : undefined;
		const store = await openS3Store({ bucket: 'bucket', prefix: '' }, { ...double.options, conditions: false });
		expect(await publishBuild(store, sampleBuild({ hall: 'one' }))).toMatchObject({ release: 1 });
		expect(await publishBuild(store, sampleBuild({ hall: 'two' }))).toMatchObject({ release: 2, previous: 1 });
		expect(await expectWholeChannel(store)).toBe(2);
		expect(await store.create('releases/2.json', encodeUtf8('{}'))).toBe(false);
		expect(await store.replace('releases/2.json', encodeUtf8('{}'), '"other"')).toBe(false);
	});
});

describe('parseS3Url()', () => {
	it('reads bucket and prefix, several slashes as one', () => {
		expect(parseS3Url('s3://my-bucket')).toEqual({ bucket: 'my-bucket', prefix: '' });
		expect(parseS3Url('s3://my-bucket//a///b/')).toEqual({ bucket: 'my-bucket', prefix: 'a/b' });
	});

	it.each(['s3://', 's3:///a', 's3://A_b/c', 's3://ab'])('refuses %s', (url) => {
		expect(() => parseS3Url(url)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
	});
});
