/**
 * Publisher: turns the excluded blobs of a build and their signed manifest into what a game fetches: a folder or bucket of
 * single objects, or one zip.
 *
 * It never builds or signs, and it writes only through an `ObjectStore` or a sink it is given.
 */
export {
	PUBLISHED_MANIFEST_NAME,
	type PublishedBlob,
	type PublishedContent,
	type PublishProgress,
} from './content.ts';
export { PublishError, type PublishErrorCode } from './error.ts';
export { type PublishReport, publishToStore } from './publish-store.ts';
export { publishZip } from './publish-zip.ts';
