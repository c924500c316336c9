import { FormatError, type Manifest, readManifest, type ZipArchive } from '../formats/index.ts';
import { LIVE_UPDATE_MANIFEST_NAME } from '../resource/index.ts';

/** Published content beside a bundle: a live-update zip, or a folder with one file a blob. */
export type ContentPack = {
	/** For messages and reports. */
	readonly name: string;
	/** The manifest published with it, where there is one. */
	readonly manifest: Manifest | undefined;
	/** Every file but the manifest. */
	names(): Iterable<string>;
	/** Size with the 16-byte header; undefined when there is no such file. */
	sizeBytes(name: string): number | undefined;
	/** The whole file, header included. */
	read(name: string): Uint8Array;
};

/** A live-update zip as a pack. @throws FormatError when its manifest cannot be read */
export function createZipPack(zip: ZipArchive): ContentPack {
	const listed = zip.find(LIVE_UPDATE_MANIFEST_NAME);
	return {
		name: zip.name,
		manifest: listed && readManifest(zip.read(listed), `${LIVE_UPDATE_MANIFEST_NAME} in ${zip.name}`),
		*names() {
			for (const { name } of zip.entries) if (name !== LIVE_UPDATE_MANIFEST_NAME) yield name;
		},
		sizeBytes: (name) => zip.find(name)?.sizeBytes,
		read(name) {
			const entry = zip.find(name);
			if (entry) return zip.read(entry);
			throw new FormatError('missing-file', `${zip.name}: expected an entry ${name}, found none`, {
				data: { name: zip.name, expected: name },
			});
		},
	};
}
