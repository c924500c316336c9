import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Era } from '../src/liveupdate/index.ts';
import { nodeHttp, nodeProviders, serveFolder } from '../src/node/index.ts';
import { makeGame, type SampleGame } from './make-game.ts';
import { createMemoryStorage } from './memory-storage.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-eras-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const ROOM = { lamp: { script: 'function init(self) print("the room is open") end' } };
const PROXY = { proxy: { collection: 'room', exclude: true } };

/** A game whose first collection has one script and a proxy of the excluded room. */
const game = (script: string, options: Parameters<typeof makeGame>[1] = {}): Promise<SampleGame> =>
	makeGame(
		{ main: { loader: { script, proxies: PROXY } }, room: ROOM },
		{ excluded: ['room'], engineVersion: '1.11.2', http: nodeHttp, providers: nodeProviders(), ...options },
	);

let folderCount = 0;
/** Publishes what a game left out and serves it, with the project's own server. */
async function publish(sample: SampleGame) {
	const folder = join(root, `content${folderCount++}`);
	mkdirSync(folder);
	const { blobs, publishedManifest, zip } = sample.release;
	for (const [digest, blob] of blobs) writeFileSync(join(folder, digest), blob);
	writeFileSync(join(folder, 'liveupdate.game.dmanifest'), publishedManifest);
	writeFileSync(join(folder, 'rooms.zip'), zip);
	return { folder, server: await serveFolder({ folder, port: 0 }) };
}

async function until(sample: SampleGame, text: string): Promise<void> {
	for (let turn = 0; turn < 200 && !sample.printed().includes(text); turn++) {
		await new Promise((resolve) => setTimeout(resolve, 5));
		await sample.frames(2);
	}
	expect(sample.printed()).toContain(text);
}

/** The flow of the manual for single resources: what is missing is asked for, downloaded, stored; then the proxy is loaded. */
const storeFlow = (module: 'resource' | 'liveupdate', url: string): string => `
	local function stored(self, hexdigest, status)
		print("stored", status)
		self.pending = self.pending - 1
		if self.pending == 0 then msg.post("#proxy", "load") end
	end
	function init(self)
		self.pending = 0
		msg.post("#", "attempt_download_manifest")
	end
	function on_message(self, message_id, message, sender)
		if message_id == hash("attempt_download_manifest") then
			http.request("${url}/liveupdate.game.dmanifest", "GET", function(self, id, response)
				assert(response.status == 200 or response.status == 304)
				${module}.store_manifest(response.response, function(self, status)
					print("manifest", status == ${module}.LIVEUPDATE_OK)
					msg.post("#", "attempt_load_resources")
				end)
			end)
		elseif message_id == hash("attempt_load_resources") then
			local missing = collectionproxy.missing_resources("#proxy")
			print("missing", #missing)
			self.pending = #missing
			for _, resource_hash in ipairs(missing) do
				msg.post("#", "attempt_download", { resource_hash = resource_hash })
			end
			if #missing == 0 then msg.post("#proxy", "load") end
		elseif message_id == hash("attempt_download") then
			local manifest = ${module}.get_current_manifest()
			http.request("${url}/" .. message.resource_hash, "GET", function(self, id, response)
				assert(response.status == 200 or response.status == 304)
				${module}.store_resource(manifest, response.response, message.resource_hash, stored)
			end)
		elseif message_id == hash("proxy_loaded") then
			print("using", ${module}.is_using_liveupdate_data())
			msg.post(sender, "init")
			msg.post(sender, "enable")
		end
	end
`;

describe.each([
	['A', 'resource'],
	['A', 'liveupdate'],
	['B', 'resource'],
	['B', 'liveupdate'],
] as const)('the manual for single resources in era %s, with the functions of %s', (era, module) => {
	it('fetches at the first start, and nothing at the second', { timeout: 30_000 }, async () => {
		// What a game contains does not depend on where its content lies here, because the address is a setting elsewhere.
		const { folder, server } = await publish(await game(storeFlow(module, 'URL')));
		const script = storeFlow(module, server.url);
		const probe = await game(script);
		for (const [digest, blob] of probe.release.blobs) writeFileSync(join(folder, digest), blob);
		writeFileSync(join(folder, 'liveupdate.game.dmanifest'), probe.release.publishedManifest);
		const storage = createMemoryStorage();
		const first = await game(script, { era, storage });
		await until(first, 'the room is open');
		const blobCount = first.release.blobs.size;
		expect(first.printed().slice(0, 2)).toEqual(['manifest\ttrue', `missing\t${blobCount}`]);
		expect(first.printed().filter((line) => line === 'stored\ttrue')).toHaveLength(blobCount);
		expect(first.printed()).toContain('using\ttrue');
		expect(first.errors()).toEqual([]);
		const second = await game(script, { era, storage });
		await until(second, 'the room is open');
		expect(second.printed()[1]).toBe('missing\t0');
		await server.close();
	});
});

describe.each(['B', 'C'] as const)('the manual for mounts in era %s', (era) => {
	it('mounts a downloaded zip and loads the proxy', { timeout: 30_000 }, async () => {
		const script = (uri: string): string => `
			local function show(label)
				for _, mount in ipairs(liveupdate.get_mounts()) do print(label, mount.name, mount.priority) end
			end
			function init(self)
				show("before")
				print("excluded", liveupdate.is_built_with_excluded_files())
				print("queued", liveupdate.add_mount("rooms", "${uri}", 10, function(self, name, uri, result)
					print("mounted", name, uri == "${uri}", result == liveupdate.LIVEUPDATE_OK)
					show("after")
					msg.post("#proxy", "load")
				end))
			end
			function on_message(self, message_id, message, sender)
				if message_id == hash("proxy_loaded") then
					msg.post(sender, "enable")
					print(liveupdate.remove_mount("rooms"), liveupdate.remove_mount("rooms"))
					print(sys.load_resource("/room.collectionc"))
				end
			end
		`;
		const path = join(root, `rooms-${era}.zip`);
		const uri = `zip:${path}`;
		writeFileSync(path, (await game(script(uri))).release.zip);
		const sample = await game(script(uri), { era });
		await until(sample, 'the room is open');
		const name = era === 'C' ? 'hash: [rooms]' : 'rooms';
		const base = era === 'C' ? 'hash: [_base]' : '_base';
		expect(sample.printed()).toEqual([
			`before\t${base}\t-10`,
			'excluded\ttrue',
			'queued\t0',
			`mounted\t${name}\ttrue\ttrue`,
			`after\t${name}\t10`,
			`after\t${base}\t-10`,
			'0\t-3',
			'nil\tFailed to load resource: /room.collectionc (not found)',
			'the room is open',
		]);
		expect(sample.errors()).toEqual(["LIVEUPDATE: Failed to remove mount 'rooms': there is no mount of that name"]);
	});

	it('plays straight from a zip behind HTTP', { timeout: 30_000 }, async () => {
		const script = (url: string): string => `
			function init(self)
				liveupdate.add_mount("rooms", "${url}/rooms.zip", 10, function(self, name, uri, result)
					print("mounted", result)
					msg.post("#proxy", "load")
				end)
			end
			function on_message(self, message_id, message, sender)
				if message_id == hash("proxy_loaded") then msg.post(sender, "enable") end
			end
		`;
		const { folder, server } = await publish(await game(script('URL')));
		writeFileSync(join(folder, 'rooms.zip'), (await game(script(server.url))).release.zip);
		const sample = await game(script(server.url), { era });
		await until(sample, 'the room is open');
		expect(sample.printed()).toContain('mounted\t0');
		expect(sample.errors()).toEqual([]);
		await server.close();
	});
});

describe('what scripts get', () => {
	const run = async (era: Era, text: string, options: Parameters<typeof makeGame>[1] = {}): Promise<SampleGame> => {
		const sample = await game(`function init(self) ${text} end`, { era, ...options });
		await sample.frames(10);
		return sample;
	};

	it('is the numbers of every result, under both names before era C', async () => {
		const numbers =
			'for _, k in ipairs{"OK","INVALID_HEADER","MEM_ERROR","INVALID_RESOURCE","VERSION_MISMATCH","ENGINE_VERSION_MISMATCH",' +
			'"SIGNATURE_MISMATCH","SCHEME_MISMATCH","BUNDLED_RESOURCE_MISMATCH","FORMAT_ERROR","IO_ERROR","INVAL",' +
			'"NOT_INITIALIZED","UNKNOWN"} do t[#t+1] = tostring(M["LIVEUPDATE_"..k]) end print(table.concat(t, " "))';
		const all = '0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -10 -11 -12 -1000';
		for (const era of ['A', 'B', 'C'] as const) {
			expect((await run(era, `local t, M = {}, liveupdate ${numbers}`)).printed()).toEqual([all]);
		}
		for (const era of ['A', 'B'] as const) {
			expect((await run(era, `local t, M = {}, resource ${numbers}`)).printed()).toEqual([all]);
		}
	});

	it('is the functions of the era', async () => {
		const names = `
			local function has(m, ...) local t = {} for _, n in ipairs{...} do t[#t+1] = (m and m[n]) and 1 or 0 end return table.concat(t) end
			print(has(liveupdate, "store_resource", "store_manifest", "store_archive", "get_current_manifest", "is_using_liveupdate_data"),
				has(liveupdate, "add_mount", "remove_mount", "get_mounts", "is_built_with_excluded_files"),
				has(resource, "store_resource", "get_current_manifest"),
				has(collectionproxy, "get_resources", "missing_resources", "set_collection", "RESULT_LOADING"))
		`;
		expect((await run('A', names)).printed()).toEqual(['11111\t0000\t11\t1100']);
		expect((await run('B', names)).printed()).toEqual(['11111\t1111\t11\t1111']);
		expect((await run('C', names)).printed()).toEqual(['00000\t1111\t00\t1011']);
		const off = await run('B', 'print(liveupdate)', { config: { 'liveupdate.enabled': '0' } });
		expect(off.printed()).toEqual(['nil']);
		expect(off.log.map(({ message }) => message)).toContain(
			'Liveupdate disabled due to project setting liveupdate.enabled=0',
		);
	});

	it('is an error of Lua for what may not be asked', async () => {
		const attempt = (call: string): string => `print(select(2, pcall(function() ${call} end)))`;
		const cb = 'function() end';
		const inB = await run(
			'B',
			[
				attempt(`liveupdate.add_mount("x", "zip:/x.zip", -1, ${cb})`),
				attempt(`liveupdate.add_mount("_x", "zip:/x.zip", 1, ${cb})`),
				attempt('liveupdate.remove_mount("_base")'),
				attempt('liveupdate.add_mount("x", "zip:/x.zip", 1)'),
				attempt('collectionproxy.get_resources("#nothing")'),
				attempt('collectionproxy.set_collection("#proxy", "/room.goc")'),
			].join('\n'),
		);
		expect(inB.printed().map((line) => line.replace(/^.*?:\d+: /, ''))).toEqual([
			'Priority needs to be a positive number: -1',
			"Name must not start with '_': _x",
			'Cannot remove base mounts: _base',
			expect.stringMatching(/^bad argument #4 to 'add_mount' \(function expected, got n/),
			'Unable to find collection proxy component.',
			expect.stringMatching(
				/^Trying to set '\/room\.goc' as collection to 'main:\/loader#proxy'\. Only \.collectionc resources are allowed$/,
			),
		]);
		const inC = await run(
			'C',
			[
				attempt(`liveupdate.add_mount("_base", "zip:/x.zip", 1, ${cb})`),
				attempt('liveupdate.remove_mount(hash("_builtin"))'),
			].join('\n'),
		);
		expect(inC.printed().map((line) => line.replace(/^.*?:\d+: /, ''))).toEqual([
			expect.stringMatching(/^Cannot add reserved mount: [0-9a-f]{16}$/),
			expect.stringMatching(/^Cannot remove reserved mount: [0-9a-f]{16}$/),
		]);
	});

	it('is the result Defold gives for what cannot be mounted, and a line of the log', async () => {
		const broken = join(root, 'broken.zip');
		writeFileSync(broken, 'not a zip');
		const add = (name: string, uri: string): string =>
			`liveupdate.add_mount("${name}", "${uri}", 1, function(self, name, uri, result) print(name, result) end)`;
		const sample = await run(
			'B',
			[add('a', 'gopher:/x'), add('b', 'zip:/not/there.zip'), add('c', `zip:${broken}`)].join('\n'),
		);
		await until(sample, 'c\t-1000');
		expect(sample.printed()).toEqual(['a\t-10', 'b\t-1000', 'c\t-1000']);
		expect(sample.errors()[0]).toContain("LIVEUPDATE: Failed to find loader for scheme 'gopher'");
		expect(sample.errors()[1]).toContain('LIVEUPDATE: Failed to create new mount from zip:/not/there.zip');
		expect(sample.log.map(({ message }) => message)).toContain('Finishing add mount job: -1000');
	});

	it('is OK for a second mount of one name only with quirks', async () => {
		const path = join(root, 'twice.zip');
		const script = `
			local uri = "zip:${path}"
			liveupdate.add_mount("rooms", uri, 1, function(self, name, uri, result) print(1, result) end)
			liveupdate.add_mount("rooms", uri, 2, function(self, name, uri, result) print(2, result) end)
		`;
		writeFileSync(path, (await run('B', script)).release.zip);
		const careful = await run('B', script);
		await until(careful, '2\t-11');
		const faithful = await run('B', script, { quirks: true });
		await until(faithful, '2\t0');
		expect(faithful.errors()).toEqual([
			"LIVEUPDATE: Failed to add mount for 'rooms': Mount with name already exists: 'rooms'",
		]);
	});

	it('is no callback for a mount added while the script is being loaded; the mount is made all the same', async () => {
		const path = join(root, 'early.zip');
		const script = `
			print(liveupdate.add_mount("rooms", "zip:${path}", 1, function() print("never") end))
			function init(self) end
		`;
		writeFileSync(path, (await game(script)).release.zip);
		const sample = await game(script);
		for (let turn = 0; turn < 100 && !sample.mounts.get('rooms'); turn++) {
			await new Promise((resolve) => setTimeout(resolve, 5));
			await sample.frames(1);
		}
		await sample.frames(3);
		expect(sample.mounts.get('rooms')).toBeDefined();
		expect(sample.printed()).toEqual(['0']);
		expect(sample.errors()).toEqual([
			'SCRIPT: CreateCallback failed: missing INSTANCE_CONTEXT meta function for instance context table',
		]);
	});

	it('can redirect an excluded proxy, and back', async () => {
		const sample = await run(
			'C',
			`print(collectionproxy.set_collection("#proxy", "/other.collectionc"))
			print(collectionproxy.set_collection("#proxy", nil))
			print(collectionproxy.RESULT_LOADING, collectionproxy.RESULT_ALREADY_LOADED, collectionproxy.RESULT_NOT_EXCLUDED)`,
		);
		expect(sample.printed()).toEqual(['true\tnil', 'true\tnil', '-1\t-2\t-3']);
	});
});
