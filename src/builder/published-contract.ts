import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
import type { BuildResult } from './build-project.ts';
import { graphFacts } from './compile-unit.ts';
import type { GraphFacts } from './graph.ts';
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
	const zipFile = join(folder, 'resources.zip');
	const zip = existsSync(zipFile) ? openZip(memoryAccess(readFileSync(zipFile), zipFile)) : undefined;
	return readResources(openPublished(folder), (hexDigest) => {
		const packed = zip?.find(hexDigest);
		return packed && zip?.read(packed);
	});
}

/** What the graph has to know of a decoded resource. */
export function factsIn(resources: ReadonlyMap<string, Uint8Array>, path: string): GraphFacts | undefined {
	const bytes = resources.get(path);
	return bytes && graphFacts(path, bytes);
}

/** Decoded resources of what was just built, by path: those of the bundle and those that were left out of it. */
export function readBuilt(result: BuildResult): Map<string, Uint8Array> {
	const blobs = new Map(result.excluded.map(({ hexDigest, bytes }) => [hexDigest, bytes]));
	const bundle = openBundle({
		name: 'built',
		open(name) {
			const bytes = result.bundle.get(name);
			return bytes && memoryAccess(bytes, name);
		},
	});
	return readResources(bundle, (hexDigest) => blobs.get(hexDigest));
}

function readResources(
	{ manifest, index, data }: Bundle,
	blobOf: (hexDigest: string) => Uint8Array | undefined,
): Map<string, Uint8Array> {
	const resources = new Map<string, Uint8Array>();
	for (let at = 0; at < manifest.entryCount; at++) {
		const { url, hexDigest } = manifest.entryAt(at);
		const entry = index.find(hexDigest);
		const blob = entry ? undefined : blobOf(hexDigest);
		if (entry) {
			const { sizeBytes, compressedSizeBytes, encrypted } = entry;
			const stored = data.read(entry.offset, compressedSizeBytes ?? sizeBytes);
			const compressed = compressedSizeBytes !== undefined;
			resources.set(url, decodeResource({ stored, sizeBytes, compressed, encrypted, name: url }).slice());
		} else if (blob) {
			const { sizeBytes, compressed, encrypted } = readLiveUpdateHeader(blob, url);
			const stored = blob.subarray(LIVE_UPDATE_HEADER_BYTES);
			resources.set(url, decodeResource({ stored, sizeBytes, compressed, encrypted, name: url }).slice());
		}
	}
	return resources;
}

/** Files of a project of the corpus. Its scripts are not among them: they come from the published bundle. */
export function readProject(folder: string, published: ReadonlyMap<string, Uint8Array>): MemoryFiles {
	const files: Record<string, string | Uint8Array> = { ...publishedScripts(published) };
	for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })) {
		const file = join(entry.parentPath, entry.name);
		if (entry.isFile()) files[file.slice(folder.length).replaceAll('\\', '/')] = readFileSync(file);
	}
	return files;
}

/** Text of the scripts of a published bundle, with the properties that they declare put in front. */
function publishedScripts(published: ReadonlyMap<string, Uint8Array>): MemoryFiles {
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
