import { type Crypto, memoryAccess, type RandomAccess, toHex } from '../bytes/index.ts';
import { FormatError, type JsonValue, remarkOnText } from '../formats/index.ts';
import { ARCHIVE_KINDS } from './files/archive-kinds.ts';
import { SMALL_KINDS } from './files/device-kinds.ts';
import type { FileContent, FileKind, InspectedFile } from './files/file-kind.ts';
import { RESOURCE_KINDS } from './files/resource-kinds.ts';

/** What a single file is and what is in it. Plain JSON. */
export type FileReport = {
	readonly name: string;
	readonly sizeBytes: number;
	/** Such as `manifest`, `archive index`, `zip`, `resource`; `unknown` when it is nothing known. */
	readonly kind: string;
	/** Facts about it by name, in the order to show them. */
	readonly facts: { readonly [name: string]: JsonValue };
	/** What it lists: entries, pieces, mounts, nodes. */
	readonly items: readonly { readonly [name: string]: JsonValue }[];
	/** Why it could not be read, or what is wrong with it. */
	readonly problem: string | undefined;
};

/** Files that have to be read whole are not larger. */
const MAX_WHOLE_BYTES = 512 * 1024 ** 2;
const HEAD_BYTES = 64;

const KINDS: readonly FileKind[] = [...ARCHIVE_KINDS, ...SMALL_KINDS, ...RESOURCE_KINDS];

/**
 * Tells what a file is, by its name and else by its first bytes, and what is in it. A broken file of a known kind is told as
 * such, not thrown.
 *
 * Zips and archive data are not read whole.
 */
export function inspectFile(options: {
	file: RandomAccess | Uint8Array;
	/** Its path; the last part tells its kind. */
	name: string;
	crypto: Crypto;
	/** Files beside it, by plain name: an index tells what is in the data. */
	beside?: (name: string) => Uint8Array | undefined;
}): FileReport {
	const { file, name, crypto, beside = () => undefined } = options;
	const access = file instanceof Uint8Array ? memoryAccess(file, name) : file;
	const base = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
	const head = access.read(0, Math.min(HEAD_BYTES, access.sizeBytes));
	const kind = KINDS.find(({ named }) => named(base)) ?? KINDS.find(({ looksLike }) => looksLike?.(head));
	const report = { name, sizeBytes: access.sizeBytes, kind: kind?.kind ?? 'unknown' };
	const bytes = (): Uint8Array => {
		if (access.sizeBytes <= MAX_WHOLE_BYTES) return access.read(0, access.sizeBytes);
		throw new FormatError('limit', `${name}: expected at most ${MAX_WHOLE_BYTES} bytes, found ${access.sizeBytes}`, {
			data: { name, max: MAX_WHOLE_BYTES, found: access.sizeBytes },
		});
	};
	const about: InspectedFile = { name, crypto, bytes, access, beside };
	try {
		const { facts, items = [], problem }: FileContent = kind ? kind.inspect(about) : inspectUnknown(name, head);
		return { ...report, facts, items, problem };
	} catch (error) {
		return { ...report, facts: {}, items: [], problem: (error as Error).message };
	}
}

function inspectUnknown(name: string, head: Uint8Array): FileContent {
	const remark = remarkOnText(head) || `; it begins with the bytes ${toHex(head.subarray(0, 16))}`;
	return {
		facts: {},
		problem: `${name}: expected a file of Defold or its live update, found none that is known${remark}`,
	};
}
