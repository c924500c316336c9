import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equals, toBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { readText } from './read-text.ts';
import { createSourceText } from './source-text.ts';
import { sourceSchema } from './source-types.ts';
import { writeText } from './write-text.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CORPUS = process.env['LIVEMOUNT_CORPUS'] ?? join(ROOT, '../shared/corpus');

function filesBelow(folder: string): string[] {
	if (!statSync(folder, { throwIfNoEntry: false })) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && sourceSchema(entry.name) !== undefined)
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

/** Every `name:` and `name {` of a text, outside strings: what must be there again after writing. */
function fieldNames(text: string): Map<string, number> {
	const names = new Map<string, number>();
	const bare = text.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/#.*/g, '');
	for (const [, name = ''] of bare.matchAll(/([A-Za-z_]\w*)\s*[:{]/g)) names.set(name, (names.get(name) ?? 0) + 1);
	return names;
}

describe.each([
	['examples', join(ROOT, 'examples')],
	['builtins', join(ROOT, 'builtins')],
	['published projects', join(CORPUS, 'projects')],
])('the sources of %s', (_name, folder) => {
	const files = filesBelow(folder);
	test.skipIf(files.length === 0)('are read, written and read again without losing a field', () => {
		for (const path of files) {
			const schema = sourceSchema(path);
			if (!schema) throw new Error(path);
			const text = readFileSync(path, 'utf8');
			const first = readText(schema, createSourceText(path, text));
			expect(
				first.diagnostics.filter(({ severity }) => severity === 'error'),
				path,
			).toEqual([]);
			if (!first.message) throw new Error(path);
			const written = writeText(schema, first.message, first.unknownIn);
			const second = readText(schema, createSourceText(path, written));
			expect(
				second.diagnostics.filter(({ severity }) => severity === 'error'),
				path,
			).toEqual([]);
			if (!second.message) throw new Error(path);
			expect(equals(schema, first.message, second.message), path).toBe(true);
			expect(toBinary(schema, second.message), path).toEqual(toBinary(schema, first.message));
			expect(writeText(schema, second.message, second.unknownIn), path).toBe(written);
			expect(fieldNames(written), path).toEqual(fieldNames(text));
		}
	});

	test.skipIf(files.length === 0)('say file, line and column of a mistake anywhere', () => {
		for (const path of files) {
			const schema = sourceSchema(path);
			const lines = readFileSync(path, 'utf8').split('\n');
			const at = lines.findIndex((line) => /^\s*\w+:/.test(line));
			if (!schema || at < 0) continue;
			const line = lines[at] as string;
			const broken = [...lines.slice(0, at), line.replace(':', ' ?'), ...lines.slice(at + 1)].join('\n');
			const { diagnostics } = readText(schema, createSourceText(path, broken));
			expect(diagnostics[0], path).toMatchObject({ file: path, line: at + 1, severity: 'error' });
			expect(diagnostics[0]?.column).toBeGreaterThan(line.search(/\S/));
		}
	});
});
