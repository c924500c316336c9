// Generates the message classes of compiled resources from the .proto files: node tools/generate-ddf.mjs [--check]
// With --check nothing is written; exit 1 says that the generated files are not what the .proto files give.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const protoDir = join(root, 'src/formats/ddf/proto');
const genDir = join(root, 'src/formats/ddf/gen');
const protos = readdirSync(protoDir)
	.filter((name) => name.endsWith('.proto'))
	.sort();
const work = mkdtempSync(join(tmpdir(), 'livemount-ddf-'));
try {
	execFileSync(
		process.execPath,
		[
			join(root, 'node_modules/protoc/protoc.cjs'),
			`--plugin=protoc-gen-es=${join(root, 'node_modules/.bin/protoc-gen-es')}`,
			`--es_out=${work}`,
			'--es_opt=target=ts,import_extension=ts,erasable_syntax=true',
			`-I${protoDir}`,
			...protos,
		],
		{ cwd: protoDir, stdio: ['ignore', 'inherit', 'inherit'] },
	);
	const made = new Map(readdirSync(work).map((name) => [name, readFileSync(join(work, name), 'utf8')]));
	if (process.argv.includes('--check')) {
		const stale = [...made].filter(([name, text]) => {
			try {
				return readFileSync(join(genDir, name), 'utf8') !== text;
			} catch {
				return true;
			}
		});
		if (stale.length > 0) {
			console.error(
				`not what the .proto files give: ${stale.map(([name]) => `src/formats/ddf/gen/${name}`).join(', ')}`,
			);
			console.error('run: node tools/generate-ddf.mjs');
			process.exitCode = 1;
		}
	} else {
		rmSync(genDir, { recursive: true, force: true });
		mkdirSync(genDir, { recursive: true });
		for (const [name, text] of made) writeFileSync(join(genDir, name), text);
		console.log(`${made.size} files in src/formats/ddf/gen`);
	}
} finally {
	rmSync(work, { recursive: true, force: true });
}
