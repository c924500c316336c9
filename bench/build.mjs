// How fast a large project is built: cold, with nothing changed, with one file changed. Beside it `lz4 -9` and `sha1sum`, two
// processes at a time, over the very bytes that entered our LZ4.
//
//   node bench/build.mjs [resources] [megabytes]      default 5000 and 500
//
// The project is made anew in the system's temporary folder and removed at the end.
import { spawn, spawnSync } from 'node:child_process';
import {
	closeSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { memoryAccess } from '../dist/bytes/index.js';
import { decodeResource, LIVE_UPDATE_HEADER_BYTES, openBundle, readLiveUpdateHeader } from '../dist/formats/index.js';
import { watchProject } from '../dist/node/index.js';

const [resourceCount = 5000, megabytes = 500] = process.argv.slice(2).map(Number);
const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'livemount-bench-'));
const project = join(root, 'project');
const out = join(root, 'out');

/** Numbers that look random and are always the same. */
let seed = 1;
const random = () => {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return seed / 2 ** 32;
};

function write(path, content) {
	const file = join(project, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, content);
}

/** A picture as games have them: soft shapes, a little grain, some of it transparent. */
async function picture(side) {
	const rgba = Buffer.alloc(side * side * 4);
	const [fx, fy, hue] = [2 + random() * 6, 2 + random() * 6, random() * 255];
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const at = (y * side + x) * 4;
			const wave = Math.sin((x / side) * fx * 3) * Math.cos((y / side) * fy * 3);
			rgba[at] = hue + wave * 60;
			rgba[at + 1] = 128 + wave * 90 + (random() < 0.2 ? 8 : 0);
			rgba[at + 2] = 200 - wave * 50;
			rgba[at + 3] = wave > -0.6 ? 255 : 0;
		}
	}
	return await sharp(rgba, { raw: { width: side, height: side, channels: 4 } })
		.png({ compressionLevel: 1 })
		.toBuffer();
}

/** Data as games have it: records with names, numbers and noise. */
function data(sizeBytes) {
	const bytes = Buffer.alloc(sizeBytes);
	for (let at = 0; at < sizeBytes; ) {
		const text = `{"id":${Math.floor(random() * 1e6)},"kind":"enemy_${Math.floor(random() * 40)}","x":${(random() * 1000).toFixed(2)}}\n`;
		at += bytes.write(text, at, 'latin1');
		for (let noise = 0; noise < 40 && at < sizeBytes; noise++) bytes[at++] = random() * 256;
	}
	return bytes;
}

/** Half of the bytes are pictures with their mip levels, half data; the rest of the resources are scripts and objects. */
async function makeProject() {
	const side = 1024;
	const pictureCount = Math.max(1, Math.round((megabytes * 1e6 * 0.5) / (side * side * 4 * 1.334)));
	const dataCount = Math.max(1, Math.floor(resourceCount / 5));
	const dataBytes = Math.floor((megabytes * 1e6 * 0.5) / dataCount);
	const objectCount = Math.max(1, Math.floor((resourceCount - pictureCount * 2 - dataCount) / 2));
	const instances = [];
	for (let index = 0; index < pictureCount; index++) {
		write(`art/p${index}.png`, await picture(side - 4));
		write(`art/a${index}.atlas`, `images { image: "/art/p${index}.png" }\n`);
	}
	for (let index = 0; index < dataCount; index++) write(`data/d${index}.bin`, data(dataBytes));
	for (let index = 0; index < objectCount; index++) {
		const picture = index % pictureCount;
		write(
			`objects/o${index}.script`,
			`go.property("speed", ${index})\nfunction init(self)\n\tself.at = ${random()}\nend\n`,
		);
		write(
			`objects/o${index}.go`,
			`components { id: "script" component: "/objects/o${index}.script" }\n` +
				`embedded_components { id: "sprite" type: "sprite" data: "tile_set: \\"/art/a${picture}.atlas\\"\\n` +
				`default_animation: \\"p${picture}\\"\\nmaterial: \\"/builtins/materials/sprite.material\\"\\n" }\n`,
		);
		instances.push(`instances { id: "o${index}" prototype: "/objects/o${index}.go" }`);
	}
	write('main.collection', `name: "main"\n${instances.join('\n')}\n`);
	write(
		'game.project',
		'[project]\ntitle = Bench\ncustom_resources = /data\n[bootstrap]\nmain_collection = /main.collectionc\n[collection]\nmax_instances = 32000\n[sprite]\nmax_count = 32000\n',
	);
}

/** The processor time of a process so far, as last seen when it is gone: a busy machine makes a clock on the wall lie. */
function watchCpu(pid) {
	let seconds = 0;
	const look = () => {
		try {
			// Behind the name in brackets: state, parent, … ; the 12th and 13th are ticks in user and system mode, 100 a second.
			const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
				.replace(/^.*\) /, '')
				.split(' ');
			seconds = (Number(fields[11]) + Number(fields[12])) / 100;
		} catch {
			// Gone.
		}
	};
	const timer = setInterval(look, 10);
	return () => {
		clearInterval(timer);
		return seconds;
	};
}

/** Runs a build in a process of its own: seconds, peak memory, what it says. */
async function build(...more) {
	const start = performance.now();
	const child = spawn(process.execPath, [main, 'build', project, '--out', out, '--json', ...more], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const parts = [];
	child.stdout.on('data', (part) => parts.push(part));
	let peakBytes = 0;
	const cpu = watchCpu(child.pid);
	const watch = setInterval(() => {
		try {
			const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
			peakBytes = Math.max(peakBytes, Number(kilobytes ?? 0) * 1024);
		} catch {
			// The process is gone, or this system has no /proc: what was seen so far counts.
		}
	}, 20);
	const code = await new Promise((resolve) => child.on('close', resolve));
	clearInterval(watch);
	const seconds = (performance.now() - start) / 1000;
	const result = JSON.parse(Buffer.concat(parts).toString('utf8'));
	if (code !== 0) throw new Error(JSON.stringify(result.diagnostics?.slice(0, 5)));
	return { seconds, peakBytes, cpuSeconds: cpu(), result };
}

/** The decoded bytes of every blob of the build in one file: what entered LZ4. */
function dumpRaw(file) {
	const bundle = openBundle({
		name: out,
		open: (name) => {
			const path = join(out, 'bundle', name);
			return readdirSync(join(out, 'bundle')).includes(name) ? memoryAccess(readFileSync(path), name) : undefined;
		},
	});
	const target = openSync(file, 'w');
	let sizeBytes = 0;
	for (let at = 0; at < bundle.manifest.entryCount; at++) {
		const { hexDigest, url } = bundle.manifest.entryAt(at);
		const entry = bundle.index.find(hexDigest);
		const blob = entry ? undefined : readFileSync(join(out, 'excluded', hexDigest));
		const facts = entry
			? { sizeBytes: entry.sizeBytes, compressed: entry.compressedSizeBytes !== undefined, encrypted: entry.encrypted }
			: readLiveUpdateHeader(blob, url);
		const stored = entry
			? bundle.data.read(entry.offset, entry.compressedSizeBytes ?? entry.sizeBytes)
			: blob.subarray(LIVE_UPDATE_HEADER_BYTES);
		const raw = decodeResource({ ...facts, stored, name: url });
		writeSync(target, raw);
		sizeBytes += raw.length;
	}
	closeSync(target);
	return sizeBytes;
}

/** `lz4 -9` and `sha1sum` over a file at the same time. */
async function native(file) {
	const start = performance.now();
	const run = (program, args) =>
		new Promise((resolve, reject) => {
			const child = spawn(program, args, { stdio: 'ignore' });
			const cpu = watchCpu(child.pid);
			child.on('error', reject);
			child.on('close', () => resolve(cpu()));
		});
	const cpu = await Promise.all([run('lz4', ['-9', '-f', '-q', file, '/dev/null']), run('sha1sum', [file])]);
	return { seconds: (performance.now() - start) / 1000, cpuSeconds: cpu[0] + cpu[1] };
}

/** Milliseconds from the event of a saved file to its compiled resource, medians of five, in a project of 2,000 files. */
async function watchTimes() {
	const folder = join(root, 'watched');
	const put = (path, content) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	};
	const instances = [];
	for (let index = 0; index < 1000; index++) {
		put(`o/o${index}.script`, `go.property("speed", ${index})\n`);
		put(`o/o${index}.go`, `components { id: "s" component: "/o/o${index}.script" }\n`);
		instances.push(`instances { id: "o${index}" prototype: "/o/o${index}.go" }`);
	}
	put('main.collection', `name: "main"\n${instances.join('\n')}\n`);
	put('game.project', '[bootstrap]\nmain_collection = /main.collectionc\n[collection]\nmax_instances = 32000\n');
	let told = () => {};
	const watched = await watchProject({
		project: folder,
		out: join(root, 'loose'),
		variant: 'debug',
		exclude: [],
		engineVersion: '1.11.2',
		onChange: (change) => told(change),
		onFault: (fault) => console.error(fault),
	});
	const median = async (path, contentOf) => {
		const times = [];
		for (let round = 0; round < 5; round++) {
			const change = await new Promise((resolve) => {
				told = resolve;
				put(path, contentOf(round));
			});
			times.push(change.ms);
		}
		return times.sort((a, b) => a - b)[2];
	};
	const script = await median('o/o7.script', (round) => `print(${round})\n`);
	const collection = await median('main.collection', (round) => `name: "main${round}"\n${instances.join('\n')}\n`);
	await watched.close();
	return { script, collection };
}

try {
	const { script, collection } = await watchTimes();
	console.log(
		`watching 2,000 files  a saved script ${script.toFixed(0)} ms, a collection of 1,000 objects ${collection.toFixed(0)} ms`,
	);
	await makeProject();
	const cold = await build();
	const phases = cold.result.phases.map(({ name, ms }) => `${name} ${(ms / 1000).toFixed(2)} s`).join(', ');
	const raw = join(root, 'raw');
	const rawBytes = dumpRaw(raw);
	console.log(`${cold.result.resources.length} resources, ${(rawBytes / 1e6).toFixed(0)} MB into LZ4`);
	console.log(
		`cold build          ${cold.seconds.toFixed(1)} s  ${(rawBytes / 1e6 / cold.seconds).toFixed(1)} MB/s  peak ${(cold.peakBytes / 1e6).toFixed(0)} MB  processor ${cold.cpuSeconds.toFixed(1)} s  (${phases})`,
	);
	const same = await build();
	console.log(
		`nothing changed     ${same.seconds.toFixed(2)} s  (${same.result.unchanged ? 'seen to be so' : 'built again'})`,
	);
	write('objects/o0.script', 'go.property("speed", 1)\nprint "changed"\n');
	const changed = await build();
	console.log(`one script changed  ${changed.seconds.toFixed(2)} s  peak ${(changed.peakBytes / 1e6).toFixed(0)} MB`);
	if (spawnSync('lz4', ['--version']).status !== 0) console.log('lz4 is not there: apt-get install liblz4-tool');
	else {
		const { seconds, cpuSeconds } = await native(raw);
		console.log(
			`lz4 -9 + sha1sum    ${seconds.toFixed(1)} s  ${(rawBytes / 1e6 / seconds).toFixed(1)} MB/s  processor ${cpuSeconds.toFixed(1)} s`,
		);
		console.log(
			`ratio               ${((seconds / cold.seconds) * 100).toFixed(0)} % of the rate of the two processes`,
		);
	}
} finally {
	rmSync(root, { recursive: true, force: true });
}
