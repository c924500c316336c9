import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContentPack } from '../inspect/index.ts';
import { compileScripts } from './compile-scripts.ts';
import { NodeError } from './error.ts';
import type { OpenedBundle } from './open-bundle.ts';
import type { ServedFile } from './serve.ts';

/** What the page is told of the game; the player's `PlayerSettings`. */
export type PageSettings = {
	era: 'A' | 'B' | 'C';
	engineVersion?: string;
	config?: Readonly<Record<string, string>>;
};

/** Where a page finds the bundle. */
export const PAGE_BUNDLE_PREFIX = '/game/';

/**
 * A strict policy: nothing is evaluated, nothing comes from elsewhere but what the game itself asks for over HTTP.
 * `wasm-unsafe-eval` allows WebAssembly, which unpacks content faster; without it the player does the same in JavaScript.
 */
const PAGE_POLICY: string = [
	"default-src 'none'",
	"script-src 'self' 'wasm-unsafe-eval'",
	"worker-src 'self'",
	'connect-src *',
	"img-src 'self' data: blob:",
	"media-src 'self' data: blob:",
	"base-uri 'none'",
	"form-action 'none'",
].join('; ');

/** The player as one module. @throws NodeError `not-found` when the package was not built */
function playerScript(): Uint8Array {
	const path = fileURLToPath(new URL('../../dist/assets/player/player.js', import.meta.url));
	if (!existsSync(path)) {
		throw new NodeError('not-found', `${path}: expected the player, found no such file; npm run build makes it`, {
			data: { path },
		});
	}
	return readFileSync(path);
}

/**
 * The files of a page that plays a bundle: the page itself, the player, and the game's scripts compiled ahead of time. The
 * bundle's own files lie beside it under `PAGE_BUNDLE_PREFIX`.
 */
export function playerPage(
	bundle: OpenedBundle,
	packs: readonly ContentPack[],
	settings: PageSettings,
): { files: Map<string, ServedFile>; faults: readonly string[] } {
	const scripts = compileScripts(bundle, packs);
	const page = pageText({
		...settings,
		bundle: `.${PAGE_BUNDLE_PREFIX}${bundleEntry(bundle)}`,
		scripts: './scripts.js',
	});
	const text = (type: string, body: string): ServedFile => ({ type, bytes: Buffer.from(body), policy: PAGE_POLICY });
	return {
		files: new Map([
			['/', text('text/html; charset=utf-8', page)],
			['/player.js', { type: 'text/javascript; charset=utf-8', bytes: playerScript(), policy: PAGE_POLICY }],
			['/scripts.js', text('text/javascript; charset=utf-8', scripts.text)],
		]),
		faults: scripts.faults,
	};
}

/** The list of pieces where there is one; else the folder itself, which is the empty name. */
function bundleEntry({ folder, split }: OpenedBundle): string {
	if (!split) return '';
	const list = 'archive_files.json';
	return existsSync(join(folder, list)) ? list : `archive/${list}`;
}

function pageText(settings: object): string {
	// "<" would end the element early if a setting held "</script>".
	const json = JSON.stringify(settings, undefined, 2).replaceAll('<', '\\u003c');
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, user-scalable=no">
<title>Livemount</title>
<link rel="icon" href="data:,">
<script type="application/json" id="livemount">
${json}
</script>
<script type="module" src="./player.js"></script>
<body></body>
</html>
`;
}
