/**
 * Formats beside their peers, in one process and in turns.
 *
 *   npm run bench:formats [-- manifest decode zip verify]
 */
import { benchDecode } from './formats/decode.mjs';
import { benchManifest } from './formats/manifest.mjs';
import { benchVerify } from './formats/verify.mjs';
import { benchZip } from './formats/zip.mjs';

const BENCHES = { manifest: benchManifest, decode: benchDecode, zip: benchZip, verify: benchVerify };

const wanted = process.argv.slice(2);
for (const name of wanted) {
	if (!Object.hasOwn(BENCHES, name)) {
		console.error(`no benchmark ${name}: expected ${Object.keys(BENCHES).join(', ')}`);
		process.exit(2);
	}
}
for (const [name, bench] of Object.entries(BENCHES)) {
	if (wanted.length === 0 || wanted.includes(name)) await bench();
}
