// Compiles the inner loops of decoding to WebAssembly: node tools/generate-wasm.mjs [--check]
// With --check nothing is written; exit 1 says that the generated file is not what the source gives.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'src/formats/archive/lz4-module.as');
const target = join(root, 'src/formats/archive/lz4-module.ts');
const work = mkdtempSync(join(tmpdir(), 'livemount-wasm-'));
try {
	// The compiler takes only files that end in .ts; in the source tree they would be taken for TypeScript.
	copyFileSync(source, join(work, 'module.ts'));
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
	const text = `// Generated from lz4-module.as by tools/generate-wasm.mjs.\n\n/** The compiled module in hexadecimal. */\nexport const LZ4_MODULE_HEX: string =\n${lines.join(' +\n')};\n`;
	if (process.argv.includes('--check')) {
		if (readFileSync(target, 'utf8') !== text) {
			console.error('src/formats/archive/lz4-module.ts is not what lz4-module.as gives');
			console.error('run: node tools/generate-wasm.mjs');
			process.exitCode = 1;
		}
	} else {
		writeFileSync(target, text);
		console.log(`${hex.length / 2} bytes of WebAssembly in src/formats/archive/lz4-module.ts`);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
