/**
 * Publisher: turns the excluded blobs of a build and their manifest into what games fetch: a store of releases with channels
 * that point to them, or one zip.
 *
 * It never builds, and it writes only through a `ReleaseStore` or a sink it is given.
 */
export { type ChannelReport, promoteRelease, rollbackChannel } from './channels.ts';
export {
	PUBLISHED_MANIFEST_NAME,
	type PublishedBlob,
	type PublishedContent,
	type PublishedPack,
	type PublishProgress,
} from './content.ts';
export { PublishError, type PublishErrorCode } from './error.ts';
export { hostFiles } from './host-files.ts';
export { channelManifestKey, DEFAULT_CHANNEL, headersOf } from './layout.ts';
export { type ListedRelease, listReleases, type ReleaseList } from './list-releases.ts';
export type { SigningKeys } from './number-manifest.ts';
export { type PrunePlan, planPrune, pruneStore } from './prune.ts';
export { type PublishOptions, type PublishReport, publishRelease } from './publish-release.ts';
export type { LargeSource, ReleaseStore, StoredObject } from './release-store.ts';
export {
	bucketPolicy,
	type CorsRule,
	corsRules,
	corsXml,
	iamPolicy,
	type PolicyDocument,
	type PolicyPlace,
	type S3Action,
} from './s3-policies.ts';
export {
	createStoreTarget,
	createZipTarget,
	type PublishTarget,
	type TargetOptions,
	type TargetReport,
	type ZipFile,
} from './target.ts';
export { type InstalledBundle, verifyAgainst, verifyKeys } from './verify-installed.ts';
