import { join } from 'node:path';
import { createStoreTarget, createZipTarget, type PublishTarget, type ReleaseStore } from '../publisher/index.ts';
import { createFolderStore } from './folder-store.ts';
import type { S3Options } from './s3/client.ts';
import { parseS3Url } from './s3/location.ts';
import { openS3Store } from './s3/store.ts';
import { removeLeftovers, replaceFileIfChanged } from './write-file.ts';

/** True for a place that is one zip and not a store of releases. */
export function isZipPlace(place: string): boolean {
	return !isS3Place(place) && place.toLowerCase().endsWith('.zip');
}

export function isS3Place(place: string): boolean {
	return /^s3:\/\//i.test(place);
}

/**
 * Opens a store of releases: `s3://bucket/prefix`, or a folder.
 *
 * @throws NodeError `invalid-input` for a place of another kind
 */
export async function openReleaseStore(place: string, s3: S3Options = {}): Promise<ReleaseStore> {
	return isS3Place(place) ? await openS3Store(parseS3Url(place), s3) : createFolderStore(place);
}

/** Opens what a build can be published to: `s3://bucket/prefix`, a file that ends in `.zip`, or a folder. */
export async function openPublishTarget(
	place: string,
	options: { s3?: S3Options; zipLevel?: number } = {},
): Promise<PublishTarget> {
	if (isS3Place(place)) return createStoreTarget(await openReleaseStore(place, options.s3));
	if (!isZipPlace(place)) {
		for (const folder of ['', 'releases', 'manifests', 'packs', 'channels']) await removeLeftovers(join(place, folder));
		return createStoreTarget(createFolderStore(place), { forWebServer: true });
	}
	return createZipTarget(
		{ name: place, replace: (fill) => replaceFileIfChanged(place, fill) },
		options.zipLevel === undefined ? {} : { level: options.zipLevel },
	);
}
