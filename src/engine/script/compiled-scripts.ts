import { type Crypto, encodeUtf8, toHex } from '../../bytes/index.ts';
import type { ChunkFactory } from '../../lua/index.ts';

/** Scripts compiled ahead of time, by `compiledScriptKey`: what a page needs that may not compile any itself. */
export type CompiledScripts = ReadonlyMap<string, ChunkFactory>;

/** Names a script by what it says and where it says it comes from, so that a changed script is never taken for another. */
export function compiledScriptKey(
	script: { readonly chunkName: string; readonly source: Uint8Array },
	crypto: Pick<Crypto, 'digest'>,
): string {
	const name = encodeUtf8(`${script.chunkName}\n`);
	const bytes = new Uint8Array(name.length + script.source.length);
	bytes.set(name);
	bytes.set(script.source, name.length);
	return toHex(crypto.digest('sha1', bytes));
}
