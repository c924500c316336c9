import { type Crypto, equalBytes, toHex } from '../bytes/index.ts';
import {
	type Bundle,
	decodeResource,
	FormatError,
	LIVE_UPDATE_HEADER_BYTES,
	type LiveUpdateHeader,
	type Manifest,
	RESOURCE_FLAG,
	type ResourceEntry,
	readLiveUpdateHeader,
} from '../formats/index.ts';
import { labelOf } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import type { Findings } from './fault.ts';
import { signatureState } from './signature-state.ts';
import { verifyManifestEntries } from './verify-entries.ts';

type Options = {
	readonly bundle: Bundle;
	readonly pack: ContentPack;
	readonly crypto: Crypto;
	/** Whether blobs are deciphered and unpacked too. */
	readonly decode: boolean;
	readonly found: Findings;
};

/** Checks a pack: its manifest, that it belongs to the bundle, and every blob it has. */
export function verifyPack(options: Options): void {
	const { bundle, pack, found } = options;
	const manifest = pack.manifest ?? bundle.manifest;
	if (pack.manifest) verifyPackManifest(options, pack.manifest);
	const listed = new Map<string, ResourceEntry>();
	for (let at = 0; at < manifest.entryCount; at++) {
		const entry = manifest.entryAt(at);
		if (!listed.has(entry.hexDigest)) listed.set(entry.hexDigest, entry);
	}
	for (const name of pack.names()) {
		const resource = listed.get(name);
		try {
			if (resource) verifyBlob(options, { name, resource, manifest });
			else if (/^[0-9a-f]{40}$/.test(name)) {
				found.notes.push({
					code: 'disagreement',
					message: `${name} is named like content, but no entry names it`,
					where: pack.name,
				});
			}
		} catch (error) {
			if (!(error instanceof FormatError)) throw error;
			found.faults.push({
				code: 'unreadable',
				message: error.message,
				where: pack.name,
				resource: resource && labelOf(resource),
			});
		}
	}
}

function verifyPackManifest({ bundle, pack, crypto, found }: Options, manifest: Manifest): void {
	const where = pack.name;
	if (manifest.version !== bundle.manifest.version) {
		found.faults.push({
			code: 'foreign-pack',
			message: `expected a manifest of version ${bundle.manifest.version}, as the bundle has, found ${manifest.version}`,
			where,
		});
	}
	if (!equalBytes(manifest.projectIdentifier, bundle.manifest.projectIdentifier)) {
		found.faults.push({
			code: 'foreign-pack',
			message: `expected the project ${toHex(bundle.manifest.projectIdentifier)}, found ${toHex(manifest.projectIdentifier)}`,
			where,
		});
	}
	const { problem } = signatureState({ manifest, publicKey: bundle.publicKey, crypto, name: pack.name });
	if (problem !== undefined) found.faults.push({ code: 'signature', message: problem, where });
	verifyManifestEntries({ bundle, manifest, where, packs: [pack], found });
}

function verifyBlob(
	{ pack, crypto, decode, found }: Options,
	{ name, resource, manifest }: { name: string; resource: ResourceEntry; manifest: Manifest },
): void {
	const blob = pack.read(name);
	const label = labelOf(resource);
	const header = readLiveUpdateHeader(blob, `${label} in ${pack.name}`);
	const stored = blob.subarray(LIVE_UPDATE_HEADER_BYTES);
	found.checkedCount++;
	found.checkedBytes += stored.length;
	const digest = toHex(crypto.digest(manifest.resourceHashAlgorithm, stored));
	const fault = { where: pack.name, resource: label };
	if (digest !== name) {
		found.faults.push({ ...fault, code: 'digest', message: `${label}: expected the digest ${name}, found ${digest}` });
		return;
	}
	if (blob.subarray(5, LIVE_UPDATE_HEADER_BYTES).some((byte) => byte !== 0xed)) {
		found.faults.push({
			...fault,
			code: 'disagreement',
			message: `${label}: expected 11 bytes 0xED in the header, found others`,
		});
	}
	const problem = disagreement(header, resource, stored.length);
	if (problem !== undefined) {
		found.faults.push({ ...fault, code: 'disagreement', message: `${label}: ${problem}` });
		return;
	}
	if (!decode) return;
	try {
		decodeResource({ stored, ...header, name: label });
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		if (header.encrypted) {
			found.notes.push({
				...fault,
				code: 'decoding',
				message: `${error.message}; it seems to have a cipher of its own`,
			});
		} else found.faults.push({ ...fault, code: 'decoding', message: error.message });
	}
}

/** Engines believe the manifest; a header that tells something else is a sign of content mixed up. */
function disagreement(header: LiveUpdateHeader, resource: ResourceEntry, storedSizeBytes: number): string | undefined {
	if (resource.sizeBytes === undefined) return undefined;
	if (resource.sizeBytes !== header.sizeBytes) {
		return `the manifest says ${resource.sizeBytes} bytes, the header ${header.sizeBytes}`;
	}
	if ((resource.compressedSizeBytes !== undefined) !== header.compressed)
		return 'manifest and header differ on compression';
	if ((resource.compressedSizeBytes ?? resource.sizeBytes) !== storedSizeBytes) {
		return `the manifest says ${resource.compressedSizeBytes ?? resource.sizeBytes} stored bytes, there are ${storedSizeBytes}`;
	}
	if (((resource.flags & RESOURCE_FLAG.ENCRYPTED) !== 0) !== header.encrypted)
		return 'manifest and header differ on the cipher';
	return undefined;
}
