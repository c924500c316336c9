import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { concatBytes } from '../bytes/index.ts';
import { portableCrypto as crypto } from '../formats/index.ts';
import { PUBLISHED_MANIFEST_NAME } from './content.ts';
import { publishZip } from './publish-zip.ts';
import { contentOf, sampleBuild } from './publishing-contract.ts';

const release = sampleBuild({ room: 'room', picture: 'picture '.repeat(500) });

describe('publishZip()', () => {
	const zipped = async (level: 0 | 1 | 9): Promise<Uint8Array> => {
		const parts: Uint8Array[] = [];
		await publishZip({
			content: contentOf(release),
			crypto,
			level,
			write: async (bytes) => void parts.push(bytes.slice()),
		});
		return concatBytes(parts);
	};

	it.each([0, 1, 9] as const)('writes a zip at level %i that another library reads', async (level) => {
		const entries = await readWithYauzl(await zipped(level));
		expect([...entries.keys()].sort()).toEqual([...release.blobs.keys(), PUBLISHED_MANIFEST_NAME].sort());
		for (const [name, bytes] of release.blobs) expect(new Uint8Array(entries.get(name) as Buffer)).toEqual(bytes);
		expect(new Uint8Array(entries.get(PUBLISHED_MANIFEST_NAME) as Buffer)).toEqual(release.publishedManifest);
	});

	it('gives the same bytes again', async () => {
		expect(await zipped(1)).toEqual(await zipped(1));
	});
});

function readWithYauzl(bytes: Uint8Array): Promise<Map<string, Buffer>> {
	return new Promise((resolve, reject) => {
		yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
			if (error) return reject(error);
			const entries = new Map<string, Buffer>();
			zip.on('entry', (entry: yauzl.Entry) => {
				zip.openReadStream(entry, (streamError, stream) => {
					if (streamError) return reject(streamError);
					const parts: Buffer[] = [];
					stream.on('data', (part: Buffer) => parts.push(part));
					stream.on('end', () => {
						entries.set(entry.fileName, Buffer.concat(parts));
						zip.readEntry();
					});
				});
			});
			zip.on('end', () => resolve(entries));
			zip.on('error', reject);
			zip.readEntry();
		});
	});
}
