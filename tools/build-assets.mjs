// Bundles what a page needs into one file each: node tools/build-assets.mjs, after tsc.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
	absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
	entryPoints: { 'player/player': 'dist/player/main.js', 'report/page': 'dist/report/page.js' },
	outdir: 'dist/assets',
	bundle: true,
	minify: true,
	// Lua's stack traces are read off the names of functions.
	keepNames: true,
	format: 'esm',
	platform: 'browser',
	target: 'es2022',
	legalComments: 'none',
	logLevel: 'warning',
});
