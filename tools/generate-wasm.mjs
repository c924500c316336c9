// Compiles the inner loops of LZ4 to WebAssembly: node tools/generate-wasm.mjs [--check]
// With --check nothing is written; exit 1 says that a generated file is not what its source gives.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'src/formats/archive';
const MODULES = [
	{ source: 'lz4-module.as', target: 'lz4-module.ts', name: 'LZ4_MODULE_HEX' },
	{ source: 'lz4-encoder.as', target: 'lz4-encoder-module.ts', name: 'LZ4_ENCODER_HEX' },
];

/** The text of a generated file. */
function generate({ source, name }) {
	const work = mkdtempSync(join(tmpdir(), 'livemount-wasm-'));
	try {
		// The compiler takes only files that end in .ts; in the source tree they would be taken for TypeScript.
		copyFileSync(join(root, folder, source), join(work, 'module.ts'));
		execFileSync(
			process.execPath,
			[
				join(root, 'node_modules/assemblyscript/bin/asc.js'),
				'module.ts',
				...['--runtime', 'stub', '--noAssert', '-O3', '--enable', 'simd', '--enable', 'bulk-memory'],
				...['--importMemory', '--initialMemory', '1', '--outFile', 'module.wasm'],
			],
			{ cwd: work, stdio: ['ignore', 'inherit', 'inherit'] },
		);
		const hex = readFileSync(join(work, 'module.wasm')).toString('hex');
		const lines = hex.match(/.{1,110}/g).map((line) => `\t'${line}'`);
		return `// Generated from ${source} by tools/generate-wasm.mjs.\n\n/** The compiled module in hexadecimal. */\nexport const ${name}: string =\n${lines.join(' +\n')};\n`;
	} finally {
		rmSync(work, { recursive: true, force: true });
	}
}

for (const module of MODULES) {
	const text = generate(module);
	const target = join(root, folder, module.target);
	if (!process.argv.includes('--check')) {
		writeFileSync(target, text);
		console.log(`${folder}/${module.target} written`);
	} else if (readFileSync(target, 'utf8') !== text) {
		console.error(`${folder}/${module.target} is not what ${module.source} gives\nrun: node tools/generate-wasm.mjs`);
		process.exitCode = 1;
	}
}
