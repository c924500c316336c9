import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

// The checks are plain scripts without types.
type Check = (root: string) => string[];
const { checkRooms } = (await import('../tools/check/rooms.mjs' as string)) as { checkRooms: Check };
const { checkDocs } = (await import('../tools/check/docs.mjs' as string)) as { checkDocs: Check };

const repository = fileURLToPath(new URL('..', import.meta.url));
let root: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'livemount-check-'));
	for (const name of [
		'src',
		'docs',
		'tools',
		'test',
		'bench',
		'examples',
		'builtins',
		'README.md',
		'ARCHITECTURE.md',
		'CONTRIBUTING.md',
		'LICENSE',
		'package.json',
	]) {
		cpSync(join(repository, name), join(root, name), {
			recursive: true,
			filter: (path) => !path.endsWith('.png'),
		});
	}
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function replace(path: string, from: string, to: string): void {
	const file = join(root, path);
	const text = readFileSync(file, 'utf8');
	expect(text).toContain(from);
	writeFileSync(file, text.replace(from, to));
}

describe('the check of rooms', () => {
	it('finds nothing in the repository as it is', () => {
		expect(checkRooms(root)).toEqual([]);
	});

	it('finds an upward import', () => {
		appendFileSync(join(root, 'src/bytes/hex.ts'), "\nimport '../engine/index.ts';\n");
		expect(checkRooms(root)).toContain('src/bytes/hex.ts: may not import engine (no arrow from bytes to engine)');
	});

	it('finds an import past a door', () => {
		appendFileSync(join(root, 'src/resource/mounts.ts'), "\nimport '../bytes/hex.ts';\n");
		expect(checkRooms(root)).toContain(
			'src/resource/mounts.ts: imports src/bytes/hex.ts; enter bytes through its door, src/bytes/index.ts',
		);
	});

	it('finds a circle of imports', () => {
		appendFileSync(join(root, 'src/bytes/error.ts'), "\nimport './hex.ts';\n");
		expect(checkRooms(root)).toContainEqual(
			expect.stringMatching(/^import cycle: .*src\/bytes\/error\.ts ↔ src\/bytes\/hex\.ts/),
		);
	});

	it('finds an arrow that the room table does not have', () => {
		replace('src/publisher/tsconfig.json', '"../bytes"', '"../resource"');
		const faults = checkRooms(root);
		expect(faults).toContain(
			'src/publisher/tsconfig.json: references formats, resource; ARCHITECTURE.md says bytes, formats',
		);
		expect(faults).toContain('src/publisher: layer 2 may not import resource of layer 2');
	});

	it('finds a room without a place in the table', () => {
		mkdirSync(join(root, 'src/attic'));
		expect(checkRooms(root)).toContain('src/attic: not in the room table of ARCHITECTURE.md');
	});

	it('finds a door that hides what it offers', () => {
		appendFileSync(join(root, 'src/publisher/index.ts'), "\nexport * from './content.ts';\n");
		expect(checkRooms(root)).toContain('src/publisher/index.ts: "export *" hides what the room offers; list the names');
	});
});

describe('the check of documents', () => {
	it('finds nothing in the repository as it is', () => {
		expect(checkDocs(root)).toEqual([]);
	});

	it('finds a path that is not there', () => {
		appendFileSync(join(root, 'README.md'), '\nSee `src/attic/stairs.ts`.\n');
		expect(checkDocs(root)).toContain('README.md: names src/attic/stairs.ts, which is not there');
	});

	it('finds a command that is not there', () => {
		appendFileSync(join(root, 'README.md'), '\nRun `livemount teleport game`.\n');
		expect(checkDocs(root)).toContain('README.md: names the command "livemount teleport", which is not there');
	});

	it('finds a command that the README does not name', () => {
		writeFileSync(join(root, 'src/cli/commands/teleport.ts'), 'export {};\n');
		expect(checkDocs(root)).toContain('README.md: does not name the command "livemount teleport"');
	});

	it('finds an architecture page that has grown into a manual', () => {
		appendFileSync(join(root, 'ARCHITECTURE.md'), 'one more line\n'.repeat(150));
		expect(checkDocs(root)).toContainEqual(expect.stringMatching(/^ARCHITECTURE\.md: \d+ lines, more than 150/));
	});
});
