import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hostFiles } from '../../publisher/index.ts';
import { createFolderStore } from '../folder-store.ts';
import { isS3Place } from '../publish-target.ts';
import type { S3Options } from '../s3/client.ts';
import { parseS3Url } from '../s3/location.ts';
import { examineReleases, examineS3 } from './examine-store.ts';
import { examineUrl } from './examine-url.ts';
import { createFindings, type Finding, type Findings } from './finding.ts';

/**
 * Examines where content is published, as a publisher and as a game see it, and says what to do about what is wrong.
 *
 * @throws NodeError `invalid-input` for a place that is none
 */
export async function examine(options: {
	/** `https://…` as games fetch it, `s3://bucket/prefix`, or a folder. */
	place: string;
	s3: S3Options;
	/** Where games fetch from, when the place is a store. */
	url: string | undefined;
	/** The page an HTML5 game is on. */
	origin: string;
	/** Key of the manifest in the place, for another channel than live. */
	manifestName?: string;
	/** The clock, in milliseconds. */
	now: number;
}): Promise<readonly Finding[]> {
	const { place, s3, url, origin, manifestName, now } = options;
	const findings = createFindings();
	const outside = { origin, findings, now, ...(manifestName === undefined ? {} : { manifestName }) };
	if (/^https?:\/\//i.test(place)) await examineUrl({ ...outside, url: place });
	else {
		if (isS3Place(place)) await examineS3({ location: parseS3Url(place), s3, url, origin, findings });
		else await examineFolder(place, findings);
		if (url !== undefined) await examineUrl({ ...outside, url });
	}
	return findings.all;
}

async function examineFolder(folder: string, findings: Findings): Promise<void> {
	const found = await stat(folder).catch(() => undefined);
	if (!found?.isDirectory()) {
		const what = found ? 'it is a file' : 'there is no such folder';
		findings.fail(
			'folder',
			`${folder}: ${what}`,
			'publish into a folder first: livemount publish <build> --to <folder>',
		);
		return;
	}
	const writable = await access(folder, constants.W_OK).then(
		() => true,
		() => false,
	);
	if (writable) findings.ok('folder', 'can be written');
	else findings.fail('folder', 'cannot be written', 'give the user who publishes the right to write it');
	for (const name of hostFiles().keys()) {
		const there = await stat(join(folder, name)).catch(() => undefined);
		if (there) findings.ok(name, 'is there');
		else
			findings.warn(
				name,
				'is not there',
				'publishing again writes it; without it the web server must know the MIME type itself',
			);
	}
	await examineReleases(createFolderStore(folder), findings);
}
