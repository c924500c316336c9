/** What lies in the folder that a build makes. */
export const BUILD_LAYOUT = {
	/** Says that the folder is a build, and of what. */
	mark: 'build.json',
	/** What players install. */
	bundle: 'bundle',
	/** What is published: blobs by digest and the manifest. */
	excluded: 'excluded',
	/** The same as zips, when packs were asked for. */
	packs: 'packs',
	/** Everything about the build, for people and tools. */
	report: 'report.json',
	/** The key pair that signs, unless the caller brought one. Not to be published. */
	keys: 'keys',
} as const;

/** What `build.json` says. */
export type BuildRecord = {
	readonly livemount: 1;
	readonly title: string;
	readonly engineVersion: string;
	readonly variant: 'debug' | 'release';
	/** SHA-1 of the manifest; changes with any content. */
	readonly release: string;
	/** Of the files, options and keys that it was made of. */
	readonly fingerprint: string;
	readonly bundle: { readonly fileCount: number; readonly sizeBytes: number };
	readonly excluded: { readonly blobCount: number; readonly sizeBytes: number };
	/** Names of the zips. */
	readonly packs: readonly string[];
};
