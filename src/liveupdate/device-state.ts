import { decodeUtf8, encodeUtf8, LivemountError } from '../bytes/index.ts';
import type { Release } from '../formats/index.ts';
import { asideName, DEVICE_FILES } from './device-files.ts';
import { LiveUpdateError } from './error.ts';
import type { Log } from './log.ts';
import type { Storage } from './storage.ts';

/** The releases of one kind of content that this device has seen. */
type Seen = {
	/** The highest of all. */
	readonly highest: number;
	/** The one in use; lower than the highest after a rollback. */
	readonly current: number;
};

/** What a device remembers from start to start, whatever the era: which bundle it had, which releases it has seen. */
export type DeviceState = {
	/** Marks the bundle of this start. @returns false when another was there before */
	enterBundle(mark: string): Promise<boolean>;
	/**
	 * Refuses a release older than what was seen; accepting it changes nothing yet.
	 *
	 * Once numbered releases of a kind were seen, one without a number is refused too. A rollback is a release whose number
	 * may be lower and which names the highest it takes back; what was taken back cannot come again.
	 *
	 * @param slot what the release is of: the manifest, or a mount by name
	 * @throws LiveUpdateError `downgrade`
	 */
	checkRelease(slot: string, release: Release | undefined, name: string): void;
	/** Remembers an accepted release. To be called before the release itself is stored. */
	enterRelease(slot: string, release: Release | undefined): Promise<void>;
};

type Data = { bundle: string | undefined; releases: Map<string, Seen> };

/** Loads the state; one that cannot be read is put aside and begun anew. Without storage it lasts for the session. */
export async function loadDeviceState(storage: Storage | undefined, log: Log): Promise<DeviceState> {
	const data = (storage && (await load(storage, log))) ?? { bundle: undefined, releases: new Map() };

	const save = async (): Promise<void> => {
		const { bundle, releases } = data;
		const json = { version: 1, bundle, releases: Object.fromEntries(releases) };
		await storage?.replace(DEVICE_FILES.state, encodeUtf8(`${JSON.stringify(json)}\n`));
	};

	return {
		async enterBundle(mark) {
			const before = data.bundle;
			if (before === mark) return true;
			data.bundle = mark;
			try {
				await save();
			} catch (error) {
				if (!(error instanceof LiveUpdateError)) throw error;
				// A game on a disk that cannot be written starts all the same; storing will say why it fails.
				log({ severity: 'error', domain: 'LIVEUPDATE', message: error.message });
			}
			return before === undefined;
		},
		checkRelease(slot, release, name) {
			const seen = data.releases.get(slot);
			if (!seen) return;
			const { highest, current } = seen;
			if (release && (release.number > highest || release.number === current)) return;
			if (release?.rollbackFrom !== undefined && release.rollbackFrom >= highest) return;
			const found = release === undefined ? 'one without a number' : `release ${release.number}`;
			throw new LiveUpdateError(
				'downgrade',
				`${name}: expected a release after ${highest}${current === highest ? ', or that one' : ` or ${current}`}, found ${found}. ` +
					'An older release is only taken when it says which it takes back (a rollback).',
				{ data: { name, highest, current, found: release?.number ?? null } },
			);
		},
		async enterRelease(slot, release) {
			const seen = data.releases.get(slot);
			if (!release || (seen && seen.current === release.number)) return;
			data.releases.set(slot, {
				highest: Math.max(seen?.highest ?? 0, release.number, release.rollbackFrom ?? 0),
				current: release.number,
			});
			await save();
		},
	};
}

async function load(storage: Storage, log: Log): Promise<Data | undefined> {
	const bytes = await storage.read(DEVICE_FILES.state);
	if (!bytes) return undefined;
	const name = `${storage.name}/${DEVICE_FILES.state}`;
	try {
		return parseState(decodeUtf8(bytes, name), name);
	} catch (error) {
		if (!(error instanceof LivemountError)) throw error;
		const aside = asideName(DEVICE_FILES.state);
		await storage.rename(DEVICE_FILES.state, aside);
		log({ severity: 'error', domain: 'LIVEUPDATE', message: `${error.message}; put aside as ${aside}` });
		return undefined;
	}
}

function parseState(text: string, name: string): Data {
	const refuse = (): LiveUpdateError =>
		new LiveUpdateError('format-error', `${name}: expected the state of version 1, found something else`, {
			data: { name },
		});
	let json: { version?: unknown; bundle?: unknown; releases?: unknown };
	try {
		json = JSON.parse(text) as typeof json;
	} catch {
		throw refuse();
	}
	if (json?.version !== 1 || typeof json.releases !== 'object' || json.releases === null) throw refuse();
	const releases = new Map<string, Seen>();
	for (const [slot, seen] of Object.entries(json.releases as Record<string, Partial<Seen> | null>)) {
		const { highest, current } = seen ?? {};
		if (!Number.isSafeInteger(highest) || !Number.isSafeInteger(current)) throw refuse();
		releases.set(slot, { highest: highest as number, current: current as number });
	}
	return { bundle: typeof json.bundle === 'string' ? json.bundle : undefined, releases };
}
