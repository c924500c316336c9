import { decodeUtf8Lossy } from '../bytes/index.ts';
import { FormatError, readMountsFile, writeMountsFile } from '../formats/index.ts';
import type { Core, MountRequest } from './core.ts';
import { asideName, DEVICE_FILES } from './device-files.ts';

/** The mounts that era B keeps in `liveupdate.mounts`. */
export type KeptMounts = {
	/** True when the file was there at the start. */
	readonly wasThere: boolean;
	/** As the file has them, in its order. */
	readonly lines: readonly MountRequest[];
	/** Keeps a mount that could not be opened this time: its file may be on a card that is back tomorrow. */
	keepAbsent(mount: MountRequest): void;
	/** Writes the persistent mounts. @throws FormatError `unrepresentable`; LiveUpdateError of the storage */
	save(): Promise<void>;
	/** Forgets an absent mount; false when there is none of that name. */
	forget(name: string): boolean;
};

/** Loads the mounts of earlier sessions; lines that are no mounts are logged and skipped. */
export async function loadKeptMounts(core: Core): Promise<KeptMounts> {
	const { storage, mounts, log } = core;
	const absent = new Map<string, MountRequest>();
	const bytes = await storage?.read(DEVICE_FILES.mounts);
	const name = `${storage?.name}/${DEVICE_FILES.mounts}`;
	let lines: readonly MountRequest[] = [];
	let written = bytes && decodeUtf8Lossy(bytes);
	try {
		if (bytes) {
			const file = readMountsFile(bytes, name);
			lines = file.mounts;
			for (const line of file.invalidLines) {
				log({ severity: 'error', domain: 'RESOURCE', message: `Found invalid line in mounts file: '${line}'` });
			}
		}
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		const aside = asideName(DEVICE_FILES.mounts);
		await storage?.rename(DEVICE_FILES.mounts, aside);
		written = undefined;
		log({
			severity: 'error',
			domain: 'RESOURCE',
			message: `Failed to read mounts file: ${error.message}; put aside as ${aside}`,
		});
	}

	return {
		wasThere: bytes !== undefined,
		lines,
		keepAbsent: (mount) => absent.set(mount.name, mount),
		forget: (gone) => absent.delete(gone),
		async save() {
			if (!storage) return;
			const kept: MountRequest[] = mounts.list().filter((mount) => mount.persistent && mount.priority >= 0);
			for (const mount of absent.values()) if (!mounts.get(mount.name)) kept.push(mount);
			const next = writeMountsFile(
				kept.map(({ name: mountName, uri, priority }) => ({ name: mountName, uri, priority })),
			);
			if (decodeUtf8Lossy(next) === written) return;
			await storage.replace(DEVICE_FILES.mounts, next);
			written = decodeUtf8Lossy(next);
		},
	};
}
