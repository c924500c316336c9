import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Http } from '../src/engine/index.ts';
import { createLuaFiles, nodeProviders } from '../src/node/index.ts';
import { REPOSITORY } from './livemount.ts';
import { makeGame } from './make-game.ts';

const SOURCE = readFileSync(join(REPOSITORY, 'livemount/liveupdate.lua'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'livemount-packs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = `
	local live = require "livemount.liveupdate"
	live.settings.url = "http://host/live"
	live.settings.pack = "rooms.zip"
	live.settings.part_bytes = 700
	live.settings.retry_seconds = 0.02
	function init(self)
		live.start(function(self, missing)
			print("missing", #missing)
			live.fetch("#proxy", { pack = "rooms.zip" }, function(self, ok, reason)
				print("fetched", ok, reason)
				if ok then msg.post("#proxy", "load") end
			end)
		end)
	end
	function on_message(self, id)
		if id == hash("proxy_loaded") then msg.post("#proxy", "enable") end
	end
`;

describe('livemount/liveupdate.lua on our own engine', () => {
	it.each(['B', 'C'] as const)(
		'downloads a pack in parts, mounts it, and mounts it again at the next start, in era %s',
		async (era) => {
			let pack: Uint8Array = new Uint8Array();
			let requests = 0;
			const http: Http = async (request) => {
				requests++;
				if (requests % 3 === 2) return { status: 0, headers: [], body: new Uint8Array(), error: 'reset' };
				const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.find(([name]) => name === 'Range')?.[1] ?? '');
				const from = Number(range?.[1] ?? 0);
				const to = Math.min(Number(range?.[2] ?? pack.length - 1), pack.length - 1);
				return {
					status: 206,
					headers: [
						['etag', '"1"'],
						['content-range', `bytes ${from}-${to}/${pack.length}`],
					],
					body: pack.slice(from, to + 1),
				};
			};
			mkdirSync(join(folder, era, 'livemount'), { recursive: true });
			const start = () =>
				makeGame(
					{
						main: { loader: { script: SCRIPT, proxies: { proxy: { collection: 'room', exclude: true } } } },
						room: { lamp: { script: 'function init(self) print("the room is open") end' } },
					},
					{
						era,
						excluded: ['room'],
						http,
						files: createLuaFiles(),
						saveFolder: join(folder, era),
						providers: nodeProviders(),
						modules: { 'livemount.liveupdate': SOURCE },
						engineVersion: '1.11.2',
					},
				);
			const play = async () => {
				const sample = await start();
				pack = sample.release.zip;
				for (let turn = 0; turn < 400 && !sample.printed().includes('the room is open'); turn++) {
					await new Promise((resolve) => setTimeout(resolve, 1));
					await sample.frames(3);
				}
				expect(sample.errors()).toEqual([]);
				return sample.printed();
			};
			expect(await play()).toEqual(['missing\t0', 'fetched\ttrue\tnil', 'the room is open']);
			expect(requests).toBeGreaterThan(2);
			const before = requests;
			expect(await play()).toEqual(['missing\t0', 'fetched\ttrue\tnil', 'the room is open']);
			expect(requests).toBe(before);
		},
	);
});
