import { binaryToText } from '../../bytes/index.ts';
import { checkString, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { Hash } from '../hash.ts';
import type { FontResource } from '../resources/font.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** Module `font`: fonts whose glyphs are made while the game runs. Headless play makes no pictures of them. */
export function createFontModule(host: ScriptHost): Record<string, HostFunction> {
	const fontAt = (value: LuaValue): FontResource => {
		const path = value instanceof Hash ? value.text : binaryToText(checkString(value, 1));
		const loaded = path.endsWith('.fontc') ? host.resources.find<FontResource>(path) : undefined;
		return loaded?.value ?? luaError(`Could not find font resource '${path}'`);
	};
	return {
		add_font(font) {
			fontAt(font);
		},
		remove_font(font) {
			fontAt(font);
		},
		prewarm_text(font, text, done) {
			fontAt(font);
			checkString(text, 2);
			if (typeof done !== 'function') return 0;
			const callback = host.callback(done);
			host.defer(() => callback.call(0, true));
			return 0;
		},
		get_info: (font) => LuaTable.fromObject({ path: fontAt(font).path, fonts: new LuaTable() }),
	};
}
