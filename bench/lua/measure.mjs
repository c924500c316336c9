/**
 * One program on our run time, in a process of its own: `node bench/lua/measure.mjs <folder> <program>` prints JSON.
 *
 * Times are milliseconds of one run, cold and warm (after 400 ms), outside and inside a coroutine.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLua, first, LuaError, LuaTable, LuaUserdata } from '../../dist/lua/index.js';
import { now } from './now.mjs';

const WARM_MS = 400;
const SAMPLES = 5;
/** The system counts processor time in ticks of 4 ms. */
const SAMPLE_MS = 100;

class Vec3 extends LuaUserdata {
	constructor(x, y, z) {
		super();
		this.x = x;
		this.y = y;
		this.z = z;
	}
	index(key) {
		switch (key) {
			case 'x':
				return this.x;
			case 'y':
				return this.y;
			case 'z':
				return this.z;
			default:
				throw new LuaError(`no field ${key}`);
		}
	}
	newindex(key, value) {
		if (key === 'x') this.x = value;
		else if (key === 'y') this.y = value;
		else this.z = value;
	}
	add(a, b) {
		return new Vec3(a.x + b.x, a.y + b.y, a.z + b.z);
	}
	sub(a, b) {
		return new Vec3(a.x - b.x, a.y - b.y, a.z - b.z);
	}
	mul(a, b) {
		return typeof a === 'number' ? new Vec3(a * b.x, a * b.y, a * b.z) : new Vec3(a.x * b, a.y * b, a.z * b);
	}
	unm() {
		return new Vec3(-this.x, -this.y, -this.z);
	}
	eq(other) {
		return this.x === other.x && this.y === other.y && this.z === other.z;
	}
}

class Hash extends LuaUserdata {}

class Instance extends LuaUserdata {
	fields = new LuaTable();
	index(key) {
		return this.fields.get(key);
	}
	newindex(key, value) {
		this.fields.set(key, value);
	}
}

/** What the programs expect of their host. */
function addHost(lua) {
	const hashes = new Map();
	const properties = new Map([['player', new Map()]]);
	const host = {
		vec3: (x = 0, y = 0, z = 0) => new Vec3(x, y, z),
		vdot: (a, b) => a.x * b.x + a.y * b.y + a.z * b.z,
		vlen: (a) => Math.sqrt(a.x * a.x + a.y * a.y + a.z * a.z),
		host_num: (a, b) => a * b,
		hash: (text) => {
			let hash = hashes.get(text);
			if (hash === undefined) hashes.set(text, (hash = new Hash()));
			return hash;
		},
		host_get: (object, key) => properties.get(object).get(key),
		host_set: (object, key, value) => {
			properties.get(object).set(key, value);
		},
		host_post: (_url, _id, message) =>
			message.get('damage') + (message.get('crit') ? 1 : 0) + message.get('kind').length,
		host_call: (fn, x) => first(fn(x)),
		host_self: new Instance(),
	};
	for (const [name, value] of Object.entries(host)) lua.globals.set(name, value);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function measure(fn) {
	const start = now();
	const result = String(first(fn()));
	const cold = now() - start;
	for (const until = performance.now() + WARM_MS; performance.now() < until; ) fn();
	const sample = () => {
		const begin = now();
		let count = 0;
		let spent;
		do {
			fn();
			count++;
			spent = now() - begin;
		} while (spent < SAMPLE_MS);
		return spent / count;
	};
	return { warm: median(Array.from({ length: SAMPLES }, sample)), cold, result };
}

const IN_COROUTINE = 'local f = ... return coroutine.wrap(function() while true do coroutine.yield(f()) end end)';

const [, , folder = '', name = ''] = process.argv;
const lua = createLua();
addHost(lua);
const fn = first(lua.load(readFileSync(join(folder, `${name}.lua`)), `@${name}.lua`)());
const plain = measure(fn);
const coroutine = measure(first(lua.load(IN_COROUTINE, '=bench')(fn)));
console.log(JSON.stringify({ plain, coroutine }));
