import { binaryToText, toBinaryString } from '../../bytes/index.ts';
import { eraRules } from '../../liveupdate/index.ts';
import { checkString, type HostFunction, type LuaValue, luaError } from '../../lua/index.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { liveUpdateConstants } from './liveupdate.ts';
import { createStoreFunctions } from './liveupdate-store.ts';
import { readMounted } from './read-mounted.ts';
import { dynamicFunctions } from './resource/dynamic.ts';

/** Module `resource`: bytes of resources, and before era C the live-update functions under their first names. */
export function createResourceModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const legacy = eraRules(host.liveUpdate.era).hasLegacyApi && host.config.boolean('liveupdate.enabled', true);
	return {
		...dynamicFunctions(host),
		...(legacy ? { ...liveUpdateConstants(), ...createStoreFunctions(host) } : {}),
		load(path) {
			const name = binaryToText(checkString(path, 1));
			const file = readMounted(host, name);
			return file.bytes ? toBinaryString(file.bytes) : luaError(`Failed to load resource: ${name} (${file.reason})`);
		},
	};
}
