import { checkString, type HostFunction, type LuaValue } from '../../lua/index.ts';
import { Label } from '../components/label.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';

/** Module `label`: the text of label components. */
export function createLabelModule(host: ScriptHost): Record<string, HostFunction> {
	const labelAt = (value: LuaValue): Label => componentAt(host, value, { type: Label, name: 'label' });
	return {
		set_text(url, text) {
			labelAt(url).text = checkString(text, 2);
		},
		get_text: (url) => labelAt(url).text,
	};
}
