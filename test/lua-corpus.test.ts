import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryAccess, toBinaryString } from '../src/bytes/index.ts';
import {
	type Bundle,
	decodeResource,
	FormatError,
	isLuaPath,
	type LuaSourceText,
	openBundle,
	readLuaModule,
} from '../src/formats/index.ts';
import { compileChunk } from '../src/lua/index.ts';
import { nodeCrypto } from '../src/node/index.ts';
import { CORPUS, HAS_CORPUS } from './livemount.ts';

const BUNDLES = join(CORPUS, 'bundles');
const folders = HAS_CORPUS
	? readdirSync(BUNDLES)
			.filter((name) => existsSync(join(BUNDLES, name, 'archive')))
			.sort()
	: [];

function open(folder: string): Bundle {
	return openBundle({
		open: (file) => {
			const path = join(BUNDLES, folder, file);
			return existsSync(path) ? memoryAccess(readFileSync(path), file) : undefined;
		},
		name: folder,
		crypto: nodeCrypto,
	});
}

const LUA_FILE = /\.(?:lua|script|gui_script|render_script)$/;

/** A compiled script that bytes hold; manifests without paths leave only their content to tell. */
function readScript(bytes: Uint8Array, url: string): LuaSourceText | undefined {
	if (url !== '') return isLuaPath(url) ? readLuaModule(bytes, url) : undefined;
	try {
		const source = readLuaModule(bytes, url);
		return LUA_FILE.test(source.path) ? source : undefined;
	} catch (error) {
		if (error instanceof FormatError) return undefined;
		throw error;
	}
}

/** Text and path of every script and module of a published game. */
function scriptsOf({ manifest, index, data }: Bundle): { path: string; text: string }[] {
	const scripts: { path: string; text: string }[] = [];
	for (let at = 0; at < manifest.entryCount; at++) {
		const { url, hexDigest } = manifest.entryAt(at);
		const entry = url === '' || isLuaPath(url) ? index.find(hexDigest) : undefined;
		if (entry === undefined) continue;
		const bytes = decodeResource({
			stored: data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes),
			sizeBytes: entry.sizeBytes,
			compressed: entry.compressedSizeBytes !== undefined,
			encrypted: entry.encrypted,
			name: url,
		});
		const source = readScript(bytes, url);
		if (source?.text !== undefined) scripts.push({ path: source.path, text: toBinaryString(source.text) });
	}
	return scripts;
}

describe.skipIf(folders.length === 0)('the scripts of published games compile (skipped without the corpus)', () => {
	test.each(folders)('%s', (folder) => {
		const scripts = scriptsOf(open(folder));
		const failures: string[] = [];
		for (const { path, text } of scripts) {
			try {
				compileChunk(text, `@${path}`, {});
			} catch (thrown) {
				failures.push(String(thrown));
			}
		}
		expect(failures).toEqual([]);
		expect(scripts.length).toBeGreaterThan(0);
	});
});
