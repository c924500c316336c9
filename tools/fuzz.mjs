// npm run fuzz -- --minutes N [--seed S]: reads changed inputs of every format for N minutes, from a new seed each time.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!(minutes > 0) || !Number.isInteger(seed)) {
	console.error('expected --minutes with a number above 0 and --seed with a whole number');
	process.exit(2);
}
console.log(`fuzzing for ${minutes} minutes, seed ${seed}`);
const child = spawn('node_modules/.bin/vitest', ['run', 'src/formats/fuzz.test.ts'], {
	cwd: fileURLToPath(new URL('..', import.meta.url)),
	stdio: 'inherit',
	env: { ...process.env, LIVEMOUNT_FUZZ_MINUTES: String(minutes), LIVEMOUNT_FUZZ_SEED: String(seed) },
});
child.on('close', (code) => {
	process.exitCode = code ?? 1;
});
