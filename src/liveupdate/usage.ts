import { decodeUtf8, encodeUtf8, LivemountError } from '../bytes/index.ts';
import { DEVICE_FILES } from './device-files.ts';
import type { Storage } from './storage.ts';

/** Remembers in which order stored resources were last read, also across starts. */
export type Usage = {
	touch(hexDigest: string): void;
	forget(hexDigests: Iterable<string>): void;
	/** These digests, the one read longest ago first; those never read come before all. */
	oldestFirst(hexDigests: Iterable<string>): string[];
	/** Keeps it for the next start. Losing it costs nothing but a worse guess of what to remove. */
	save(): Promise<void>;
};

/** The file holds one digest a line, the one read longest ago first. */
export async function createUsage(storage: Storage): Promise<Usage> {
	const order = new Map<string, number>();
	let counter = 0;
	for (const line of (await loadText(storage)).split('\n')) if (line !== '') order.set(line, ++counter);
	let isSaved = true;

	return {
		touch(hexDigest) {
			order.set(hexDigest, ++counter);
			isSaved = false;
		},
		forget(hexDigests) {
			for (const hexDigest of hexDigests) isSaved = !order.delete(hexDigest) && isSaved;
		},
		oldestFirst: (hexDigests) => [...hexDigests].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0)),
		async save() {
			if (isSaved) return;
			isSaved = true;
			const lines = [...order].sort(([, a], [, b]) => a - b).map(([hexDigest]) => `${hexDigest}\n`);
			await storage.replace(DEVICE_FILES.usage, encodeUtf8(lines.join('')));
		},
	};
}

async function loadText(storage: Storage): Promise<string> {
	try {
		const bytes = await storage.read(DEVICE_FILES.usage);
		return bytes ? decodeUtf8(bytes, DEVICE_FILES.usage) : '';
	} catch (error) {
		if (error instanceof LivemountError) return '';
		throw error;
	}
}
