import type { Crypto } from '../bytes/index.ts';
import type { DebugLog, Mounts, ProviderTable, Verify } from '../resource/index.ts';
import type { DeviceState } from './device-state.ts';
import type { EraRules } from './era.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';
import type { Installed } from './verify-manifest.ts';

/** What the parts of the client share. */
export type Core = {
	readonly rules: EraRules;
	readonly installed: Installed;
	readonly mounts: Mounts;
	readonly storage: Storage | undefined;
	readonly crypto: Crypto;
	readonly providers: ProviderTable;
	readonly verify: Verify;
	readonly allowShadowing: boolean;
	readonly quirks: boolean;
	readonly state: DeviceState;
	readonly log: Log;
	readonly debug: DebugLog;
	/** Lets others have a turn. */
	readonly pause: () => Promise<void>;
};

/** A mount as it is asked for. */
export type MountRequest = { readonly name: string; readonly uri: string; readonly priority: number };

/** Writes an error line of live update. */
export function logError(core: Pick<Core, 'log'>, message: string): void {
	core.log({ severity: 'error', domain: 'LIVEUPDATE', message });
}

/** Writes a line that tells what was done. */
export function logInfo(core: Pick<Core, 'log'>, message: string): void {
	core.log({ severity: 'info', domain: 'LIVEUPDATE', message });
}
