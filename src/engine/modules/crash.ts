import type { HostFunction, LuaValue } from '../../lua/index.ts';

/** Module `crash`: nothing is dumped here, so there is never a dump to read. */
export function createCrashModule(): Record<string, HostFunction | LuaValue> {
	const nothing: HostFunction = () => undefined;
	return {
		SYSFIELD_ENGINE_VERSION: 0,
		SYSFIELD_ENGINE_HASH: 1,
		SYSFIELD_DEVICE_MODEL: 2,
		SYSFIELD_MANUFACTURER: 3,
		SYSFIELD_SYSTEM_NAME: 4,
		SYSFIELD_SYSTEM_VERSION: 5,
		SYSFIELD_LANGUAGE: 6,
		SYSFIELD_DEVICE_LANGUAGE: 7,
		SYSFIELD_TERRITORY: 8,
		SYSFIELD_ANDROID_BUILD_FINGERPRINT: 9,
		SYSFIELD_MAX: 10,
		USERFIELD_MAX: 32,
		USERFIELD_SIZE: 255,
		load_previous: nothing,
		release: nothing,
		set_file_path: nothing,
		write_dump: nothing,
		set_user_field: nothing,
		get_backtrace: nothing,
		get_extra_data: nothing,
		get_modules: nothing,
		get_signum: nothing,
		get_sys_field: nothing,
		get_user_field: nothing,
	};
}
