import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Http } from '../src/engine/index.ts';
import type { Era } from '../src/liveupdate/index.ts';
import { REPOSITORY } from './livemount.ts';
import { makeGame } from './make-game.ts';
import { makeRelease } from './sample-release.ts';

const scratch = mkdtempSync(join(tmpdir(), 'livemount-lua-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const SOURCE = readFileSync(join(REPOSITORY, 'livemount/liveupdate.lua'), 'utf8');

const release = makeRelease({
	'/main.collectionc': { bytes: 'main' },
	'/a.texturec': { bytes: 'packs well '.repeat(400), excluded: true },
	'/b.texturec': { bytes: 'x', excluded: true },
});

describe('livemount/liveupdate.lua', () => {
	for (const program of ['lua5.1', 'luajit']) {
		const version = spawnSync(program, ['-v']);
		it.skipIf(version.error)(`keeps its promises under ${program}, with Defold's API played by a stub`, () => {
			const manifest = join(scratch, 'manifest');
			writeFileSync(manifest, release.publishedManifest);
			const sizes = [...release.blobs].map(([digest, blob]) => `${digest}=${blob.length}`).join(' ');
			const script = join(REPOSITORY, 'test/lua/live-update-scenarios.lua');
			const run = spawnSync(program, [script, REPOSITORY, manifest, sizes], { encoding: 'utf8', timeout: 60_000 });
			expect(run.stderr).toBe('');
			expect(run.stdout).toMatch(/\n\d\d scenarios\n$/);
		});
	}

	it.each(['A', 'B'] as const)(
		'brings a proxy its content on our own engine in era %s, in ten lines',
		async (era: Era) => {
			const files = new Map<string, Uint8Array>();
			const asked: string[] = [];
			let failures = 3;
			const http: Http = async (request) => {
				asked.push(request.url);
				const body = files.get(request.url);
				// The network fails a few times before it works.
				if (failures-- > 0)
					return { status: failures === 1 ? 500 : 0, headers: [], body: new Uint8Array(), error: 'reset' };
				return body ? { status: 200, headers: [], body } : { status: 404, headers: [], body: new Uint8Array() };
			};
			const sample = await makeGame(
				{
					main: {
						loader: {
							script: `
							local live = require "livemount.liveupdate"
							live.settings.url = "http://host/live"
							live.settings.retry_seconds = 0.05
							function init(self)
								live.fetch("#proxy", function(self, ok, reason)
									print("fetched", ok, reason)
									if ok then msg.post("#proxy", "load") end
								end)
							end
							function on_message(self, id)
								if id == hash("proxy_loaded") then msg.post("#proxy", "enable") end
							end
						`,
							proxies: { proxy: { collection: 'room', exclude: true } },
						},
					},
					room: { lamp: { script: 'function init(self) print("the room is open") end' } },
				},
				{ era, excluded: ['room'], http, modules: { 'livemount.liveupdate': SOURCE }, engineVersion: '1.11.2' },
			);
			for (const [digest, blob] of sample.release.blobs) files.set(`http://host/live/${digest}`, blob);
			for (let turn = 0; turn < 40 && !sample.printed().includes('the room is open'); turn++) await sample.frames(10);
			expect(sample.errors()).toEqual([]);
			expect(sample.printed()).toEqual(['fetched\ttrue\tnil', 'the room is open']);
			expect(new Set(asked).size).toBe(sample.release.blobs.size);
		},
	);
});
