// Which functions, constants and components that published games use the engine has: docs/api-coverage.md.
//
//   node tools/api-coverage.mjs          writes the document
//   node tools/api-coverage.mjs --check  says what differs
//
// The list of what games use is ../shared/api-usage.md (or the file in API_USAGE); without it nothing can be compared.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const usagePath = process.env.API_USAGE ?? join(root, '../shared/api-usage.md');
const documentPath = join(root, 'docs/api-coverage.md');

/** Modules of native extensions, and functions of libraries that bear the name of an engine's module. */
const FOREIGN = new Set(['imgui', 'poki_sdk', 'spine', 'websocket', 'jstodef', 'mesh']);
const FOREIGN_FUNCTIONS = new Set(['gui.set_spine_skin', 'timer.seconds', 'timer.repeating', 'timer.cancel_all']);

/** Rows of a table of the usage file, under a heading that begins so: name and number of bundles. */
function rowsUnder(text, heading) {
	const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
	return [...section.matchAll(/^\| \d+ \| `([^`]+)` \| (\d+) \|(?: (\d+) \|)?/gm)].map(([, name, game, all]) => ({
		name,
		bundles: Math.max(Number(game), heading.startsWith('1.') ? Number(all) : 0),
	}));
}

/** Names of everything the engine's modules have: `module.name`. */
async function implementedNames() {
	const { MODULES } = await import('../dist/engine/script/modules.js');
	const { createConfig } = await import('../dist/engine/index.js');
	const { createDisplay } = await import('../dist/engine/display.js');
	const config = createConfig('');
	// Modules only look at these while they are made; the rest is asked for when a function is called.
	const host = {
		config,
		display: createDisplay(config),
		liveUpdate: { era: 'B', engineVersion: '' },
		windowListener: {},
		physics: {},
		runJavaScript: () => '',
		log: () => undefined,
	};
	const names = new Set(['hash', 'hash_to_hex', 'pprint']);
	for (const [module, { create }] of Object.entries(MODULES)) {
		for (const [name, value] of Object.entries(create(host) ?? {})) {
			names.add(`${module}.${name}`);
			if (value?.entries) for (const [key] of value.entries()) names.add(`${module}.${name}.${key}`);
		}
	}
	for (const name of [
		'band',
		'bor',
		'bnot',
		'bxor',
		'lshift',
		'rshift',
		'arshift',
		'tobit',
		'tohex',
		'rol',
		'ror',
		'bswap',
	]) {
		names.add(`bit.${name}`);
	}
	return names;
}

function table(rows, names, what) {
	const relevant = rows.filter(({ name }) => !/^(math|string|table|debug|package|io|os|coroutine)\./.test(name));
	const isForeign = ({ name }) => FOREIGN.has(name.split('.')[0]) || FOREIGN_FUNCTIONS.has(name);
	const own = relevant.filter((row) => !isForeign(row) && (what === 'functions' || /[A-Z]/.test(name(row))));
	const missing = own.filter((row) => !names.has(row.name));
	const foreign = relevant.filter(isForeign);
	const lines = [`${own.length - missing.length} of ${own.length} ${what} that games use are there.`];
	if (missing.length > 0) {
		lines.push('', '| missing | games |', '|---|--:|', ...missing.map((row) => `| \`${row.name}\` | ${row.bundles} |`));
	}
	if (what === 'functions') {
		lines.push(
			'',
			`Not counted, because they are no part of the engine (native extensions and libraries): ${foreign.map((row) => `\`${row.name}\``).join(', ')}.`,
		);
	}
	return lines.join('\n');
}

function name(row) {
	return row.name;
}

async function render() {
	const usage = readFileSync(usagePath, 'utf8');
	const names = await implementedNames();
	const { resourceTypes } = await import('../dist/engine/resource-types.js');
	const components = rowsUnder(usage, '8.').map(({ name: extension, bundles }) => ({
		extension: extension.replace(/^\./, ''),
		bundles,
	}));
	const byModule = new Map();
	for (const full of [...names].sort()) {
		const at = full.indexOf('.');
		const module = at < 0 ? 'globals' : full.slice(0, at);
		byModule.set(module, [...(byModule.get(module) ?? []), at < 0 ? full : full.slice(at + 1)]);
	}
	return [
		'# API coverage',
		'',
		'Made by `tools/api-coverage.mjs` from the code and from a count of what 136 published games call. Do not edit by hand.',
		'',
		'## Functions',
		'',
		table(rowsUnder(usage, '1.'), names, 'functions'),
		'',
		'## Constants',
		'',
		table(rowsUnder(usage, '4.'), names, 'constants'),
		'',
		'## Components',
		'',
		'| component | games | |',
		'|---|--:|---|',
		...components.map(
			({ extension, bundles }) =>
				`| ${extension} | ${bundles} | ${resourceTypes.has(extension) ? 'yes' : 'of a native extension: left out with a warning'} |`,
		),
		'',
		'## Everything there is',
		'',
		...[...byModule].flatMap(([module, list]) => {
			const functions = list.filter((entry) => !/^[A-Z]/.test(entry));
			const constants = list.length - functions.length;
			return [`**${module}**: ${functions.join(', ')}${constants > 0 ? `; ${constants} constants` : ''}`, ''];
		}),
	]
		.join('\n')
		.trimEnd()
		.concat('\n');
}

if (!existsSync(usagePath)) {
	console.log(`nothing to compare with: ${usagePath} is not there; set API_USAGE to the list of what games use`);
} else {
	const text = await render();
	if (!process.argv.includes('--check')) {
		writeFileSync(documentPath, text);
		console.log(`wrote ${documentPath}`);
	} else if (!existsSync(documentPath) || readFileSync(documentPath, 'utf8') !== text) {
		console.error('docs/api-coverage.md differs from the code: run node tools/api-coverage.mjs');
		process.exitCode = 1;
	}
}
