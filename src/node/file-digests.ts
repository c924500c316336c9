import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { writeFileAtomically } from './write-file.ts';

/** A file whose content was digested. */
type Entry = { readonly mark: string; readonly digest: string };

/** Digests of files, remembered by size and times so that a file that did not change is not read again. */
export type FileDigests = {
	/** SHA-1 of a file; `undefined` when there is none. */
	digestOf(file: string): Promise<string | undefined>;
	/** Bytes of the files that were asked for. */
	sizeBytes(): number;
	/** Writes down what is known. A failure is not one of the build. */
	save(): Promise<void>;
};

/** A file this young may change again without its times showing it. */
const RACY_MS = 2000;

/** @param memory the file where digests are kept from one run to the next; none without it */
export async function openFileDigests(memory: string | undefined): Promise<FileDigests> {
	const known = memory === undefined ? new Map<string, Entry>() : await loadEntries(memory);
	const asked = new Map<string, Promise<string | undefined>>();
	const fresh = new Map<string, Entry>();
	let changed = false;
	let sizeBytes = 0;
	const digest = async (file: string): Promise<string | undefined> => {
		const found = await stat(file, { bigint: true }).catch(() => undefined);
		if (!found?.isFile()) return undefined;
		sizeBytes += Number(found.size);
		const mark = `${found.size} ${found.mtimeNs} ${found.ctimeNs} ${found.ino}`;
		const before = known.get(file);
		if (before?.mark === mark) {
			fresh.set(file, before);
			return before.digest;
		}
		const hex = createHash('sha1')
			.update(await readFile(file))
			.digest('hex');
		const ageMs = Date.now() - Number(found.ctimeNs / 1_000_000n);
		if (ageMs > RACY_MS) {
			fresh.set(file, { mark, digest: hex });
			changed = true;
		}
		return hex;
	};
	return {
		digestOf(file) {
			const before = asked.get(file);
			if (before) return before;
			const answer = digest(file);
			asked.set(file, answer);
			return answer;
		},
		sizeBytes: () => sizeBytes,
		async save() {
			if (memory === undefined || (!changed && fresh.size === known.size)) return;
			await writeFileAtomically(memory, JSON.stringify([...fresh])).catch(() => undefined);
		},
	};
}

async function loadEntries(memory: string): Promise<Map<string, Entry>> {
	try {
		return new Map(JSON.parse(await readFile(memory, 'utf8')) as [string, Entry][]);
	} catch {
		return new Map();
	}
}
