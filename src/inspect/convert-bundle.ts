import type { Crypto } from '../bytes/index.ts';
import {
	type ArchiveEntry,
	type ArchiveIndex,
	type ArchiveIndexVersion,
	type Bundle,
	FormatError,
	type ManifestVersion,
	publicKeyOf,
	writeArchiveIndex,
} from '../formats/index.ts';
import type { ContentPack } from './content-pack.ts';
import { convertManifest, type ManifestTarget } from './convert-manifest.ts';

/** What a bundle is to become. What is left out stays. */
export type ConvertTarget = Omit<ManifestTarget, 'version' | 'archiveIdentifier'> & {
	readonly indexVersion?: ArchiveIndexVersion | undefined;
	readonly manifestVersion?: ManifestVersion | undefined;
};

/** The files of a bundle that a conversion writes anew; its settings and archive data stay as they are. */
export type ConvertedBundle = {
	readonly index: Uint8Array;
	readonly manifest: Uint8Array;
	/** Undefined when the manifest is unsigned: then a key would make engines refuse it. */
	readonly publicKey: Uint8Array | undefined;
	/** For each pack its manifest; undefined for those without one. */
	readonly packManifests: readonly (Uint8Array | undefined)[];
	readonly notes: readonly string[];
};

/** An index in another version. @throws FormatError `limit` for an offset the version cannot hold */
export function convertIndex(index: ArchiveIndex, version: ArchiveIndexVersion, crypto: Crypto): Uint8Array {
	const entries: ArchiveEntry[] = [];
	for (let at = 0; at < index.entryCount; at++) entries.push(index.entryAt(at));
	return writeArchiveIndex({ version, entries, crypto });
}

/**
 * Converts a bundle and the content published with it between the layouts of all engines. The archive data is the same in
 * all of them.
 *
 * @throws FormatError `unrepresentable`, also for versions that no engine reads together; `limit`, `invalid-key`
 */
export function convertBundle(options: {
	bundle: Bundle;
	packs: readonly ContentPack[];
	target: ConvertTarget;
	crypto: Crypto;
}): ConvertedBundle {
	const { bundle, packs, target, crypto } = options;
	const { indexVersion: wantedIndex, manifestVersion: wantedManifest, ...rest } = target;
	const { indexVersion, manifestVersion: version } = matchVersions(bundle, { wantedIndex, wantedManifest });
	const index =
		indexVersion === bundle.index.version ? bundle.index.fileBytes : convertIndex(bundle.index, indexVersion, crypto);
	const about = { bundle, packs, crypto };
	const md5 = index.slice(32, 48);
	const own = convertManifest({
		...about,
		manifest: bundle.manifest,
		target: { ...rest, version, archiveIdentifier: bundle.manifest.archiveIdentifier && md5 },
	});
	const published = packs.map(
		({ manifest }) =>
			manifest &&
			convertManifest({
				...about,
				manifest,
				target: { ...rest, version, archiveIdentifier: manifest.archiveIdentifier && md5 },
			}),
	);
	const notes = new Set([...own.notes, ...published.flatMap((made) => made?.notes ?? [])]);
	const signed = bundle.manifest.signature.length > 0;
	if (signed && !own.signatureKept && !target.privateKey && !target.unsigned) {
		notes.add('the manifest is no longer signed: what was signed has changed, and no private key was given');
	}
	return {
		index,
		manifest: own.bytes,
		publicKey: target.privateKey
			? publicKeyOf(target.privateKey, 'private key')
			: own.signatureKept
				? bundle.publicKey
				: undefined,
		packManifests: published.map((made) => made?.bytes),
		notes: [...notes],
	};
}

/** Engines read index 4 with manifests to 4, and 5 or 6 with manifest 5: what was not asked for follows what was. */
function matchVersions(
	{ index, manifest }: Bundle,
	wanted: { wantedIndex: ArchiveIndexVersion | undefined; wantedManifest: ManifestVersion | undefined },
): { indexVersion: ArchiveIndexVersion; manifestVersion: ManifestVersion } {
	const { wantedIndex, wantedManifest } = wanted;
	const manifestVersion =
		wantedManifest ??
		(wantedIndex === undefined || wantedIndex > 4 === manifest.version > 4
			? manifest.version
			: wantedIndex > 4
				? 5
				: 4);
	const fits = (version: ArchiveIndexVersion): boolean => version > 4 === manifestVersion > 4;
	const indexVersion = wantedIndex ?? (fits(index.version) ? index.version : manifestVersion > 4 ? 5 : 4);
	if (fits(indexVersion)) return { indexVersion, manifestVersion };
	throw new FormatError(
		'unrepresentable',
		`no engine reads manifest ${manifestVersion} beside index ${indexVersion}: expected index ${manifestVersion > 4 ? '5 or 6' : '4'}`,
		{ data: { manifestVersion, indexVersion } },
	);
}

/** What an engine reads: the version of its archive index and of its manifest. Undefined for what is no version of Defold. */
export function layoutsOfEngine(
	engine: string,
): { indexVersion: ArchiveIndexVersion; manifestVersion: ManifestVersion } | undefined {
	const match = /^1\.(\d+)\.(\d+)$/.exec(engine);
	if (!match) return undefined;
	const minor = Number(match[1]);
	const patch = Number(match[2]);
	if (minor > 13 || (minor === 13 && patch >= 1)) return { indexVersion: 6, manifestVersion: 5 };
	if (minor >= 5) return { indexVersion: 5, manifestVersion: 5 };
	if (minor > 2) return { indexVersion: 4, manifestVersion: 4 };
	if (minor < 2) return undefined;
	// Where between two known engines a version changed is not known; the earlier layout is taken up to the later engine.
	const manifestVersion = patch >= 185 ? 4 : patch >= 142 ? 3 : patch >= 134 ? 2 : 1;
	return { indexVersion: 4, manifestVersion };
}
