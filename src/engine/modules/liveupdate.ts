import { eraRules, LIVEUPDATE_RESULT } from '../../liveupdate/index.ts';
import type { HostFunction } from '../../lua/index.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { createMountFunctions } from './liveupdate-mounts.ts';
import { createStoreFunctions } from './liveupdate-store.ts';

/** `LIVEUPDATE_*` numbers. */
export function liveUpdateConstants(): Record<string, number> {
	return Object.fromEntries(Object.entries(LIVEUPDATE_RESULT).map(([name, value]) => [`LIVEUPDATE_${name}`, value]));
}

/** Module `liveupdate`, as its era has it; nil when the project switches live update off. */
export function createLiveUpdateModule(host: ScriptHost): Record<string, HostFunction | number> | undefined {
	if (!host.config.boolean('liveupdate.enabled', true)) {
		const message = `Liveupdate disabled due to project setting liveupdate.enabled=${host.config.string('liveupdate.enabled')}`;
		host.log({ severity: 'info', domain: 'LIVEUPDATE', message });
		return undefined;
	}
	const rules = eraRules(host.liveUpdate.era);
	return {
		...liveUpdateConstants(),
		...(rules.hasLegacyApi ? createStoreFunctions(host) : {}),
		...(rules.hasMounts ? createMountFunctions(host) : {}),
	};
}
