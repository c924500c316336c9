/**
 * Real games, played headless: script errors, components and resources the engine does not know, and the time frames take.
 *
 *   npm run build && npm run bench:games [-- --frames 600] [-- --write] [bundle …]
 *
 * Reads the bundles from `../shared/corpus/bundles` (or from `GAMES`). Input is made of the game's own bindings: taps all over
 * the screen and every key, in a fixed order. With `--write` the table goes to `docs/real-games.md`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashOf } from '../dist/engine/index.js';
import { InputBindingSchema, readMessage } from '../dist/formats/index.js';
import { loadBundle, playBundle, runFrames } from '../dist/node/index.js';
import { keyOfPath } from '../dist/resource/index.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = process.env.GAMES ?? join(root, '../shared/corpus/bundles');
const args = process.argv.slice(2);
const framesAt = args.indexOf('--frames');
const frames = framesAt >= 0 ? Number(args[framesAt + 1]) : 600;
const named = args.filter((arg, at) => !arg.startsWith('--') && (framesAt < 0 || at !== framesAt + 1));

if (!existsSync(folder)) {
	console.error(`no bundles at ${folder}: set GAMES to a folder that has them`);
	process.exit(1);
}

/** Actions of the bundle's input bindings, pointers apart from keys. */
function actionsOf(bundle, mounts) {
	const binding = /game_binding\s*=\s*(\S+)/.exec(bundle.projectText)?.[1] ?? '/input/game.input_bindingc';
	const path = binding.endsWith('c') ? binding : `${binding}c`;
	const bytes = mounts.read(keyOfPath(path));
	if (!bytes) return { pointers: ['touch'], keys: [] };
	const { mouseTrigger, touchTrigger, keyTrigger } = readMessage(InputBindingSchema, bytes, path);
	const pointers = [...new Set([...mouseTrigger, ...touchTrigger].map(({ action }) => action))];
	return { pointers, keys: [...new Set(keyTrigger.map(({ action }) => action))] };
}

/** A tap every 12 frames, on a grid that wanders over the screen, and a key between two taps. */
function inputFor({ pointers, keys }, width, height) {
	const input = new Map();
	const put = (frame, action) => input.set(frame, [...(input.get(frame) ?? []), action]);
	for (let tap = 0; tap * 12 + 30 < frames; tap++) {
		const frame = tap * 12 + 30;
		const position = { x: (tap * 137) % width, y: (tap * 89) % height, dx: 0, dy: 0 };
		const common = { value: 1, repeated: false };
		const pointer = pointers[0];
		if (pointer !== undefined) {
			put(frame, { ...common, id: hashOf(pointer), pressed: true, released: false, position });
			put(frame + 2, { ...common, value: 0, id: hashOf(pointer), pressed: false, released: true, position });
		}
		put(frame + 4, { ...common, id: undefined, pressed: false, released: false, position });
		if (keys.length === 0) continue;
		const key = hashOf(keys[tap % keys.length]);
		put(frame + 5, { ...common, id: key, pressed: true, released: false });
		put(frame + 9, { ...common, value: 0, id: key, pressed: false, released: true });
	}
	return input;
}

async function play(name) {
	const errors = new Map();
	const unknown = new Set();
	const native = new Set();
	const row = {
		name,
		errors,
		unknown,
		native,
		engine: '',
		manifest: 0,
		frames: 0,
		milliseconds: 0,
		failure: undefined,
	};
	const log = ({ severity, domain, message }) => {
		const [first] = message.split('\n');
		const extension = /global '(\w+)' \(a nil value\)/.exec(first)?.[1];
		if (severity === 'error' && extension) native.add(extension);
		else if (severity === 'error') errors.set(`${domain}: ${first}`, (errors.get(`${domain}: ${first}`) ?? 0) + 1);
		const type = /there is no component type '(\w+)'/.exec(message)?.[1];
		if (type) unknown.add(type);
	};
	try {
		const bundle = await loadBundle(join(folder, name));
		row.manifest = bundle.manifest.version;
		const played = await playBundle({
			bundle,
			era: bundle.manifest.version < 4 ? 'A' : 'B',
			log,
			http: async () => ({ status: 0, headers: [], body: new Uint8Array(), error: 'no network' }),
		});
		const { display } = played.game;
		const input = inputFor(actionsOf(bundle, played.mounts), display.width, display.height);
		const began = performance.now();
		row.frames = (await runFrames(played.game, { frames, input })).frames;
		row.milliseconds = (performance.now() - began) / row.frames;
		await played.close();
	} catch (error) {
		const [first] = error.message.split('\n');
		const extension = /global '(\w+)' \(a nil value\)/.exec(first)?.[1];
		row.stack = error.cause?.stack ?? error.stack;
		if (extension) native.add(extension);
		else row.failure = first;
	}
	return row;
}

const rows = [];
for (const name of named.length > 0 ? named : readdirSync(folder).sort()) {
	const row = await play(name);
	rows.push(row);
	const total = [...row.errors.values()].reduce((sum, count) => sum + count, 0);
	console.log(
		`${name.padEnd(42)} manifest ${row.manifest}  ${String(row.frames).padStart(4)} frames  ${row.milliseconds.toFixed(2).padStart(7)} ms  ` +
			`${total} errors${row.native.size > 0 ? `, native extension: ${[...row.native].join(', ')}` : ''}${row.failure ? `, ${row.failure}` : ''}`,
	);
	for (const [text, count] of [...row.errors].sort((a, b) => b[1] - a[1]).slice(0, 5))
		console.log(`   ${count}× ${text}`);
	if (row.unknown.size > 0) console.log(`   unknown components: ${[...row.unknown].join(', ')}`);
}
if (process.env.STACK) for (const r of rows) console.log(r.stack);
if (args.includes('--write')) writeDocument();

function writeDocument() {
	const path = join(root, 'docs/real-games.md');
	const before = readFileSync(path, 'utf8');
	const lines = rows.map(({ name, manifest, frames: count, errors, unknown, native, failure }) => {
		const total = [...errors.values()].reduce((sum, errorCount) => sum + errorCount, 0);
		const why = failure ?? [...native].map((extension) => `needs the native extension \`${extension}\``).join(', ');
		// What a native extension leaves undone goes wrong again and again; the number would say nothing.
		return `| ${name} | ${manifest} | ${count} | ${native.size > 0 ? '–' : total} | ${[...unknown].join(', ') || 'none'} | ${why} |`;
	});
	const table = [
		'| bundle | manifest | frames | script errors | unknown components | remark |',
		'|---|--:|--:|--:|---|---|',
		...lines,
	].join('\n');
	writeFileSync(
		path,
		before.replace(/<!-- table -->[\s\S]*<!-- end -->/, () => `<!-- table -->\n${table}\n<!-- end -->`),
	);
	console.log(`wrote ${path}`);
}
