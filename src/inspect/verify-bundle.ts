import { type Crypto, equalBytes, toHex } from '../bytes/index.ts';
import { type Bundle, FormatError, verifyArchiveIndex } from '../formats/index.ts';
import type { ArchivePart } from './archive-work.ts';
import type { ContentPack } from './content-pack.ts';
import type { Fault, Findings } from './fault.ts';
import { type SignatureState, signatureState } from './signature-state.ts';
import { type ArchivePlan, planArchiveCheck, verifyArchive } from './verify-archive.ts';
import { verifyManifestEntries } from './verify-entries.ts';
import { verifyProject, verifyUnsigned } from './verify-manifest.ts';
import { verifyPack } from './verify-pack.ts';
import { verifyReferences } from './verify-references.ts';

/** Unsigned bundles up to this size have all their resources decoded, to see that what they name is there. */
const MAX_DECODED_BYTES = 64 * 1024 ** 2;

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

/** What a bundle's lists tell, before or beside a look at its data; in the order in which it is reported. */
export type ListsReport = {
	readonly signature: SignatureState;
	/** Index and signature. */
	readonly head: Findings;
	/** Manifest, project and packs. */
	readonly tail: Findings;
};

type VerifyOptions = {
	bundle: Bundle;
	packs?: readonly ContentPack[];
	crypto: Crypto;
	/** Has every resource deciphered and unpacked too, which digests make needless unless the builder is in doubt. Default true. */
	decode?: boolean;
};

/**
 * The part of `verifyBundle` that needs no blob of the archive: the index's MD5, order and ranges, manifest against index,
 * dependants, signature, and the packs. Whoever hashes the archive in other threads does it meanwhile.
 */
export function verifyLists({ bundle, packs = [], crypto, decode = true }: VerifyOptions): ListsReport {
	const [head, tail] = [noFindings(), noFindings()];
	const { manifest, index, name } = bundle;
	try {
		verifyArchiveIndex({ index, crypto, name: `${name}, archive index` });
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		head.faults.push({ code: 'index-digest', message: error.message, where: 'game.arci', offset: 32 });
	}
	const { archiveIdentifier } = manifest;
	if (archiveIdentifier && !equalBytes(archiveIdentifier, index.md5)) {
		head.faults.push({
			code: 'archive-identifier',
			message: `expected the archive identifier ${toHex(index.md5)}, found ${toHex(archiveIdentifier)}`,
			where: 'game.dmanifest',
		});
	}
	const signature = signatureState({ manifest, publicKey: bundle.publicKey, crypto, name });
	if (signature.problem !== undefined) {
		head.faults.push({ code: 'signature', message: signature.problem, where: 'game.dmanifest' });
	}
	verifyManifestEntries({ bundle, manifest, where: 'game.dmanifest', packs, found: tail });
	const settings = verifyProject(bundle, crypto, tail);
	verifyUnsigned(manifest, { where: 'game.dmanifest', crypto, found: tail });
	const isSmall = manifest.signature.length === 0 && bundle.data.sizeBytes <= MAX_DECODED_BYTES;
	if (decode || isSmall) verifyReferences({ bundle, packs, settings, found: tail });
	for (const pack of packs) verifyPack({ bundle, pack, crypto, found: tail, decode });
	return { signature: signature.state, head, tail };
}

/**
 * Checks everything in a bundle that can be checked: the index's MD5, every digest, order, ranges and padding, manifest
 * against index, dependants, the signature with the bundle's own key, and each pack against the manifests. A manifest without
 * a signature is checked more closely, since nothing else would show a change in it.
 *
 * Whatever is wrong is collected, not thrown. An archive that cannot be read at all fails earlier, when it is opened.
 */
export function verifyBundle(
	options: VerifyOptions & {
		/** What was found elsewhere: the lists, and in the data all parts of the plan's work. Without it all is done here. */
		done?: { readonly lists: ListsReport; readonly plan: ArchivePlan; readonly parts: readonly ArchivePart[] };
	},
): VerifyReport {
	const { bundle, crypto, decode = true, done } = options;
	const { signature, head, tail } = done?.lists ?? verifyLists(options);
	const data = noFindings();
	const archive = done ?? { plan: planArchiveCheck(bundle, { decode }), parts: undefined };
	verifyArchive(bundle, archive, { crypto, found: data });
	const all = [head, data, tail];
	return {
		faults: all.flatMap(({ faults }) => faults),
		notes: all.flatMap(({ notes }) => notes),
		checkedCount: data.checkedCount + tail.checkedCount,
		checkedBytes: data.checkedBytes + tail.checkedBytes,
		signature,
	};
}

function noFindings(): Findings {
	return { faults: [], notes: [], checkedCount: 0, checkedBytes: 0 };
}
