import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildReport } from '../builder/index.ts';
import { toHex } from '../bytes/index.ts';
import { BUILD_LAYOUT, type BuildRecord } from './build-layout.ts';
import type { FileDigests } from './file-digests.ts';
import { programStamp } from './program-stamp.ts';
import type { OpenedProject } from './project-files.ts';

/** A digest of everything that decides what a build is: files, options, keys, and the program itself. */
export async function fingerprintOf(options: {
	readonly project: OpenedProject;
	readonly digests: FileDigests;
	readonly publicKey: Uint8Array;
	/** All else, as JSON can hold it. */
	readonly settings: unknown;
}): Promise<string> {
	const { project, digests, publicKey, settings } = options;
	const hash = createHash('sha1').update(JSON.stringify([programStamp(), settings, toHex(publicKey)]));
	const paths = await project.list();
	const found = await Promise.all(paths.map((path) => digests.digestOf(project.fileOf(path))));
	for (const [index, path] of paths.entries()) hash.update(`${path}\0${found[index] ?? ''}\0`);
	return hash.digest('hex');
}

/** The report of the build in a folder, if it is of that fingerprint and nothing of it is missing. */
export async function findSameBuild(
	folder: string,
	fingerprint: string,
): Promise<{ record: BuildRecord; report: BuildReport } | undefined> {
	try {
		const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
		const record = (await read(BUILD_LAYOUT.mark)) as BuildRecord;
		if (record.fingerprint !== fingerprint) return undefined;
		const report = (await read(BUILD_LAYOUT.report)) as BuildReport;
		for (const { name, sizeBytes } of report.files) {
			if ((await stat(join(folder, BUILD_LAYOUT.bundle, name))).size !== sizeBytes) return undefined;
		}
		const blobs = await readdir(join(folder, BUILD_LAYOUT.excluded));
		if (blobs.length !== record.excluded.blobCount + 1) return undefined;
		const isWhole = record.packs.every((name) => existsSync(join(folder, BUILD_LAYOUT.packs, name)));
		return isWhole ? { record, report } : undefined;
	} catch {
		return undefined;
	}
}
