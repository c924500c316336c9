import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildResult, PlannedPack } from '../builder/index.ts';
import { createZipWriter } from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME } from '../publisher/index.ts';

/** Writes packs as live-update zips into a folder, and gives their names. */
export async function writePacks(
	folder: string,
	packs: readonly PlannedPack[],
	result: Pick<BuildResult, 'excluded' | 'manifestOf'>,
): Promise<string[]> {
	if (packs.length === 0) return [];
	await mkdir(folder);
	const blobs = new Map(result.excluded.map((blob) => [blob.hexDigest, blob]));
	const names: string[] = [];
	for (const pack of packs) {
		const name = `${pack.name}.zip`;
		const file = await open(join(folder, name), 'wx');
		try {
			let parts: Uint8Array[] = [];
			const writer = createZipWriter((bytes) => parts.push(bytes));
			const flush = async (): Promise<void> => {
				for (const part of parts.splice(0)) await file.writeFile(part);
				parts = [];
			};
			for (const hexDigest of pack.hexDigests) {
				const blob = blobs.get(hexDigest);
				if (blob) writer.add(hexDigest, blob.bytes, { level: 0 });
				await flush();
			}
			writer.add(PUBLISHED_MANIFEST_NAME, result.manifestOf(new Set(pack.paths)), { level: 0 });
			writer.finish();
			await flush();
		} finally {
			await file.close();
		}
		names.push(name);
	}
	return names;
}
