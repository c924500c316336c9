/**
 * Defold's live update changed twice. One era is chosen when a game starts and never mixed:
 *
 * - A (engines up to 1.4.x): single resources and one archive, active after a restart;
 * - B (1.5.0 to 1.12.x): a list of mounts kept across starts, the functions of era A on top;
 * - C (from 1.13.0): mounts only, forgotten at the end of the session.
 */
export type Era = 'A' | 'B' | 'C';

/** What differs between the eras, in one place. */
export type EraRules = {
	/** The engine a game is told it runs on, unless set. */
	readonly engineVersion: string;
	/** `liveupdate.add_mount` and its kin exist. */
	readonly hasMounts: boolean;
	/** `store_resource`, `store_manifest`, `store_archive`, `missing_resources` exist. */
	readonly hasLegacyApi: boolean;
	/** Mounts and stored content survive the session. */
	readonly persistsMounts: boolean;
	/** A stored manifest or archive is used at once, not after a restart. */
	readonly appliesAtOnce: boolean;
	/** `bundle.ver` marks the bundle to which a stored manifest belongs. */
	readonly keepsBundleVersion: boolean;
	/** Mount names are strings in scripts; hashes in era C. */
	readonly mountNamesAreHashes: boolean;
	/** The most characters of a mount's name; `undefined` where only its hash is kept. */
	readonly mountNameLimit: number | undefined;
	/** `collectionproxy.set_collection` exists. */
	readonly hasSetCollection: boolean;
	/** What a script gets when a manifest does not list the running engine. */
	readonly engineMismatchResult: 'ENGINE_VERSION_MISMATCH' | 'VERSION_MISMATCH';
	/** Version of the index of the device's own archive. */
	readonly mutableIndexVersion: 4 | 5;
};

const RULES: Readonly<Record<Era, EraRules>> = {
	A: {
		engineVersion: '1.4.7',
		hasMounts: false,
		hasLegacyApi: true,
		persistsMounts: false,
		appliesAtOnce: false,
		keepsBundleVersion: true,
		mountNamesAreHashes: false,
		mountNameLimit: undefined,
		hasSetCollection: false,
		engineMismatchResult: 'ENGINE_VERSION_MISMATCH',
		mutableIndexVersion: 4,
	},
	B: {
		engineVersion: '1.11.2',
		hasMounts: true,
		hasLegacyApi: true,
		persistsMounts: true,
		appliesAtOnce: true,
		keepsBundleVersion: false,
		mountNamesAreHashes: false,
		mountNameLimit: 64,
		hasSetCollection: true,
		engineMismatchResult: 'VERSION_MISMATCH',
		mutableIndexVersion: 5,
	},
	C: {
		engineVersion: '1.13.0',
		hasMounts: true,
		hasLegacyApi: false,
		persistsMounts: false,
		appliesAtOnce: true,
		keepsBundleVersion: false,
		mountNamesAreHashes: true,
		mountNameLimit: undefined,
		hasSetCollection: true,
		engineMismatchResult: 'VERSION_MISMATCH',
		mutableIndexVersion: 5,
	},
};

export function eraRules(era: Era): EraRules {
	return RULES[era];
}
