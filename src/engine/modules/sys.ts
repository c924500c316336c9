import { binaryToText, encodeUtf8, textToBinary, toBinaryString, toHex } from '../../bytes/index.ts';
import { checkString, type HostFunction, LuaTable, optNumber } from '../../lua/index.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** Module `sys`: settings, paths, what the game runs on. */
export function createSysModule(host: ScriptHost): Record<string, HostFunction> {
	const { config, liveUpdate } = host;
	return {
		get_config(key, fallback) {
			const value = config.string(binaryToText(checkString(key, 1)));
			return value === undefined ? fallback : textToBinary(value);
		},
		get_config_string(key, fallback) {
			const value = config.string(binaryToText(checkString(key, 1)));
			if (value !== undefined) return textToBinary(value);
			return fallback === undefined ? undefined : checkString(fallback, 2);
		},
		get_config_int: (key, fallback) => config.integer(checkString(key, 1), optNumber(fallback, 2, 0)),
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
		get_sys_info: () =>
			LuaTable.fromObject({
				device_model: '',
				manufacturer: '',
				system_name: 'Livemount',
				system_version: '',
				api_version: '',
				language: 'en',
				device_language: 'en',
				territory: 'US',
				gmt_offset: 0,
				user_agent: '',
			}),
		get_save_file(application, file) {
			const folder = host.saveFiles.folderOf(binaryToText(checkString(application, 1)));
			const name = binaryToText(checkString(file, 2));
			return textToBinary(name === '' ? folder : `${folder}/${name}`);
		},
		load_resource(path) {
			const name = binaryToText(checkString(path, 1));
			const bytes = host.resources.readFile(name);
			if (bytes) return toBinaryString(bytes);
			return [undefined, textToBinary(`Failed to load resource: ${name} (not found)`)];
		},
	};
}
