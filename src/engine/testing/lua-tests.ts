import { binaryToText, encodeUtf8, textToBinary } from '../../bytes/index.ts';
import { LuaTable, type LuaValue } from '../../lua/index.ts';
import { EngineError } from '../error.ts';
import type { Game } from '../game.ts';
import { HARNESS } from './harness.ts';

/** One test of a test file. */
export type LuaTestResult = {
	readonly file: string;
	readonly name: string;
	readonly ok: boolean;
	/** The error with its traceback. */
	readonly message: string | undefined;
};

/**
 * Runs Lua test files inside a game: `describe` and `test`, or tables of functions named `test…`.
 *
 * @param only  runs only tests whose file or name contains it
 * @throws EngineError `script-error` when the game could not run them at all
 */
export function runLuaTests(
	game: Game,
	files: readonly { readonly path: string; readonly source: Uint8Array }[],
	only?: string,
): LuaTestResult[] {
	const list = files.map(({ path, source }) => {
		const entry = new LuaTable();
		entry.set('path', textToBinary(path));
		entry.set('load', () => {
			const loaded = game.runLua(source, `@${path}`);
			if (!loaded.ok) throw loaded.error;
			return loaded.value;
		});
		return entry;
	});
	const runner = game.runLua(encodeUtf8(HARNESS), '=harness');
	const outcome =
		runner.ok && typeof runner.value === 'function'
			? game.callLua(runner.value, [LuaTable.fromArray(list), only && textToBinary(only)])
			: runner;
	if (!outcome.ok) throw new EngineError('script-error', binaryToText(outcome.error.stack), { cause: outcome.error });
	const results: LuaTestResult[] = [];
	if (!(outcome.value instanceof LuaTable)) return results;
	for (let at = 1; ; at++) {
		const row = outcome.value.get(at);
		if (!(row instanceof LuaTable)) return results;
		const text = (value: LuaValue): string => binaryToText(String(value));
		const message = row.get('message');
		results.push({
			file: text(row.get('file')),
			name: text(row.get('name')),
			ok: row.get('ok') === true,
			message: message === undefined ? undefined : text(message),
		});
	}
}
