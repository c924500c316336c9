import { describe, expect, it } from 'vitest';
import { encodeUtf8, portableDigest } from '../bytes/index.ts';
import { portableCrypto } from '../formats/index.ts';
import { build, builtins, decodeImage, png } from './memory-project-contract.ts';
import { openProjectSession } from './project-session.ts';
import { readBuilt } from './published-contract.ts';

const crypto = { ...portableCrypto, digest: portableDigest };

function session(own: Record<string, string | Uint8Array>) {
	const files = {
		list: async () => [...Object.keys(own), ...builtins.keys()],
		async read(path: string) {
			const content = own[path];
			return typeof content === 'string' ? encodeUtf8(content) : (content ?? builtins.get(path));
		},
	};
	return openProjectSession({ files, crypto, decodeImage, variant: 'debug', exclude: [], engineVersion: '1.11.2' });
}

async function project(): Promise<Record<string, string | Uint8Array>> {
	return {
		'/game.project': '[bootstrap]\nmain_collection = /main.collectionc\n',
		'/main.collection':
			'name: "main" instances { id: "a" prototype: "/a.go" } instances { id: "b" prototype: "/b.go" }',
		'/a.go': 'components { id: "s" component: "/a.script" }',
		'/b.go':
			'components { id: "s" component: "/b.script" }\nembedded_components { id: "w" type: "sound" data: "sound: \\"/w.wav\\"" }',
		'/a.script': 'print "a"',
		'/b.script': 'print "b"',
		'/w.wav': encodeUtf8('RIFF    WAVE'),
		'/x.png': await png(2, 2),
	};
}

describe('a project that is kept compiled', () => {
	it('begins with everything that a build has, as engines load it', async () => {
		const own = await project();
		const { resources, diagnostics, removed } = await session(own).start();
		expect([diagnostics, removed]).toEqual([[], []]);
		const built = readBuilt(await build(own));
		expect(resources.map(({ path }) => path)).toEqual([...built.keys()].sort());
		for (const { path, bytes } of resources)
			expect(Buffer.from(bytes).equals(built.get(path) ?? Buffer.of()), path).toBe(true);
	});

	it('compiles a script that was saved, and nothing else', async () => {
		const own = await project();
		const kept = session(own);
		await kept.start();
		own['/a.script'] = 'print "other"';
		const { resources, compiledCount } = await kept.update(['/a.script']);
		// The script, and the objects that read which properties it declares.
		expect(resources.map(({ path }) => path)).toEqual(['/a.scriptc']);
		expect(compiledCount).toBeLessThanOrEqual(3);
		expect((await kept.update(['/x.png'])).compiledCount).toBe(0);
		expect((await kept.update(['/a.script'])).resources).toEqual([]);
	});

	it('finds what becomes named and forgets what is no longer', async () => {
		const own = await project();
		const kept = session(own);
		await kept.start();
		own['/main.collection'] = 'name: "main" instances { id: "c" prototype: "/c.go" }';
		own['/c.go'] = 'components { id: "s" component: "/a.script" }';
		const { resources, removed } = await kept.update(['/main.collection', '/c.go']);
		expect(resources.map(({ path }) => path)).toEqual(['/c.goc', '/main.collectionc']);
		expect(removed).toContain('/a.goc');
		expect(removed).toContain('/b.scriptc');
		expect(removed).not.toContain('/a.scriptc');
	});

	it('says what is wrong, where it stands now, until it is mended', async () => {
		const own = await project();
		const kept = session(own);
		await kept.start();
		const right = own['/b.go'] as string;
		own['/b.go'] = right.replace('/w.wav', '/gone.wav');
		expect((await kept.update(['/b.go'])).diagnostics).toMatchObject([
			{ file: '/b.go', line: 2, code: 'missing-file' },
		]);
		own['/b.go'] = `\n${right.replace('/w.wav', '/gone.wav')}`;
		expect((await kept.update(['/b.go'])).diagnostics).toMatchObject([{ file: '/b.go', line: 3 }]);
		own['/gone.wav'] = encodeUtf8('RIFF    WAVE');
		expect((await kept.update(['/gone.wav'])).diagnostics).toEqual([]);
	});

	it('begins anew when the project itself changes, and tells only what is other', async () => {
		const own = await project();
		const kept = session(own);
		await kept.start();
		own['/game.project'] = '[project]\ncustom_resources = /x.png\n[bootstrap]\nmain_collection = /main.collectionc\n';
		const { resources, removed } = await kept.update(['/game.project']);
		expect([resources.map(({ path }) => path), removed]).toEqual([['/x.png'], []]);
	});
});
