import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WatchedChange, watchProject } from './watch-project.ts';

let root: string;
let close: () => Promise<void>;

beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'livemount-watch-'));
	close = async () => undefined;
});

afterEach(async () => {
	await close();
	await rm(root, { recursive: true, force: true });
});

/** A project of so many objects with a script each. */
async function makeProject(count: number): Promise<string> {
	const folder = join(root, 'project');
	await mkdir(join(folder, 'objects'), { recursive: true });
	const instances: string[] = [];
	for (let index = 0; index < count; index++) {
		await writeFile(join(folder, `objects/o${index}.script`), `go.property("speed", ${index})\n`);
		await writeFile(
			join(folder, `objects/o${index}.go`),
			`components { id: "s" component: "/objects/o${index}.script" }`,
		);
		instances.push(`instances { id: "o${index}" prototype: "/objects/o${index}.go" }`);
	}
	await writeFile(join(folder, 'main.collection'), `name: "main"\n${instances.join('\n')}\n`);
	await writeFile(join(folder, 'game.project'), '[bootstrap]\nmain_collection = /main.collectionc\n');
	return folder;
}

/** Watches, and gives a function that waits for the next change. */
async function start(project: string) {
	const changes: WatchedChange[] = [];
	let wake: () => void = () => undefined;
	const watched = await watchProject({
		project,
		out: join(root, 'out'),
		variant: 'debug',
		exclude: [],
		engineVersion: '1.11.2',
		onChange(change) {
			changes.push(change);
			wake();
		},
		onFault(fault) {
			throw fault;
		},
	});
	close = watched.close;
	let seen = 0;
	return async (): Promise<WatchedChange> => {
		while (changes.length <= seen) {
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		}
		return changes[seen++] as WatchedChange;
	};
}

describe('watching a project', () => {
	it('compiles a file that was saved, and only what reads it', async () => {
		const project = await makeProject(5);
		const next = await start(project);
		const first = await next();
		expect([first.diagnostics, first.changed]).toEqual([[], []]);
		expect(first.resources.map(({ path }) => path)).toContain('/objects/o3.scriptc');
		await writeFile(join(project, 'objects/o3.script'), 'print "saved"\n');
		const change = await next();
		expect(change.changed).toEqual(['/objects/o3.script']);
		expect(change.resources.map(({ path }) => path)).toContain('/objects/o3.scriptc');
		expect(change.resources.length).toBeLessThan(4);
		expect((await readFile(join(root, 'out/objects/o3.scriptc'))).includes('print "saved"')).toBe(true);
	}, 60_000);

	it('sees files that come and go', async () => {
		const project = await makeProject(2);
		const next = await start(project);
		await next();
		await writeFile(join(project, 'more.go'), '');
		await writeFile(join(project, 'main.collection'), 'name: "main" instances { id: "m" prototype: "/more.go" }');
		// Both may come as one change or as two.
		let change = await next();
		if (!change.changed.includes('/main.collection')) change = await next();
		expect(change.diagnostics).toEqual([]);
		expect(change.removed).toContain('/objects/o1.goc');
		await rm(join(project, 'more.go'));
		expect((await next()).diagnostics).toMatchObject([{ file: '/main.collection', code: 'missing-file' }]);
	}, 60_000);

	it('leaves a folder alone that holds other files', async () => {
		const project = await makeProject(1);
		await mkdir(join(root, 'out'));
		await writeFile(join(root, 'out/mine.txt'), '');
		await expect(start(project)).rejects.toThrow(/left alone/);
	});
});
