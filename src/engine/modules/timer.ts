import { checkFunction, checkNumber, type HostFunction, LuaTable, luaError } from '../../lua/index.ts';
import { isTrue } from '../arguments.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { INVALID_TIMER_HANDLE } from '../script/timers.ts';

/** Module `timer`: calling a function after a time. */
export function createTimerModule(host: ScriptHost): Record<string, HostFunction | number> {
	const { timers } = host;
	return {
		INVALID_TIMER_HANDLE,
		delay(delay, repeating, fn) {
			const seconds = checkNumber(delay, 1);
			if (seconds < 0) luaError('timer.delay does not support negative delay times');
			const callback = host.callback(checkFunction(fn, 3));
			const { instance } = callback;
			return timers.add(instance.timerWorld, {
				delay: seconds,
				repeating: isTrue(repeating),
				isAlive: () => instance.alive,
				fire: (handle, elapsed) => callback.call(handle, elapsed),
			});
		},
		cancel: (handle) => timers.cancel(checkNumber(handle, 1)),
		trigger: (handle) => timers.trigger(checkNumber(handle, 1)),
		get_info(handle) {
			const info = timers.info(checkNumber(handle, 1));
			if (!info) return undefined;
			return LuaTable.fromObject({ time_remaining: info.remaining, delay: info.delay, repeating: info.repeating });
		},
	};
}
