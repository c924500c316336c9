// Opening a zip of 100,000 entries for look-ups, beside yauzl, which lists them.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import yauzl from 'yauzl';
import { createZipWriter, openZip } from '../../dist/formats/index.js';
import { openFile } from '../../dist/node/index.js';
import { compare, line, ms } from './measure.mjs';

const ENTRY_COUNT = 100_000;
const RUNS = 3;

function listWithYauzl(path) {
	return new Promise((resolve, reject) => {
		yauzl.open(path, { lazyEntries: true }, (error, zip) => {
			if (error) return reject(error);
			const names = new Map();
			zip.on('entry', (entry) => {
				names.set(entry.fileName, entry);
				zip.readEntry();
			});
			zip.on('end', () => resolve(names));
			zip.on('error', reject);
			zip.readEntry();
		});
	});
}

export async function benchZip() {
	const folder = mkdtempSync(join(tmpdir(), 'livemount-bench-'));
	try {
		const path = join(folder, 'many.zip');
		const file = openSync(path, 'w');
		const writer = createZipWriter((part) => writeSync(file, part));
		const name = (at) => `${at.toString(16).padStart(8, '0').repeat(5)}`;
		for (let at = 0; at < ENTRY_COUNT; at++) writer.add(name(at), Buffer.from(`content of ${at}`));
		writer.finish();
		closeSync(file);
		let readBytes = 0;
		const times = await compare(RUNS, {
			ours: () => {
				const access = openFile(path);
				readBytes = 0;
				const counted = {
					name: access.name,
					sizeBytes: access.sizeBytes,
					read(offset, length) {
						readBytes += length;
						return access.read(offset, length);
					},
					close: () => access.close(),
				};
				const zip = openZip(counted);
				if (!zip.find(name(777)) || zip.entries.length !== ENTRY_COUNT) throw new Error('not found');
				zip.close();
			},
			peer: async () => {
				if (!(await listWithYauzl(path)).has(name(777))) throw new Error('not found');
			},
		});
		const { ours, peer } = times;
		console.log(`zip: ${ENTRY_COUNT} entries`);
		line(
			'open, check all hazards, ready for look-ups',
			`${ms(ours.median)}, best ${ms(ours.best)}, ${ms(ours.processor)} of processor, ${(readBytes / 1e6).toFixed(1)} MB read; ` +
				`yauzl lists in ${ms(peer.median)}; goal 300 ms`,
		);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
