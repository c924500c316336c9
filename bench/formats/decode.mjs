// Decoding stored resources (deciphering and LZ4) in WebAssembly and in plain TypeScript, beside liblz4 itself.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeResource, encodeResource, lz4Decode, xteaCtr } from '../../dist/formats/index.js';
import { compare, createRandom, line, rate } from './measure.mjs';

const RUNS = 15;

/** Resources as games have them: text, numbers in a row, pictures with plain areas. Together about 12 MB. */
function makeResources() {
	const random = createRandom(5);
	const words = Array.from({ length: 400 }, () => Math.floor(random() * 1e9).toString(36));
	const resources = [];
	for (let at = 0; at < 240; at++) {
		const size = Math.floor(4000 * Math.exp(random() * 4));
		const bytes = new Uint8Array(size);
		if (at % 3 === 0) {
			let text = '';
			while (text.length < size) text += `${words[Math.floor(random() * words.length)]} = ${at % 10}\n`;
			bytes.set(Buffer.from(text).subarray(0, size));
		} else if (at % 3 === 1) {
			const floats = new Float32Array(size >> 2);
			for (let i = 0; i < floats.length; i++) floats[i] = Math.round(Math.sin(i / 50) * 40) / 8;
			bytes.set(new Uint8Array(floats.buffer));
		} else {
			for (let i = 0, value = 0; i < size; i++) {
				if (random() < 0.06) value = Math.floor(random() * 256);
				bytes[i] = value;
			}
		}
		resources.push(bytes);
	}
	return resources;
}

/** Decompression speed in GB/s that the lz4 program measures of itself; undefined where it is not installed. */
function nativeRate(bytes) {
	const folder = mkdtempSync(join(tmpdir(), 'livemount-bench-'));
	try {
		const file = join(folder, 'all');
		writeFileSync(file, bytes);
		const { stderr, stdout } = spawnSync('lz4', ['-b9', '-i1', file], { encoding: 'utf8' });
		// Two rates a line: packing, then unpacking; the last line is the final one.
		const found = [...`${stdout ?? ''}${stderr ?? ''}`.matchAll(/MB\/s\s*,\s*([\d.]+)\s*MB\/s/g)].at(-1);
		return found ? Number(found[1]) / 1000 : undefined;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export async function benchDecode() {
	const raw = makeResources();
	const bytes = raw.reduce((sum, { length }) => sum + length, 0);
	for (const encrypted of [false, true]) {
		const stored = raw
			.map((resource) => ({
				...encodeResource({ raw: resource, compress: true, encrypt: encrypted }),
				size: resource.length,
			}))
			.filter(({ compressed }) => compressed);
		const unpacked = stored.reduce((sum, { size }) => sum + size, 0);
		const packed = stored.reduce((sum, { stored: { length } }) => sum + length, 0);
		const times = await compare(RUNS, {
			module: () => {
				for (const { stored: bytes, size } of stored) {
					decodeResource({ stored: bytes, sizeBytes: size, compressed: true, encrypted, name: 'bench' });
				}
			},
			plain: () => {
				for (const { stored: bytes, size } of stored) lz4Decode(encrypted ? xteaCtr(bytes) : bytes, size, 'bench');
			},
		});
		const native = nativeRate(Buffer.concat(raw));
		console.log(
			`decode: ${stored.length} resources, ${(unpacked / 1e6).toFixed(1)} MB from ${(packed / 1e6).toFixed(1)} MB${encrypted ? ', enciphered' : ''}`,
		);
		const peer = native ? `liblz4 unpacks at ${native.toFixed(2)} GB/s` : 'the lz4 program is not installed';
		const { module, plain } = times;
		const figures = (time) =>
			`${rate(unpacked, time.median)} by clock, best ${rate(unpacked, time.best)}, ${rate(unpacked, time.processor)} by processor`;
		line('WebAssembly', `${figures(module)}; ${peer}; goal 1 GB/s`);
		line('plain TypeScript', `${figures(plain)}; goal 0.30 GB/s`);
	}
	if (bytes < 1e6) throw new Error('too little was decoded');
}
