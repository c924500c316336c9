import { binaryToText, fromBinaryString, textToBinary } from '../../bytes/index.ts';
import {
	eraRules,
	LEGACY_MOUNT,
	LIVEUPDATE_RESULT,
	type LiveUpdateResult,
	resultOfError,
} from '../../liveupdate/index.ts';
import {
	checkFunction,
	checkInteger,
	checkString,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
} from '../../lua/index.ts';
import { checkHash } from '../arguments.ts';
import { hashOf } from '../hash.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** The handle that stands for the manifest since mounts came; scripts pass it back and nobody looks at it. */
const MANIFEST_HANDLE = 0x0ac83fcc;
const RESERVED_MOUNTS = ['_base', '_builtin'];

/** `LIVEUPDATE_*` numbers. */
export function liveUpdateConstants(): Record<string, number> {
	return Object.fromEntries(Object.entries(LIVEUPDATE_RESULT).map(([name, value]) => [`LIVEUPDATE_${name}`, value]));
}

/** Module `liveupdate`, as its era has it; nil when the project switches live update off. */
export function createLiveUpdateModule(host: ScriptHost): Record<string, HostFunction | number> {
	const rules = eraRules(host.liveUpdate.era);
	return {
		...liveUpdateConstants(),
		...(rules.hasLegacyApi ? createStoreFunctions(host) : {}),
		...(rules.hasMounts ? createMountFunctions(host) : {}),
		is_built_with_excluded_files: () => host.liveUpdate.isBuiltWithExcludedFiles(),
	};
}

/** The functions of eras A and B that store single files; also in the module `resource`. */
export function createStoreFunctions(host: ScriptHost): Record<string, HostFunction> {
	const { liveUpdate } = host;
	const logError = (error: Error): void =>
		host.log({ severity: 'error', domain: 'LIVEUPDATE', message: error.message });

	return {
		get_current_manifest: () => MANIFEST_HANDLE,
		is_using_liveupdate_data: () => liveUpdate.isUsingLiveUpdateData(),
		store_resource(_manifest, data, hexDigest, fn) {
			const digest = checkString(hexDigest, 3);
			const bytes = fromBinaryString(checkString(data, 2));
			const callback = host.callback(checkFunction(fn, 4));
			const finish = (stored: boolean): void => host.defer(() => callback.call(digest, stored));
			host.track(liveUpdate.storeResource({ hexDigest: digest, bytes })).then(
				() => finish(true),
				(error: Error) => {
					resultOfError(error, liveUpdate.era);
					logError(error);
					finish(false);
				},
			);
		},
		store_manifest(data, fn) {
			const bytes = fromBinaryString(checkString(data, 1));
			const callback = host.callback(checkFunction(fn, 2));
			const finish = (result: LiveUpdateResult): void => host.defer(() => callback.call(LIVEUPDATE_RESULT[result]));
			host.track(liveUpdate.storeManifest(bytes)).then(
				() => finish('OK'),
				(error: Error) => {
					const result = resultOfError(error, liveUpdate.era);
					logError(error);
					finish(result);
				},
			);
		},
		store_archive(path, fn) {
			const file = checkString(path, 1);
			const callback = host.callback(checkFunction(fn, 2));
			const finish = (stored: boolean): void => host.defer(() => callback.call(file, stored));
			const mount = { ...LEGACY_MOUNT, uri: `zip:${binaryToText(file)}` };
			host.track(liveUpdate.addMount(mount)).then(
				() => finish(true),
				(error: Error) => {
					resultOfError(error, liveUpdate.era);
					logError(error);
					finish(false);
				},
			);
		},
	};
}

function createMountFunctions(host: ScriptHost): Record<string, HostFunction> {
	const { liveUpdate, mounts } = host;
	const { mountNamesAreHashes } = eraRules(liveUpdate.era);

	const nameOf = (value: LuaValue): string =>
		mountNamesAreHashes ? checkHash(value, 1).text : binaryToText(checkString(value, 1));
	const shownName = (name: string): LuaValue => (mountNamesAreHashes ? hashOf(name) : textToBinary(name));
	const refuseReserved = (name: string, what: 'add' | 'remove'): void => {
		if (mountNamesAreHashes) {
			if (RESERVED_MOUNTS.includes(name)) luaError(`Cannot ${what} reserved mount: ${hashOf(name).hex}`);
		} else if (name.startsWith('_')) {
			luaError(what === 'add' ? `Name must not start with '_': ${name}` : `Cannot remove base mounts: ${name}`);
		}
	};

	return {
		get_mounts() {
			const list = mounts
				.list()
				.map(({ name, uri, priority }) =>
					LuaTable.fromObject({ name: shownName(name), uri: textToBinary(uri), priority }),
				);
			return LuaTable.fromArray(list);
		},
		add_mount(nameValue, uriValue, priorityValue, fn) {
			const name = nameOf(nameValue);
			const uri = binaryToText(checkString(uriValue, 2));
			const priority = checkInteger(priorityValue, 3);
			const callback = host.callback(checkFunction(fn, 4));
			if (priority < 0) luaError(`Priority needs to be a positive number: ${priority}`);
			refuseReserved(name, 'add');
			const finish = (result: LiveUpdateResult): void =>
				host.defer(() => callback.call(shownName(name), textToBinary(uri), LIVEUPDATE_RESULT[result]));
			host.track(liveUpdate.addMount({ name, uri, priority })).then(
				() => finish('OK'),
				(error: Error) => {
					const result = resultOfError(error, liveUpdate.era);
					host.log({
						severity: 'error',
						domain: 'LIVEUPDATE',
						message: `Failed to add mount '${name}': ${error.message}`,
					});
					finish(result);
				},
			);
			return LIVEUPDATE_RESULT.OK;
		},
		remove_mount(nameValue) {
			const name = nameOf(nameValue);
			refuseReserved(name, 'remove');
			if (liveUpdate.removeMount(name)) return LIVEUPDATE_RESULT.OK;
			host.log({
				severity: 'error',
				domain: 'LIVEUPDATE',
				message: `Failed to remove mount '${name}': there is no mount of that name`,
			});
			return LIVEUPDATE_RESULT.INVALID_RESOURCE;
		},
	};
}
