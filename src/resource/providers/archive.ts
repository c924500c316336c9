import type { Crypto, RandomAccess } from '../../bytes/index.ts';
import { type ArchiveEntry, decodeResource, type Manifest, type ResourceEntry } from '../../formats/index.ts';
import { ResourceError } from '../error.ts';
import type { Provider } from '../provider.ts';
import { describeKey, type ResourceKey } from '../resource-key.ts';
import { verifyStored } from '../verify-stored.ts';

export type ArchiveProviderOptions = {
	manifest: Manifest;
	/** By digest, as lowercase hexadecimal. */
	index: { find(hexDigest: string): ArchiveEntry | undefined };
	data: RandomAccess;
	crypto: Crypto;
	/** Compare stored bytes with their digest each time they are read; default true. */
	verifyReads?: boolean;
	/** `archive`, or `mutable` for the device's own. */
	scheme?: string;
	/** Leaves out entries of the manifest; the device's archive serves only excluded ones. */
	serves?: (entry: ResourceEntry) => boolean;
	/**
	 * As engines of 2023 did it: a resource that cannot be read counts as read. They left what was in memory before; here
	 * it is zeros.
	 */
	swallowReadErrors?: boolean;
};

/**
 * An archive: manifest, index and data.
 *
 * It serves the manifest's entries whose digest is in the index. A manifest entry without data is not there, so excluded
 * content does not exist until another mount supplies it. What the index gains later is served too.
 */
export function createArchiveProvider(options: ArchiveProviderOptions): Provider {
	const { manifest, index, data, crypto, verifyReads = true, serves = () => true } = options;
	/** Entries of the manifest by their position, decoded when first asked for. */
	const entries = new Array<ResourceEntry | undefined>(manifest.entryCount);
	let closed = false;

	const entryAt = (at: number): ResourceEntry => {
		const known = entries[at];
		if (known) return known;
		const entry = manifest.entryAt(at);
		entries[at] = entry;
		return entry;
	};

	const find = (urlHash: bigint): ResourceEntry | undefined => {
		if (closed) throw new ResourceError('closed', `${data.name}: read after it was closed`);
		const at = manifest.indexOf(urlHash);
		if (at < 0) return undefined;
		const entry = entryAt(at);
		return serves(entry) ? entry : undefined;
	};

	const readStored = (
		resource: ResourceEntry,
		entry: ArchiveEntry,
		{ name, check }: { name: string; check: boolean },
	): Uint8Array => {
		const stored = data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes);
		if (check) {
			verifyStored({
				stored,
				hexDigest: resource.hexDigest,
				algorithm: manifest.resourceHashAlgorithm,
				crypto,
				resource: name,
				where: data.name,
			});
		}
		return stored;
	};

	const read = (key: ResourceKey): Uint8Array | undefined => {
		const resource = find(key.urlHash);
		const entry = resource && index.find(resource.hexDigest);
		if (!entry) return undefined;
		const name = resource.url || describeKey(key);
		return decodeResource({
			stored: readStored(resource, entry, { name, check: verifyReads }),
			sizeBytes: entry.sizeBytes,
			compressed: entry.compressedSizeBytes !== undefined,
			encrypted: entry.encrypted,
			name: `${name} in ${data.name}`,
		});
	};

	const sizeBytes = (key: ResourceKey): number | undefined => {
		const resource = find(key.urlHash);
		return resource && index.find(resource.hexDigest)?.sizeBytes;
	};

	function* served(): Generator<ResourceEntry> {
		for (let at = 0; at < manifest.entryCount; at++) {
			const entry = entryAt(at);
			if (serves(entry) && index.find(entry.hexDigest)) yield entry;
		}
	}

	return {
		scheme: options.scheme ?? 'archive',
		manifest,
		sizeBytes,
		read: options.swallowReadErrors
			? (key) => {
					try {
						return read(key);
					} catch {
						return new Uint8Array(sizeBytes(key) ?? 0);
					}
				}
			: read,
		*list() {
			for (const { urlHash, url, hexDigest } of served()) yield { urlHash, path: url || undefined, hexDigest };
		},
		*verify() {
			const checked = new Set<string>();
			for (const resource of served()) {
				const entry = checked.has(resource.hexDigest) ? undefined : index.find(resource.hexDigest);
				if (!entry) continue;
				checked.add(resource.hexDigest);
				const name = resource.url || describeKey({ path: undefined, urlHash: resource.urlHash });
				yield readStored(resource, entry, { name, check: true }).length;
			}
		},
		close() {
			if (!closed) data.close();
			closed = true;
		},
	};
}
