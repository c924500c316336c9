import { checkString, type HostFunction, type LuaValue } from '../../lua/index.ts';
import { Label } from '../components/label.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';
import { metricsTable } from './gui/content.ts';

/** Module `label`: the text of label components. */
export function createLabelModule(host: ScriptHost): Record<string, HostFunction> {
	const labelAt = (value: LuaValue): Label => componentAt(host, value, { type: Label, name: 'label' });
	return {
		set_text(url, text) {
			// Numbers are shown as Lua prints them.
			labelAt(url).text = checkString(text, 2);
		},
		get_text: (url) => labelAt(url).text,
		// Taken out of the engine in favour of resource.get_text_metrics; older games still call it.
		get_text_metrics(url) {
			const layout = labelAt(url).layout();
			return metricsTable(layout ?? { lines: [], width: 0, height: 0, maxAscent: 0, maxDescent: 0 });
		},
	};
}
