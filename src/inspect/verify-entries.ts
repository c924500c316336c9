import { hash64, hash64ToHex } from '../bytes/index.ts';
import { type Bundle, type Manifest, RESOURCE_FLAG, type ResourceEntry } from '../formats/index.ts';
import { labelOf } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import type { Findings } from './fault.ts';

type Options = {
	readonly bundle: Bundle;
	readonly manifest: Manifest;
	/** File of the manifest, for messages. */
	readonly where: string;
	readonly packs: readonly ContentPack[];
	readonly found: Findings;
};

/** Missing resources named in a message. */
const NAMED_COUNT = 3;

/** Checks every entry of a manifest by itself and against the index. The order was checked when it was read. */
export function verifyManifestEntries(options: Options): void {
	const { manifest } = options;
	const elsewhere: string[] = [];
	for (let at = 0; at < manifest.entryCount; at++) {
		const resource = manifest.entryAt(at);
		verifyUrl(resource, options);
		verifyDependants(resource, options);
		if (!verifyContent(resource, at, options)) elsewhere.push(labelOf(resource));
	}
	if (elsewhere.length === 0) return;
	const named = elsewhere.slice(0, NAMED_COUNT).join(', ');
	options.found.notes.push({
		code: 'missing-content',
		message: `${elsewhere.length} excluded resources are neither in the archive nor in the packs given: ${named}${elsewhere.length > NAMED_COUNT ? ' …' : ''}`,
		where: options.where,
	});
}

function verifyUrl(resource: ResourceEntry, { where, found }: Options): void {
	if (resource.url === '' || hash64(resource.url) === resource.urlHash) return;
	found.faults.push({
		code: 'url-hash',
		message: `${resource.url}: expected the url hash ${hash64ToHex(hash64(resource.url))}, found ${hash64ToHex(resource.urlHash)}`,
		where,
		resource: resource.url,
	});
}

function verifyDependants(resource: ResourceEntry, { manifest, where, found }: Options): void {
	const unlisted = resource.dependants.filter((dependant) => manifest.indexOf(dependant) < 0);
	const [first] = unlisted;
	if (first === undefined) return;
	found.faults.push({
		code: 'unlisted-dependant',
		message: `${labelOf(resource)}: ${unlisted.length} of ${resource.dependants.length} dependants are not listed, the first is ${hash64ToHex(first)}`,
		where,
		resource: labelOf(resource),
	});
}

/** False when the resource is excluded content that is nowhere. */
function verifyContent(resource: ResourceEntry, at: number, options: Options): boolean {
	const { bundle, manifest, where, packs, found } = options;
	const indexed = bundle.index.indexOf(manifest.digestAt(at));
	const entry = indexed < 0 ? undefined : bundle.index.placeAt(indexed);
	const bundled = (resource.flags & RESOURCE_FLAG.BUNDLED) !== 0;
	if (!entry) {
		const packed = packs.some((pack) => pack.sizeBytes(resource.hexDigest) !== undefined);
		if (bundled && !packed) {
			found.faults.push({
				code: 'missing-content',
				message: `${labelOf(resource)}: expected ${resource.hexDigest} in the archive, found none`,
				where,
				resource: labelOf(resource),
			});
			return true;
		}
		return packed;
	}
	if (manifest.version < 5) return true;
	const agrees =
		entry.sizeBytes === resource.sizeBytes &&
		entry.compressedSizeBytes === resource.compressedSizeBytes &&
		entry.encrypted === ((resource.flags & RESOURCE_FLAG.ENCRYPTED) !== 0) &&
		(resource.compressedSizeBytes !== undefined) === ((resource.flags & RESOURCE_FLAG.COMPRESSED) !== 0);
	if (!agrees) {
		found.faults.push({
			code: 'disagreement',
			message:
				`${labelOf(resource)}: the manifest says ${resource.sizeBytes} bytes, compressed ${resource.compressedSizeBytes ?? 'no'}, ` +
				`flags ${resource.flags}; the index ${entry.sizeBytes} bytes, compressed ${entry.compressedSizeBytes ?? 'no'}, ` +
				`enciphered ${entry.encrypted}`,
			where,
			resource: labelOf(resource),
		});
	}
	return true;
}
