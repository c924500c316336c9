import { describe, expect, test } from 'vitest';
import { LivemountError, memoryAccess } from '../bytes/index.ts';
import { assembleSplitArchive, type Bundle, openBundle, readSplitArchiveList } from '../formats/index.ts';
import { REAL_BUNDLES, readRealFile, WITHOUT_CORPUS } from '../formats/real-bundles-contract.ts';
import { nodeCrypto as crypto } from '../node/crypto.ts';
import { planArchiveCheck } from './verify-archive.ts';
import { verifyBundle, verifyLists } from './verify-bundle.ts';

const LIST = 'archive_files.json';

/** Places to change in a file: where its structures begin and end, and some in between. */
function placesIn(file: string, sizeBytes: number): number[] {
	const spread = (count: number, from = 0): number[] =>
		Array.from({ length: count }, (_, at) => from + Math.floor((at * (sizeBytes - from)) / count));
	const last = (count: number): number[] => Array.from({ length: count }, (_, at) => sizeBytes - 1 - at);
	const places: Readonly<Record<string, readonly number[]>> = {
		'game.arci': [...Array.from({ length: 48 }, (_, at) => at), ...spread(30, 48), ...last(16)],
		// Its head has the data's length, the header and engine versions; its end signature, identifier and version.
		'game.dmanifest': [...Array.from({ length: 50 }, (_, at) => at), ...spread(40, 50), ...last(30)],
		'game.public.der': spread(24),
		'game.arcd': [0, ...spread(5), sizeBytes - 1],
		[LIST]: spread(90),
	};
	return [...new Set(places[file] ?? [])].filter((at) => at >= 0 && at < sizeBytes);
}

/** What tells that something is wrong, and where. */
function complaints(open: () => Bundle): string[] {
	try {
		const bundle = open();
		// Most faults are found without reading the data.
		const plan = planArchiveCheck(bundle, { decode: false });
		const early = verifyBundle({
			bundle,
			crypto,
			decode: false,
			done: { lists: verifyLists({ bundle, crypto, decode: false }), plan, parts: [] },
		});
		const report = early.faults.length > 0 ? early : verifyBundle({ bundle, crypto, decode: false });
		return report.faults.map(({ code, where, message }) => `${where}: ${code}: ${message}`);
	} catch (error) {
		if (!(error instanceof LivemountError)) throw error;
		return [error.message];
	}
}

/** The parts of a bundle that a change of one may be told at: a key and a signature are one thing, a list and its pieces too. */
function namesOf(file: string): RegExp {
	if (file === 'game.public.der') return /public\.der|key|signature/;
	return file === LIST ? /./ : new RegExp(file.replaceAll('.', '\\.'));
}

describe.skipIf(REAL_BUNDLES.length === 0)(`one changed byte (${REAL_BUNDLES.length || WITHOUT_CORPUS})`, () => {
	test.each(REAL_BUNDLES)(
		'of %s is found and named, wherever it is',
		(name) => {
			const listBytes = readRealFile(name, `archive/${LIST}`);
			const pieces = new Map<string, Uint8Array>();
			const list = readSplitArchiveList(new TextDecoder().decode(listBytes), LIST);
			const files = assembleSplitArchive(list, (piece) => {
				const bytes = readRealFile(name, `archive/${piece}`);
				pieces.set(piece, bytes);
				return bytes;
			});
			const openWith = (all: ReadonlyMap<string, Uint8Array>): Bundle =>
				openBundle({
					name,
					crypto,
					open(file) {
						const bytes = all.get(file);
						return bytes && memoryAccess(bytes, file);
					},
				});
			expect(complaints(() => openWith(files))).toEqual([]);
			const unfound: string[] = [];
			for (const [file, bytes] of [...files, [LIST, listBytes] as const]) {
				for (const at of placesIn(file, bytes.length)) {
					const changed = new Uint8Array(bytes);
					changed[at] = (changed[at] as number) ^ (at % 3 === 0 ? 0x80 : at % 3 === 1 ? 0x01 : 0xff);
					const all = new Map([...(file === LIST ? pieces : files), [file, changed] as const]);
					const told = complaints(() => openWith(all));
					if (!told.some((text) => namesOf(file).test(text))) unfound.push(`${file} at ${at}: ${told.join('; ')}`);
				}
			}
			expect(unfound).toEqual([]);
		},
		60_000,
	);
});
