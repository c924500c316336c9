import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeHttp, nodeProviders, serveFolder } from '../src/node/index.ts';
import { makeGame } from './make-game.ts';
import { createMemoryStorage } from './memory-storage.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-broken-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ROOM = { lamp: { script: 'function init(self) print("the room is open") end' } };

describe('content that cannot be read while a game plays', () => {
	it('is an answer for scripts, and the game goes on', { timeout: 30_000 }, async () => {
		const folder = join(root, 'build');
		mkdirSync(folder);
		writeFileSync(join(folder, 'notes.txt'), 'hello');
		const server = await serveFolder({ folder, port: 0 });
		const sample = await makeGame(
			{
				main: {
					hero: {
						script: `
							function init(self)
								liveupdate.add_mount("dev", "${server.url}", 10, function(self, name, uri, result)
									print("mounted", result)
									print(sys.load_resource("/notes.txt"))
									print(sys.load_resource("/nothing.txt"))
									print(sys.load_resource("relative"))
									print("still here")
									timer.delay(0.2, false, function() print(sys.load_resource("/notes.txt")) print("done") end)
								end)
							end
						`,
					},
				},
			},
			{ era: 'B', http: nodeHttp, providers: nodeProviders() },
		);
		for (let turn = 0; turn < 200 && !sample.printed().includes('done'); turn++) {
			await new Promise((resolve) => setTimeout(resolve, 5));
			await sample.frames(2);
		}
		await server.close();
		const unread = `read before it was fetched`;
		expect(sample.printed()).toEqual([
			'mounted\t0',
			expect.stringMatching(`^nil\tFailed to load resource: /notes.txt \\(.*${unread}\\)$`),
			expect.stringMatching(`^nil\tFailed to load resource: /nothing.txt \\(.*${unread}\\)$`),
			'nil\tFailed to load resource: relative (Resource path is not absolute (relative))',
			'still here',
			'hello',
			'done',
		]);
		expect(sample.errors()).toEqual([]);
	});

	it('leaves a proxy closed when it is damaged, and says which resource', { timeout: 30_000 }, async () => {
		const storage = createMemoryStorage();
		const options = { era: 'B', excluded: ['room'], storage, engineVersion: '1.11.2' } as const;
		const script = `
			function init(self) msg.post("#proxy", "load") print(sys.load_resource("/room.collectionc")) end
			function on_message(self, id) if id == hash("proxy_loaded") then print("loaded") end end
		`;
		const collections = {
			main: { loader: { script, proxies: { proxy: { collection: 'room', exclude: true } } } },
			room: ROOM,
		};
		const first = await makeGame(collections, options);
		for (const [hexDigest, bytes] of first.release.blobs) await first.liveUpdate.storeResource({ hexDigest, bytes });
		const data = (storage.files.get('liveupdate.arcd') as Uint8Array).slice();
		data.fill(0x55);
		storage.files.set('liveupdate.arcd', data);
		const second = await makeGame(collections, options);
		await second.frames(5);
		expect(second.printed()).toEqual([
			expect.stringMatching(/^nil\tFailed to load resource: \/room\.collectionc \(.*expected SHA1 [0-9a-f]{40}, found/),
		]);
		expect(second.errors()).toContainEqual(
			expect.stringContaining('/room.collectionc in memory/liveupdate.arcd: expected SHA1'),
		);
		expect(second.errors()).toContainEqual(
			expect.stringContaining('The collection /room.collectionc could not be loaded.'),
		);
	});
});
