// A manifest of 100,000 entries: reading it and making it ready for look-ups, beside a plain decode by protobufjs.
import protobuf from 'protobufjs';
import { hash64, toHex } from '../../dist/bytes/index.js';
import { readManifest, writeManifest } from '../../dist/formats/index.js';
import { nodeCrypto } from '../../dist/node/index.js';
import { compare, createRandom, line, ms } from './measure.mjs';

const ENTRY_COUNT = 100_000;
const RUNS = 9;
const LOOKUPS = 2_000_000;

const PROTO = `
syntax = "proto2";
message HashDigest { required bytes data = 1; }
message ManifestHeader {
	required uint32 resource_hash_algorithm = 1;
	required uint32 signature_hash_algorithm = 2;
	required uint32 signature_sign_algorithm = 3;
	required HashDigest project_identifier = 4;
}
message ResourceEntry {
	required HashDigest hash = 1;
	required string url = 2;
	required uint64 url_hash = 3;
	required uint32 size = 4;
	required uint32 compressed_size = 5;
	required uint32 flags = 6;
	repeated uint64 dependants = 7;
}
message ManifestData {
	required ManifestHeader header = 1;
	repeated HashDigest engine_versions = 2;
	repeated ResourceEntry resources = 3;
}
message ManifestFile {
	required bytes data = 1;
	required bytes signature = 2;
	optional bytes archive_identifier = 3;
	optional uint32 version = 4;
}`;

function makeManifest(blank) {
	const random = createRandom(3);
	const urls = Array.from({ length: ENTRY_COUNT }, (_, at) => `/game/world_${at % 97}/part_${at}/thing.texturec`);
	const entries = urls.map((url) => ({
		url: blank ? '' : url,
		urlHash: hash64(url),
		hexDigest: toHex(nodeCrypto.digest('sha1', Buffer.from(url))),
		flags: 1,
		sizeBytes: Math.floor(random() * 1e6),
		compressedSizeBytes: random() < 0.5 ? Math.floor(random() * 1e5) : undefined,
		dependants: [],
	}));
	const bytes = writeManifest({
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: new Uint8Array(20),
		engineVersions: [],
		entries,
	});
	return { bytes, urls };
}

/** Bytes held by what `make` returns, beyond its input. */
function memoryOf(make) {
	globalThis.gc?.();
	const before = process.memoryUsage();
	const kept = make();
	globalThis.gc?.();
	const after = process.memoryUsage();
	if (!kept) throw new Error('nothing was made');
	return after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
}

export async function benchManifest() {
	const { root } = protobuf.parse(PROTO);
	const File = root.lookupType('ManifestFile');
	const Data = root.lookupType('ManifestData');
	for (const blank of [false, true]) {
		const { bytes, urls } = makeManifest(blank);
		const wanted = urls[4711];
		const times = await compare(RUNS, {
			ours: () => {
				if (!readManifest(bytes, 'bench').find(hash64(wanted))) throw new Error('not found');
			},
			peer: () => {
				if (Data.decode(File.decode(bytes).data).resources.length !== ENTRY_COUNT) throw new Error('not all');
			},
		});
		const { ours, peer } = times;
		console.log(
			`manifest: ${ENTRY_COUNT} entries, ${(bytes.length / 1e6).toFixed(1)} MB, urls ${blank ? 'blank' : 'in it'}`,
		);
		line(
			'read and ready for look-ups',
			`${ms(ours.median)}; protobufjs decodes in ${ms(peer.median)}; ${(ours.median / peer.median).toFixed(2)} by clock, ` +
				`${(ours.processor / peer.processor).toFixed(2)} by processor, goal at most 0.50`,
		);
		if (!globalThis.gc) console.log('  memory is not measured: run node with --expose-gc');
		else {
			const held = memoryOf(() => readManifest(bytes, 'bench'));
			const peerHeld = memoryOf(() => Data.decode(File.decode(bytes).data));
			line(
				'memory beyond the file',
				`${(held / ENTRY_COUNT).toFixed(0)} bytes an entry; protobufjs ${(peerHeld / ENTRY_COUNT).toFixed(0)}; goal at most 120`,
			);
		}
		const manifest = readManifest(bytes, 'bench');
		const map = new Map(urls.map((url, at) => [url, at]));
		// Texts that are made anew, as paths from a game are: a text seen before has its hash for a Map stored with it.
		const texts = Array.from({ length: LOOKUPS }, (_, at) => Buffer.from(urls[(at * 7919) % ENTRY_COUNT]).toString());
		const found = { ours: 0, peer: 0 };
		const search = await compare(5, {
			ours: () => {
				for (let at = 0; at < LOOKUPS; at++) if (manifest.indexOf(hash64(texts[at])) >= 0) found.ours++;
			},
			peer: () => {
				for (let at = 0; at < LOOKUPS; at++) if (map.has(texts[at])) found.peer++;
			},
		});
		if (found.ours !== found.peer) throw new Error('not all were found');
		const million = (time) => `${(LOOKUPS / 1000 / time).toFixed(2)} million/s`;
		line(
			'look-up by path',
			`${million(search.ours.median)} by clock, best ${million(search.ours.best)}, ${million(search.ours.processor)} by processor; ` +
				`a Map of the paths ${million(search.peer.median)}; goal 2 million/s`,
		);
	}
}
