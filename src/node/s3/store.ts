import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { equalBytes } from '../../bytes/index.ts';
import { headersOf, type ReleaseStore, type StoredObject } from '../../publisher/index.ts';
import { createS3Client, loadS3Sdk, type S3Options } from './client.ts';
import { createDirectPut, type DirectPut } from './direct-put.ts';
import { isNotFound, s3Error, statusOf } from './error.ts';
import { type S3Location, s3Url } from './location.ts';

/** From this size on an object goes in parts, several at a time. */
const MULTIPART_BYTES = 16 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_A_TIME = 4;
/** How often a write is tried again that the store could not decide because another was under way. */
const UNDECIDED_TURNS = 5;

/**
 * A prefix of an S3 bucket as a store of releases; AWS or a compatible store.
 *
 * Objects get the type and cache rule of their key (`headersOf`). Writes carry a digest of their bytes, which the store
 * checks. What fails for a while is tried again by the SDK.
 *
 * Every function throws NodeError `no-credentials`, `access-denied`, `no-bucket`, `store-error`.
 */
export async function openS3Store(location: S3Location, options: S3Options = {}): Promise<ReleaseStore> {
	const client = await createS3Client(options);
	// A stand-in for the network is to see every request; directory buckets sign in a way of their own.
	const isPlain = options.requestHandler === undefined && !location.bucket.endsWith('--x-s3');
	return await createS3Store(client, location, {
		directConnections: isPlain ? (options.connections ?? 16) : 0,
		conditions: options.conditions,
	});
}

export async function createS3Store(
	client: S3Client,
	location: S3Location,
	options: {
		/** How many objects at a time go the shortest way (`createDirectPut`); 0, the default, sends all by the SDK. */
		directConnections?: number;
		conditions?: boolean | undefined;
	} = {},
): Promise<ReleaseStore> {
	const { directConnections = 0, conditions = true } = options;
	const sdk = await loadS3Sdk();
	let direct: Promise<DirectPut> | undefined;
	const Bucket = location.bucket;
	const root = location.prefix === '' ? '' : `${location.prefix}/`;
	const named = (key: string): { Bucket: string; Key: string } => ({ Bucket, Key: root + key });

	const putInput = (key: string): Pick<PutObjectCommandInput, 'ContentType' | 'CacheControl'> => {
		const { contentType, cacheControl } = headersOf(key);
		return { ContentType: contentType, CacheControl: cacheControl };
	};
	const putOnce = async (
		key: string,
		bytes: Uint8Array,
		condition: Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'> = {},
	): Promise<void> => {
		const ContentMD5 = createHash('md5').update(bytes).digest('base64');
		await client.send(
			new sdk.PutObjectCommand({ ...named(key), ...putInput(key), ...condition, Body: bytes, ContentMD5 }),
		);
	};
	const upload = async (key: string, body: Uint8Array | Readable): Promise<void> => {
		const { Upload } = await import('@aws-sdk/lib-storage');
		try {
			await new Upload({
				client,
				params: { ...named(key), ...putInput(key), Body: body },
				partSize: PART_BYTES,
				queueSize: PARTS_AT_A_TIME,
			}).done();
		} catch (cause) {
			throw s3Error('put', { location, key, cause });
		}
	};
	const load: ReleaseStore['load'] = async (key) => {
		try {
			const { Body, ETag } = await client.send(new sdk.GetObjectCommand(named(key)));
			return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), tag: ETag ?? '' };
		} catch (cause) {
			if (isNotFound(cause)) return undefined;
			throw s3Error('get', { location, key, cause });
		}
	};
	const head = async (key: string): Promise<{ sizeBytes: number; tag: string } | undefined> => {
		try {
			const { ContentLength, ETag } = await client.send(new sdk.HeadObjectCommand(named(key)));
			return { sizeBytes: ContentLength ?? 0, tag: ETag ?? '' };
		} catch (cause) {
			if (isNotFound(cause)) return undefined;
			throw s3Error('get', { location, key, cause });
		}
	};
	const entries: ReleaseStore['entries'] = async (prefix) => {
		const objects: StoredObject[] = [];
		try {
			const pages = sdk.paginateListObjectsV2({ client, pageSize: 1000 }, { Bucket, Prefix: root + prefix });
			for await (const { Contents = [] } of pages) {
				for (const { Key = '', Size = 0 } of Contents) objects.push({ key: Key.slice(root.length), sizeBytes: Size });
			}
		} catch (cause) {
			throw s3Error('list', { location, key: prefix, cause });
		}
		return objects;
	};

	/** One write on a condition; false when the condition does not hold. */
	const putIf = async (
		key: string,
		bytes: Uint8Array,
		condition: Pick<PutObjectCommandInput, 'IfMatch' | 'IfNoneMatch'>,
	): Promise<boolean> => {
		for (let turn = 1; ; turn++) {
			try {
				await putOnce(key, bytes, condition);
				return true;
			} catch (cause) {
				const status = statusOf(cause);
				// 409: another write of the same key was under way and the store could not tell which was first.
				if (status === 409 && turn < UNDECIDED_TURNS) continue;
				if (status === 412 || status === 409 || (condition.IfMatch !== undefined && isNotFound(cause))) return false;
				throw s3Error('put', { location, key, cause });
			}
		}
	};
	/** True when the object is what was to be written: a first try got there, and only its answer was lost. */
	const isThere = async (key: string, bytes: Uint8Array): Promise<boolean> => {
		const found = await load(key);
		return found !== undefined && equalBytes(found.bytes, bytes);
	};

	return {
		name: s3Url(location),
		async put(key, bytes) {
			if (bytes.length >= MULTIPART_BYTES) return await upload(key, bytes);
			try {
				if (directConnections > 0) {
					direct ??= createDirectPut(client, { location, connections: directConnections });
					if (await (await direct)(key, bytes)) return;
				}
				await putOnce(key, bytes);
			} catch (cause) {
				throw s3Error('put', { location, key, cause });
			}
		},
		async putLarge(key, source) {
			await upload(key, Readable.from(source.parts()));
		},
		load,
		get: async (key) => (await load(key))?.bytes,
		size: async (key) => (await head(key))?.sizeBytes,
		entries,
		list: async (prefix) => (await entries(prefix)).map(({ key }) => key),
		async create(key, bytes) {
			if (!conditions) return (await head(key)) === undefined && (await putIf(key, bytes, {}));
			return (await putIf(key, bytes, { IfNoneMatch: '*' })) || (await isThere(key, bytes));
		},
		async replace(key, bytes, tag) {
			if (!conditions) return (await head(key))?.tag === tag && (await putIf(key, bytes, {}));
			if (await putIf(key, bytes, { IfMatch: tag })) return true;
			// Ceph's gateway knows the tag only without its quotes.
			const bare = tag.replaceAll('"', '');
			if (bare !== tag && (await head(key))?.tag === tag && (await putIf(key, bytes, { IfMatch: bare }))) return true;
			return await isThere(key, bytes);
		},
		async delete(key) {
			try {
				await client.send(new sdk.DeleteObjectCommand(named(key)));
			} catch (cause) {
				if (!isNotFound(cause)) throw s3Error('delete', { location, key, cause });
			}
		},
	};
}
