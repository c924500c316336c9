import { chunkNameOf, compiledScriptKey } from '../engine/index.ts';
import { LuaModuleSchema, readMessage } from '../formats/index.ts';
import { type ContentPack, extractBundle } from '../inspect/index.ts';
import { compileToExpression, LuaSyntaxError } from '../lua/index.ts';
import { nodeCrypto } from './crypto.ts';
import type { OpenedBundle } from './open-bundle.ts';

const SCRIPT = /\.(script|gui_script|render_script|lua)c$/;

/**
 * Compiles every script of a bundle, and of packs of its excluded content, into one JavaScript module, whose default export
 * is `CompiledScripts`. A page with it needs no `eval`.
 *
 * @returns text of the module; scripts with faults are left out and named
 */
export function compileScripts(
	bundle: OpenedBundle,
	packs: readonly ContentPack[] = [],
): { text: string; count: number; faults: readonly string[] } {
	const lines: string[] = [];
	const faults: string[] = [];
	const seen = new Set<string>();
	for (const { name, bytes } of extractBundle(bundle, { packs, what: ['resources'] })) {
		if (!SCRIPT.test(name)) continue;
		const module = readMessage(LuaModuleSchema, bytes, name);
		const script = { chunkName: chunkNameOf(module, name), source: module.source?.script ?? new Uint8Array() };
		const key = compiledScriptKey(script, nodeCrypto);
		if (seen.has(key)) continue;
		seen.add(key);
		try {
			const text = Buffer.from(script.source).toString('latin1');
			lines.push(`['${key}',${compileToExpression(text, script.chunkName)}],`);
		} catch (error) {
			if (!(error instanceof LuaSyntaxError)) throw error;
			faults.push(error.message);
		}
	}
	return { text: `export default new Map([\n${lines.join('\n')}\n]);\n`, count: lines.length, faults };
}
