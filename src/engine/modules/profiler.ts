import { checkString, type HostFunction, type LuaValue } from '../../lua/index.ts';

/** Module `profiler`: there is nothing to look at when played headless; calls do nothing. */
export function createProfilerModule(): Record<string, HostFunction | LuaValue> {
	const nothing: HostFunction = () => undefined;
	return {
		MODE_PAUSE: 0,
		MODE_RUN: 1,
		MODE_SHOW_PEAK_FRAME: 2,
		MODE_RECORD: 3,
		VIEW_MODE_FULL: 0,
		VIEW_MODE_MINIMIZED: 1,
		get_memory_usage: () => 0,
		get_cpu_usage: () => 0,
		enable: nothing,
		enable_ui: nothing,
		set_ui_mode: nothing,
		set_ui_view_mode: nothing,
		set_ui_vsync_wait_visible: nothing,
		view_recorded_frame: nothing,
		recorded_frame_count: () => 0,
		dump_frame: nothing,
		log_text: nothing,
		scope_begin: (name) => {
			checkString(name, 1);
		},
		scope_end: nothing,
	};
}
