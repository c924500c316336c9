import { binaryToText, fromBinaryString } from '../../bytes/index.ts';
import { LIVEUPDATE_RESULT, type LiveUpdateResult, resultOfError } from '../../liveupdate/index.ts';
import { checkFunction, checkString, checkTable, type HostFunction } from '../../lua/index.ts';
import { isTrue } from '../arguments.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** The handle that stands for the manifest since mounts came; scripts pass it back and nobody looks at it. */
const MANIFEST_HANDLE = 0x0ac83fcc;

/** The functions of eras A and B that store single files; also in the module `resource`. */
export function createStoreFunctions(host: ScriptHost): Record<string, HostFunction> {
	const { liveUpdate } = host;
	const logError = (message: string): void => host.log({ severity: 'error', domain: 'LIVEUPDATE', message });
	/** The result for a failed call, logged. */
	const fail = (error: Error): LiveUpdateResult => {
		const result = resultOfError(error, liveUpdate.era);
		logError(error.message);
		return result;
	};

	return {
		get_current_manifest: () => MANIFEST_HANDLE,
		is_using_liveupdate_data: () => liveUpdate.isUsingLiveUpdateData(),
		store_resource(_manifest, data, hexDigest, fn) {
			const bytes = fromBinaryString(checkString(data, 2));
			const digest = checkString(hexDigest, 3);
			const callback = host.callback(checkFunction(fn, 4));
			const finish = (stored: boolean): void => host.defer(() => callback.call(digest, stored));
			host.track(liveUpdate.storeResource({ hexDigest: digest, bytes })).then(
				() => finish(true),
				(error: Error) => {
					fail(error);
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
				(error: Error) => finish(fail(error)),
			);
		},
		store_archive(path, fn, options) {
			const file = checkString(path, 1);
			const callback = host.callback(checkFunction(fn, 2));
			const finish = (stored: boolean): void => host.defer(() => callback.call(file, stored));
			const verify = options === undefined ? undefined : checkTable(options, 3).get('verify');
			const storing = liveUpdate.storeArchive(
				binaryToText(file),
				verify === undefined ? {} : { verify: isTrue(verify) },
			);
			host.track(storing).then(
				() => finish(true),
				(error: Error) => {
					fail(error);
					finish(false);
				},
			);
		},
	};
}
