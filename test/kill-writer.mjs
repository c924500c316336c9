// Stores resources without end and prints each digest once it is promised to be safe, until it is killed.
// Arguments: the folder, the number of this run. Run from the tests, on the built package.
import { createHash } from 'node:crypto';
import {
	encodeResource,
	projectIdentifier,
	readManifest,
	writeLiveUpdateHeader,
	writeManifest,
} from '../dist/formats/index.js';
import { createLiveUpdate } from '../dist/liveupdate/index.js';
import { nodeCrypto as crypto, openFolderStorage } from '../dist/node/index.js';
import { createMounts } from '../dist/resource/index.js';

const [folder, run] = process.argv.slice(2);
const manifestBytes = writeManifest(
	{
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: projectIdentifier('kill', crypto),
		engineVersions: [],
		entries: [],
	},
	() => new Uint8Array(),
);
const live = await createLiveUpdate({
	era: 'B',
	mounts: createMounts(),
	bundle: { manifest: readManifest(manifestBytes, 'game.dmanifest'), index: undefined, publicKey: undefined },
	storage: await openFolderStorage(folder),
	crypto,
	providers: new Map(),
	log: ({ severity, message }) => {
		if (severity === 'error' || severity === 'warning') process.stdout.write(`fault ${message}\n`);
	},
});
for (const { hexDigest } of live.storedResources()) process.stdout.write(`there ${hexDigest}\n`);
process.stdout.write('ready\n');

for (let round = 0; ; round++) {
	await Promise.all(
		Array.from({ length: 1 + (round % 7) }, async (_, at) => {
			const raw = Buffer.alloc(50 + ((round * 997 + at * 131) % 20_000), `${run}/${round}/${at} `);
			const { stored, compressed } = encodeResource({ raw, compress: round % 2 === 0, encrypt: false });
			const header = writeLiveUpdateHeader({ sizeBytes: raw.length, encrypted: false, compressed, liveUpdate: true });
			const hexDigest = createHash('sha1').update(stored).digest('hex');
			await live.storeResource({ hexDigest, bytes: Buffer.concat([header, stored]) });
			process.stdout.write(`stored ${hexDigest}\n`);
		}),
	);
	// Now and then room is given back, which writes everything anew.
	if (round % 9 === 8) {
		const gone = live.storedResources()[0].hexDigest;
		process.stdout.write(`removing ${gone}\n`);
		await live.removeResources([gone]);
	}
}
