import { binaryToText, LivemountError, textToBinary } from '../../bytes/index.ts';
import { eraRules, LIVEUPDATE_RESULT, type LiveUpdateResult, resultOfMountError } from '../../liveupdate/index.ts';
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
import { type Hash, hashOf, hashOfValue } from '../hash.ts';
import type { Callback, ScriptHost } from '../script/script-host.ts';

const RESERVED_MOUNTS = ['_base', '_builtin'];

/** The functions of eras B and C that add and remove mounts. Names are strings in B; in C a string or its hash. */
export function createMountFunctions(host: ScriptHost): Record<string, HostFunction> {
	const { liveUpdate, mounts } = host;
	const { mountNamesAreHashes } = eraRules(liveUpdate.era);
	const log = (severity: 'info' | 'error', message: string): void =>
		host.log({ severity, domain: 'LIVEUPDATE', message });

	/** In era C a mount is known by the hash of its name; where nobody knows its text, it is called by its number. */
	const nameOfHash = (hash: Hash): string =>
		mounts.list().find(({ name }) => hashOfMount(name) === hash)?.name ?? hash.knownText ?? `#${hash.hex}`;
	const nameOf = (value: LuaValue): string =>
		mountNamesAreHashes ? nameOfHash(checkHash(value, 1)) : binaryToText(checkString(value, 1));
	const shownName = (name: string): LuaValue => (mountNamesAreHashes ? hashOfMount(name) : textToBinary(name));
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
			const callback = createCallback(host, fn);
			if (priority < 0) luaError(`Priority needs to be a positive number: ${priority}`);
			refuseReserved(name, 'add');
			const finish = (result: LiveUpdateResult): void => {
				log('info', `Finishing add mount job: ${LIVEUPDATE_RESULT[result]}`);
				host.defer(() => callback?.call(shownName(name), textToBinary(uri), LIVEUPDATE_RESULT[result]));
			};
			host.track(liveUpdate.addMount({ name, uri, priority })).then(
				() => finish('OK'),
				(error: Error) => {
					const result = resultOfMountError(error, liveUpdate.era);
					log('error', mountFailure({ name, uri, error }));
					finish(result);
				},
			);
			return LIVEUPDATE_RESULT.OK;
		},
		remove_mount(nameValue) {
			const name = nameOf(nameValue);
			refuseReserved(name, 'remove');
			if (liveUpdate.removeMount(name)) return LIVEUPDATE_RESULT.OK;
			log('error', `Failed to remove mount '${name}': there is no mount of that name`);
			return LIVEUPDATE_RESULT.INVALID_RESOURCE;
		},
		is_built_with_excluded_files: () => liveUpdate.isBuiltWithExcludedFiles(),
	};
}

/**
 * The callback, or nothing where no script is running: a call at the top level of a script is done all the same, as engines
 * do it, and nobody hears of its end.
 */
function createCallback(host: ScriptHost, fn: LuaValue): Callback | undefined {
	const checked = checkFunction(fn, 4);
	if (host.isRunning()) return host.callback(checked);
	host.log({
		severity: 'error',
		domain: 'SCRIPT',
		message: 'CreateCallback failed: missing INSTANCE_CONTEXT meta function for instance context table',
	});
	return undefined;
}

function hashOfMount(name: string): Hash {
	return /^#[0-9a-f]{16}$/.test(name) ? hashOfValue(BigInt(`0x${name.slice(1)}`)) : hashOf(name);
}

function mountFailure({ name, uri, error }: { name: string; uri: string; error: Error }): string {
	if (!(error instanceof LivemountError)) return error.message;
	if (error.code === 'unknown-scheme') return error.message;
	if (error.code === 'duplicate-mount') return `Failed to add mount for '${name}': ${error.message}`;
	return `Failed to create new mount from ${uri}: ${error.message}`;
}
