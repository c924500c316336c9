import { type Crypto, equalBytes, toHex } from '../bytes/index.ts';
import { type Bundle, FormatError, verifyArchiveIndex } from '../formats/index.ts';
import type { ArchivePart } from './archive-work.ts';
import type { ContentPack } from './content-pack.ts';
import type { Fault, Findings } from './fault.ts';
import { type SignatureState, signatureState } from './signature-state.ts';
import { type ArchivePlan, planArchiveCheck, verifyArchive } from './verify-archive.ts';
import { verifyManifestEntries } from './verify-entries.ts';
import { verifyPack } from './verify-pack.ts';

/** The result of verifying a bundle. Plain JSON. */
export type VerifyReport = {
	/** Blobs whose digest was computed, in the archive and in packs. */
	readonly checkedCount: number;
	readonly checkedBytes: number;
	readonly signature: SignatureState;
	/** Nothing is wrong when this is empty. */
	readonly faults: readonly Fault[];
	/** Not wrong, but worth knowing: a cipher of the project's own, content in no manifest, packs without all content. */
	readonly notes: readonly Fault[];
};

/**
 * Checks everything in a bundle that can be checked: the index's MD5, every digest, order, ranges and padding, manifest
 * against index, dependants, the signature with the bundle's own key, and each pack against the manifests.
 *
 * Whatever is wrong is collected, not thrown. An archive that cannot be read at all fails earlier, when it is opened.
 */
export function verifyBundle(options: {
	bundle: Bundle;
	packs?: readonly ContentPack[];
	crypto: Crypto;
	/** Has every resource deciphered and unpacked too, which digests make needless unless the builder is in doubt. Default true. */
	decode?: boolean;
	/** What other threads found in the archive data: all parts of the plan's work. Without it the data is read here. */
	archive?: { readonly plan: ArchivePlan; readonly parts: readonly ArchivePart[] };
}): VerifyReport {
	const { bundle, packs = [], crypto, decode = true } = options;
	const found: Findings = { faults: [], notes: [], checkedCount: 0, checkedBytes: 0 };
	const { manifest, index, name } = bundle;
	try {
		verifyArchiveIndex({ index, crypto, name: `${name}, archive index` });
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		found.faults.push({ code: 'index-digest', message: error.message, where: 'game.arci', offset: 32 });
	}
	const { archiveIdentifier } = manifest;
	if (archiveIdentifier && !equalBytes(archiveIdentifier, index.md5)) {
		found.faults.push({
			code: 'archive-identifier',
			message: `expected the archive identifier ${toHex(index.md5)}, found ${toHex(archiveIdentifier)}`,
			where: 'game.dmanifest',
		});
	}
	const signature = signatureState({ manifest, publicKey: bundle.publicKey, crypto, name });
	if (signature.problem !== undefined) {
		found.faults.push({ code: 'signature', message: signature.problem, where: 'game.dmanifest' });
	}
	const archive = options.archive ?? { plan: planArchiveCheck(bundle, { decode }), parts: undefined };
	verifyArchive(bundle, archive, { crypto, found });
	verifyManifestEntries({ bundle, manifest, where: 'game.dmanifest', packs, found });
	for (const pack of packs) verifyPack({ bundle, pack, crypto, found, decode });
	return { ...found, signature: signature.state };
}
