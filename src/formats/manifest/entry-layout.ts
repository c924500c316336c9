import type { ManifestVersion } from './manifest.ts';

/** Field numbers of ResourceEntry in one of its two layouts. Source: formats of engines ≤ 1.4.x and ≥ 1.5.0. */
export type EntryLayout = {
	readonly hash: number;
	readonly url: number;
	readonly urlHash: number;
	readonly flags: number;
	readonly dependants: number;
	/** 0 where the layout has no such field. */
	readonly size: number;
	readonly compressedSize: number;
	/** Digests as messages, indices into the manifest, or url hashes. */
	readonly dependantForm: 'digest' | 'index' | 'url-hash';
};

const BEFORE_5 = { url: 1, urlHash: 2, hash: 3, dependants: 4, flags: 5, size: 0, compressedSize: 0 } as const;

const LAYOUTS: Readonly<Record<ManifestVersion, EntryLayout>> = {
	1: { ...BEFORE_5, dependantForm: 'digest' },
	2: { ...BEFORE_5, dependantForm: 'digest' },
	3: { ...BEFORE_5, dependantForm: 'digest' },
	4: { ...BEFORE_5, dependantForm: 'index' },
	5: {
		hash: 1,
		url: 2,
		urlHash: 3,
		size: 4,
		compressedSize: 5,
		flags: 6,
		dependants: 7,
		dependantForm: 'url-hash',
	},
};

export function entryLayout(version: ManifestVersion): EntryLayout {
	return LAYOUTS[version];
}
