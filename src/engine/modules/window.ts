import { checkFunction, checkInteger, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { isTrue } from '../arguments.ts';
import type { Callback, ScriptHost } from '../script/script-host.ts';

/** Events of the window; the numbers are the engine's. */
export const WINDOW_EVENT = { FOCUS_LOST: 0, FOCUS_GAINED: 1, RESIZED: 2, ICONFIED: 3, DEICONIFIED: 4 } as const;

/** Who is told of window events. */
export type WindowListener = { callback: Callback | undefined };

/** Module `window`: its size, focus and behaviour. */
export function createWindowModule(
	host: ScriptHost,
	listener: WindowListener,
): Record<string, HostFunction | LuaValue> {
	const { display } = host;
	return {
		...Object.fromEntries(Object.entries(WINDOW_EVENT).map(([name, value]) => [`WINDOW_EVENT_${name}`, value])),
		DIMMING_UNKNOWN: 0,
		DIMMING_ON: 1,
		DIMMING_OFF: 2,
		get_size: () => [display.windowWidth, display.windowHeight],
		set_size(width, height) {
			const [w, h] = [checkInteger(width, 1), checkInteger(height, 2)];
			if (w <= 0 || h <= 0) luaError('the size of a window must be larger than 0');
			display.windowWidth = w;
			display.windowHeight = h;
		},
		set_position(x, y) {
			checkInteger(x, 1);
			checkInteger(y, 2);
		},
		set_title(title) {
			if (typeof title !== 'string') luaError('the title of a window must be a string');
		},
		get_display_scale: () => display.scale,
		get_dim_mode: () => display.dimMode,
		set_dim_mode(mode) {
			display.dimMode = checkInteger(mode, 1);
		},
		get_mouse_lock: () => display.mouseLocked,
		set_mouse_lock(lock) {
			display.mouseLocked = isTrue(lock);
		},
		set_listener(fn) {
			listener.callback = fn === undefined ? undefined : host.callback(checkFunction(fn, 1));
		},
		get_safe_area: () =>
			LuaTable.fromObject({
				x: 0,
				y: 0,
				width: display.windowWidth,
				height: display.windowHeight,
				inset_left: 0,
				inset_top: 0,
				inset_right: 0,
				inset_bottom: 0,
			}),
	};
}
