import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinaryString, memoryAccess, toBinaryString } from '../bytes/index.ts';
import {
	type Bundle,
	decodeResource,
	LIVE_UPDATE_HEADER_BYTES,
	LuaModuleSchema,
	openBundle,
	openZip,
	readLiveUpdateHeader,
	readMessage,
} from '../formats/index.ts';
import type { MemoryFiles } from './memory-project-contract.ts';

/** Opens a published bundle of the corpus. */
export function openPublished(folder: string): Bundle {
	const file = (name: string): string =>
		existsSync(join(folder, 'archive', name)) ? join(folder, 'archive', name) : join(folder, name);
	return openBundle({
		name: folder,
		open: (name) => (existsSync(file(name)) ? memoryAccess(readFileSync(file(name)), name) : undefined),
	});
}

/** Decoded resources of a published bundle by path, with those of the live-update zip beside it. */
export function readPublished(folder: string): Map<string, Uint8Array> {
	const { manifest, index, data } = openPublished(folder);
	const zipFile = join(folder, 'resources.zip');
	const zip = existsSync(zipFile) ? openZip(memoryAccess(readFileSync(zipFile), zipFile)) : undefined;
	const resources = new Map<string, Uint8Array>();
	for (let at = 0; at < manifest.entryCount; at++) {
		const { url, hexDigest } = manifest.entryAt(at);
		const entry = index.find(hexDigest);
		if (entry) {
			const { sizeBytes, compressedSizeBytes, encrypted } = entry;
			const stored = data.read(entry.offset, compressedSizeBytes ?? sizeBytes);
			const compressed = compressedSizeBytes !== undefined;
			resources.set(url, decodeResource({ stored, sizeBytes, compressed, encrypted, name: url }).slice());
			continue;
		}
		const packed = zip?.find(hexDigest);
		if (zip && packed) {
			const blob = zip.read(packed);
			const { sizeBytes, compressed, encrypted } = readLiveUpdateHeader(blob, url);
			const stored = blob.subarray(LIVE_UPDATE_HEADER_BYTES);
			resources.set(url, decodeResource({ stored, sizeBytes, compressed, encrypted, name: url }).slice());
		}
	}
	return resources;
}

/** Scripts that a published bundle has and the project's folder lacks: their text, with what they declare put in front. */
export function publishedScripts(published: ReadonlyMap<string, Uint8Array>): MemoryFiles {
	const files: Record<string, Uint8Array> = {};
	for (const [path, bytes] of published) {
		if (!/\.(script|gui_script|render_script|lua)c$/.test(path) || path.startsWith('/builtins/')) continue;
		const { source, properties } = readMessage(LuaModuleSchema, bytes, path);
		const text = toBinaryString(source?.script ?? new Uint8Array());
		const values = properties?.floatValues ?? [];
		const declared = (properties?.numberEntries ?? [])
			.filter((entry) => !text.includes(`go.property("${entry.key}"`))
			.map((entry) => `go.property("${entry.key}", ${values[entry.index]}) `);
		files[path.slice(0, -1)] = fromBinaryString(declared.join('') + text);
	}
	return files;
}
