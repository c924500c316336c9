import { checkFunction, checkString, type HostFunction } from '../../lua/index.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** Module `html5`: the page around the game. */
export function createHtml5Module(host: ScriptHost): Record<string, HostFunction> {
	return {
		run(code) {
			const text = checkString(code, 1);
			return host.runJavaScript?.(text) ?? '';
		},
		set_interaction_listener(fn) {
			if (fn !== undefined) host.callback(checkFunction(fn, 1));
		},
	};
}
