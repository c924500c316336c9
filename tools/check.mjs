// npm run check: types, format, lint, floating promises, layers, doors, cycles, docs = code, generated files, dead code.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { checkDocs } from './check/docs.mjs';
import { checkHygiene } from './check/hygiene.mjs';
import { checkRooms } from './check/rooms.mjs';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const bin = (name) => `node_modules/.bin/${name}`;

function command(program, args) {
	return () =>
		new Promise((resolve) => {
			const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
			let output = '';
			child.stdout.on('data', (part) => (output += part));
			child.stderr.on('data', (part) => (output += part));
			child.on('error', (error) => resolve([String(error)]));
			child.on('close', (code) => resolve(code === 0 ? [] : [output.trim() || `exit ${code}`]));
		});
}

const steps = [
	['types', command(bin('tsc'), ['-b', 'tsconfig.json', 'tsconfig.test.json'])],
	['format and lint', command(bin('biome'), ['ci', '--colors=off', '.'])],
	[
		'floating promises',
		command(bin('oxlint'), ['--type-aware', '-A', 'all', '-D', 'typescript/no-floating-promises', 'src', 'test']),
	],
	['layers, doors, cycles', async () => checkRooms(root)],
	['docs = code', async () => checkDocs(root)],
	['hygiene', async () => checkHygiene(root)],
	['API coverage', command(process.execPath, ['tools/api-coverage.mjs', '--check'])],
	['generated schemas', command(process.execPath, ['tools/generate-ddf.mjs', '--check'])],
	['generated WebAssembly', command(process.execPath, ['tools/generate-wasm.mjs', '--check'])],
	['dead code', command(bin('knip'), ['--no-progress'])],
];

let failedCount = 0;
const start = performance.now();
// One after the other: two cores are soon full, and the first fault should be the first thing to read.
for (const [name, run] of steps) {
	const began = performance.now();
	const faults = await run();
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
	for (const fault of faults) console.log(`     ${fault.split('\n').join('\n     ')}`);
	if (faults.length > 0) failedCount++;
}
console.log(
	`${steps.length - failedCount} of ${steps.length} checks passed in ${((performance.now() - start) / 1000).toFixed(1)} s`,
);
process.exitCode = failedCount === 0 ? 0 : 1;
