/**
 * The engine's own speed, headless, on one core.
 *
 *   npm run build && node --expose-gc bench/engine.mjs [--quick]
 *
 * Scripts that update, messages, animations, spawning, and the heap of a game that does nothing. Best of three runs each: other
 * work on the machine only ever makes it slower. The goal stands beside each figure; nothing is asserted.
 */
import { create } from '@bufbuild/protobuf';
import { createConfig, createGame } from '../dist/engine/index.js';
import * as formats from '../dist/formats/index.js';
import { createLiveUpdate } from '../dist/liveupdate/index.js';
import { createMounts } from '../dist/resource/index.js';

const quick = process.argv.includes('--quick');
const STEP = 1 / 60;

/** A provider of resources made in memory. */
function memoryProvider(files) {
	return {
		manifest: undefined,
		size: (key) => files.get(key.path)?.length,
		read: (key) => files.get(key.path),
		readPart: (key, offset, size) => files.get(key.path)?.slice(offset, offset + size),
		close: () => undefined,
	};
}

async function game(instances, prototypes = {}) {
	const files = new Map();
	const put = (path, schema, fields) => files.set(path, formats.writeMessage(schema, create(schema, fields), path));
	const object = (path, { script, factory }) => {
		const components = [];
		if (script) {
			put(`${path}.scriptc`, formats.LuaModuleSchema, {
				source: { script: new TextEncoder().encode(script), filename: `${path}.script` },
			});
			components.push({ id: 'script', component: `${path}.scriptc`, position: {}, rotation: {} });
		}
		if (factory) {
			put(`${path}.factoryc`, formats.FactoryDescSchema, { prototype: factory });
			components.push({ id: 'factory', component: `${path}.factoryc`, position: {}, rotation: {} });
		}
		put(`${path}.goc`, formats.PrototypeDescSchema, { components });
	};
	for (const [name, description] of Object.entries(prototypes)) object(`/${name}`, description);
	put('/main.collectionc', formats.CollectionDescSchema, {
		name: 'main',
		instances: instances.map(([id, prototype]) => ({
			id,
			prototype: `/${prototype}.goc`,
			position: { x: 0, y: 0, z: 0 },
			rotation: { x: 0, y: 0, z: 0, w: 1 },
		})),
	});
	const mounts = createMounts();
	mounts.add({ name: '_base', priority: -10, uri: 'memory:', provider: memoryProvider(files), persistent: false });
	const errors = [];
	const log = ({ severity, message }) => severity === 'error' && errors.push(message);
	const crypto = formats.portableCrypto;
	const liveUpdate = await createLiveUpdate({
		era: 'C',
		mounts,
		crypto,
		log,
		openMount: async () => undefined,
		bundle: {
			manifest: {
				signature: new Uint8Array(1),
				version: 5,
				dataBytes: new Uint8Array(),
				resources: [],
				find: () => undefined,
			},
		},
	});
	const made = createGame({
		config: createConfig('[bootstrap]\nmain_collection = /main.collectionc\n[script]\nshared_state = 1\n'),
		mounts,
		liveUpdate,
		http: async () => ({ status: 0, headers: [], body: new Uint8Array() }),
		saveFiles: { folderOf: () => '/saves' },
		crypto,
		log,
	});
	return { made, errors };
}

async function best(measure) {
	let least = Number.POSITIVE_INFINITY;
	for (let run = 0; run < (quick ? 1 : 3); run++) least = Math.min(least, await measure());
	return least;
}

function time(work) {
	const began = performance.now();
	work();
	return performance.now() - began;
}

function check({ errors }) {
	if (errors.length > 0) throw new Error(errors[0]);
}

const many = (count, prototype) => Array.from({ length: count }, (_, at) => [`/o${at}`, prototype]);
const line = (what, figure, goal) => console.log(`${what.padEnd(58)} ${figure.padStart(14)}   goal ${goal}`);

const updating = await best(async () => {
	const sample = await game(many(10_000, 'mover'), {
		mover: {
			script: `
				function init(self) self.x = 0 end
				function update(self, dt)
					self.x = self.x + dt
					go.set_position(vmath.vector3(self.x, 0, 0))
				end
			`,
		},
	});
	for (let frame = 0; frame < 30; frame++) sample.made.step(STEP);
	const spent = time(() => {
		for (let frame = 0; frame < 60; frame++) sample.made.step(STEP);
	});
	check(sample);
	return spent / 60;
});
line('10,000 scripts that update and set a position', `${(1000 / updating).toFixed(0)} frames/s`, '≥ 60');

const messages = async (table) => {
	const sample = await game([['/a', 'a']], {
		a: {
			script: `
				local count = 0
				function update(self)
					for i = 1, 10000 do msg.post("#", "m"${table}) end
				end
				function on_message(self, id, message) count = count + 1 end
			`,
		},
	});
	for (let frame = 0; frame < 5; frame++) sample.made.step(STEP);
	const spent = time(() => {
		for (let frame = 0; frame < 100; frame++) sample.made.step(STEP);
	});
	check(sample);
	return spent / 1000;
};
line('1,000,000 messages without a table', `${(await best(() => messages(''))).toFixed(2)} s`, '≤ 1 s');
line(
	'1,000,000 messages with a table of three fields',
	`${(await best(() => messages(', { a = 1, b = "two", c = true }'))).toFixed(2)} s`,
	'≤ 2.5 s',
);

const animating = await best(async () => {
	const sample = await game(many(5000, 'animated'), {
		animated: {
			script: `
				function init(self)
					go.animate(".", "position.x", go.PLAYBACK_LOOP_PINGPONG, 100, go.EASING_INOUTSINE, 1)
				end
			`,
		},
	});
	const still = await game(many(5000, 'still'), { still: { script: 'function init(self) end' } });
	const run = ({ made }) => {
		for (let frame = 0; frame < 60; frame++) made.step(STEP);
		return time(() => {
			for (let frame = 0; frame < 120; frame++) made.step(STEP);
		});
	};
	const spent = (run(sample) - run(still)) / 120;
	check(sample);
	return spent;
});
line('5,000 running go.animate', `${animating.toFixed(2)} ms/frame`, '≤ 2 ms');

const spawning = await best(async () => {
	const sample = await game([['/maker', 'maker']], {
		made: { script: 'function init(self) self.x = 1 end' },
		maker: {
			factory: '/made.goc',
			script: `
				function update(self)
					local ids = {}
					for i = 1, 10000 do ids[i] = factory.create("#factory") end
					for i = 1, 10000 do go.delete(ids[i]) end
				end
			`,
		},
	});
	sample.made.step(STEP);
	const spent = time(() => sample.made.step(STEP));
	check(sample);
	return spent;
});
line('10,000 game objects made and deleted', `${spawning.toFixed(0)} ms`, '≤ 250 ms');

if (globalThis.gc) {
	const sample = await game(many(100, 'still'), {
		still: { script: 'function init(self) end function update(self, dt) end' },
	});
	const heap = () => {
		globalThis.gc();
		globalThis.gc();
		return process.memoryUsage().heapUsed;
	};
	for (let frame = 0; frame < 2000; frame++) sample.made.step(STEP);
	const before = heap();
	for (let frame = 0; frame < 10_000; frame++) sample.made.step(STEP);
	line('heap of an idle game after 10,000 frames', `${((heap() - before) / 1024).toFixed(0)} KB`, '≤ 64 KB');
} else console.log('heap of an idle game: run with node --expose-gc');
