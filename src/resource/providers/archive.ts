import type { Crypto, RandomAccess } from '../../bytes/index.ts';
import { type ArchiveIndex, decodeResource, type Manifest } from '../../formats/index.ts';
import { ResourceError } from '../error.ts';
import type { Provider, Verify } from '../provider.ts';
import { describeKey, keyOfHash, type ResourceKey } from '../resource-key.ts';
import { verifyStored } from '../verify-stored.ts';

export type ArchiveProviderOptions = {
	manifest: Manifest;
	index: Pick<ArchiveIndex, 'find'>;
	data: RandomAccess;
	crypto: Crypto;
	/** Default `read`. */
	verify?: Verify;
	/** `archive`, or `mutable` for the device's own. */
	scheme?: string;
};

/**
 * An archive: manifest, index and data.
 *
 * It serves the manifest's entries whose digest is in the index. A manifest entry without data is not there, so excluded
 * content does not exist until another mount supplies it.
 *
 * @throws ResourceError `digest-mismatch` at once with `verify: "mount"`
 */
export function createArchiveProvider(options: ArchiveProviderOptions): Provider {
	const { manifest, index, data, crypto, verify = 'read' } = options;
	let closed = false;

	const entryIndex = (key: ResourceKey): number => {
		if (closed) throw new ResourceError('closed', `${data.name}: read after it was closed`);
		return manifest.indexOf(key.urlHash);
	};

	const readEntry = (key: ResourceKey, check: boolean): Uint8Array | undefined => {
		const at = entryIndex(key);
		if (at < 0) return undefined;
		const resource = manifest.entryAt(at);
		const entry = index.find(resource.hexDigest);
		if (!entry) return undefined;
		const stored = data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes);
		const name = resource.url || describeKey(key);
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
		return decodeResource({
			stored,
			sizeBytes: entry.sizeBytes,
			compressed: entry.compressedSizeBytes !== undefined,
			encrypted: entry.encrypted,
			name: `${name} in ${data.name}`,
		});
	};

	const provider: Provider = {
		scheme: options.scheme ?? 'archive',
		manifest,
		sizeBytes(key) {
			const at = entryIndex(key);
			if (at < 0) return undefined;
			return index.find(manifest.entryAt(at).hexDigest)?.sizeBytes;
		},
		read: (key) => readEntry(key, verify === 'read'),
		*urlHashes() {
			for (let at = 0; at < manifest.entryCount; at++) {
				const entry = manifest.entryAt(at);
				if (index.find(entry.hexDigest)) yield entry.urlHash;
			}
		},
		close() {
			closed = true;
			data.close();
		},
	};
	if (verify === 'mount') for (const urlHash of provider.urlHashes()) readEntry(keyOfHash(urlHash), true);
	return provider;
}
