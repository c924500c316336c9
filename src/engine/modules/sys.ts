import { binaryToText, encodeUtf8, textToBinary, toHex } from '../../bytes/index.ts';
import {
	checkFunction,
	checkInteger,
	checkString,
	type HostFunction,
	LuaTable,
	type LuaValue,
	optInteger,
	optNumber,
} from '../../lua/index.ts';
import { isTrue } from '../arguments.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { fileFunctions } from './sys/files.ts';

/** Module `sys`: settings, files, what the game runs on. */
export function createSysModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const { config, liveUpdate } = host;
	return {
		...fileFunctions(host),
		NETWORK_DISCONNECTED: 0,
		NETWORK_CONNECTED_CELLULAR: 1,
		NETWORK_CONNECTED: 2,
		REQUEST_STATUS_FINISHED: 0,
		REQUEST_STATUS_ERROR_IO_ERROR: -1,
		REQUEST_STATUS_ERROR_NOT_FOUND: -2,
		get_config(key, fallback) {
			const value = config.string(binaryToText(checkString(key, 1)));
			return value === undefined ? fallback : textToBinary(value);
		},
		get_config_string(key, fallback) {
			const value = config.string(binaryToText(checkString(key, 1)));
			if (value !== undefined) return textToBinary(value);
			return fallback === undefined ? undefined : checkString(fallback, 2);
		},
		get_config_int: (key, fallback) => config.integer(checkString(key, 1), optInteger(fallback, 2, 0)),
		get_config_number: (key, fallback) => config.number(checkString(key, 1), optNumber(fallback, 2, 0)),
		get_config_boolean: (key, fallback) => config.boolean(checkString(key, 1), fallback === true),
		get_engine_info() {
			const { engineVersion } = liveUpdate;
			return LuaTable.fromObject({
				version: engineVersion,
				version_sha1: toHex(host.crypto.digest('sha1', encodeUtf8(engineVersion))),
				is_debug: true,
			});
		},
		get_sys_info: (options) => {
			if (options !== undefined && !(options instanceof LuaTable)) checkString(options, 1);
			return LuaTable.fromObject({
				device_model: '',
				manufacturer: '',
				system_name: 'Livemount',
				system_version: '',
				api_version: '',
				language: 'en',
				device_language: 'en',
				territory: 'US',
				gmt_offset: 0,
				device_ident: '',
				user_agent: '',
			});
		},
		get_application_info: () => LuaTable.fromObject({ installed: false }),
		get_ifaddrs: () => new LuaTable(),
		get_connectivity: () => 2,
		set_connectivity_host(name) {
			checkString(name, 1);
		},
		open_url(url) {
			host.log({ severity: 'info', domain: 'SYSTEM', message: `open_url: ${binaryToText(checkString(url, 1))}` });
			return true;
		},
		set_error_handler(fn) {
			host.errorHandler = fn === undefined ? undefined : host.callback(checkFunction(fn, 1));
		},
		set_update_frequency(frequency) {
			checkInteger(frequency, 1);
		},
		set_vsync_swap_interval(interval) {
			checkInteger(interval, 1);
		},
		set_engine_throttle(enable) {
			isTrue(enable);
		},
		set_render_enable(enable) {
			isTrue(enable);
		},
		exit(code) {
			host.exit(optInteger(code, 1, 0));
		},
		reboot(...args) {
			host.reboot(args.filter((arg) => arg !== undefined).map((arg, at) => binaryToText(checkString(arg, at + 1))));
		},
		// For the debugger of the editor; there is none.
		set_debugger_lightweight_hook() {
			return undefined;
		},
	};
}
