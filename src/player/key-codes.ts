/** Numbers of `dmInputDDF.Key` by the browser's name of a key's place; letters, digits and F-keys are counted. */
const KEYS: ReadonlyMap<string, number> = new Map([
	['Space', 0],
	['Quote', 6],
	['Comma', 11],
	['Minus', 12],
	['Period', 13],
	['Slash', 14],
	['Semicolon', 26],
	['Equal', 28],
	['BracketLeft', 58],
	['Backslash', 59],
	['BracketRight', 60],
	['Backquote', 63],
	['Escape', 68],
	['ArrowUp', 81],
	['ArrowDown', 82],
	['ArrowLeft', 83],
	['ArrowRight', 84],
	['ShiftLeft', 85],
	['ShiftRight', 86],
	['ControlLeft', 87],
	['ControlRight', 88],
	['AltLeft', 89],
	['AltRight', 90],
	['Tab', 91],
	['Enter', 92],
	['Backspace', 93],
	['Insert', 94],
	['Delete', 95],
	['PageUp', 96],
	['PageDown', 97],
	['Home', 98],
	['End', 99],
	['NumpadDivide', 110],
	['NumpadMultiply', 111],
	['NumpadSubtract', 112],
	['NumpadAdd', 113],
	['NumpadDecimal', 114],
	['NumpadEqual', 115],
	['NumpadEnter', 116],
	['NumLock', 117],
	['CapsLock', 118],
	['ScrollLock', 119],
	['Pause', 120],
	['MetaLeft', 121],
	['MetaRight', 122],
	['ContextMenu', 123],
	['BrowserBack', 124],
]);

const KEY_0 = 15;
const KEY_A = 32;
const KEY_F1 = 69;
const KEY_KP_0 = 100;

/** The Defold key at the place `KeyboardEvent.code` names; `undefined` for keys that Defold does not have. */
export function keyOfCode(code: string): number | undefined {
	const counted = /^(Key|Digit|Numpad|F)([A-Z]|\d{1,2})$/.exec(code);
	if (!counted) return KEYS.get(code);
	const [, kind, text = ''] = counted;
	switch (kind) {
		case 'Key':
			return KEY_A + text.charCodeAt(0) - 'A'.charCodeAt(0);
		case 'Digit':
			return KEY_0 + Number(text);
		case 'Numpad':
			return KEY_KP_0 + Number(text);
		default:
			return Number(text) <= 12 ? KEY_F1 + Number(text) - 1 : undefined;
	}
}
