import { checkRange, type RandomAccess } from '../bytes/index.ts';
import { ResourceError } from './error.ts';
import { inParallel } from './in-parallel.ts';
import type { RemoteFile } from './remote-file.ts';

/** A part of a file: from `offset` up to `end`. */
export type Span = { readonly offset: number; readonly end: number };

/** A remote file of which some parts are here. Reading elsewhere throws `not-ready`. */
export type SparseAccess = RandomAccess & {
	/** Fetches these parts; those that lie close together in one request. */
	fetch(spans: readonly Span[]): Promise<void>;
	/** Runs something that reads, and fetches what it turns out to need, until it has all. */
	during<T>(work: () => T): Promise<T>;
};

/** Parts with less than this between them are fetched in one request: a round trip costs more than the bytes. */
const JOIN_GAP_BYTES = 16 * 1024;
const MAX_REQUEST_BYTES = 8 * 1024 ** 2;
const PARALLEL_COUNT = 4;
/** What `during` fetches around a read: a zip is read in small steps. */
const READ_AHEAD_BYTES = 64 * 1024;
const MAX_STEPS = 64;

type Part = Span & { readonly bytes: Uint8Array };

/**
 * Offers a remote file for synchronous reading, part by part.
 *
 * @param options `cacheBytes` is how much is kept; beyond it the parts go first that were read longest ago, but never one
 * that the `fetch` under way asked for
 */
export function createSparseAccess(options: { file: RemoteFile; cacheBytes: number }): SparseAccess {
	const { file, cacheBytes } = options;
	/** Least recently read first. */
	let parts: Part[] = [];
	let keptBytes = 0;

	const partOf = ({ offset, end }: Span): Part | undefined => {
		const at = parts.findLastIndex((part) => part.offset <= offset && part.end >= end);
		const part = parts[at];
		if (part && at < parts.length - 1) {
			parts.splice(at, 1);
			parts.push(part);
		}
		return part;
	};

	const keep = (added: readonly Part[]): void => {
		for (const { bytes } of added) keptBytes += bytes.length;
		while (keptBytes > cacheBytes && parts.length > 0) keptBytes -= parts.shift()?.bytes.length ?? 0;
		parts = [...parts, ...added];
	};

	const access: SparseAccess = {
		name: file.url,
		sizeBytes: file.sizeBytes,
		read(offset, lengthBytes) {
			checkRange(access, offset, lengthBytes);
			if (lengthBytes === 0) return new Uint8Array();
			const part = partOf({ offset, end: offset + lengthBytes });
			if (part) return part.bytes.subarray(offset - part.offset, offset - part.offset + lengthBytes);
			throw new ResourceError('not-ready', `${file.url}: bytes ${offset} to ${offset + lengthBytes} are not here yet`, {
				data: { url: file.url, offset, lengthBytes },
			});
		},
		async fetch(spans) {
			const missing = spans.filter((span) => span.end > span.offset && !partOf(span));
			const added: Part[] = [];
			await inParallel(joinSpans(missing), PARALLEL_COUNT, async (span) => {
				added.push({ ...span, bytes: await file.range(span.offset, span.end - span.offset) });
			});
			keep(added);
		},
		async during(work) {
			for (let step = 0; ; step++) {
				try {
					return work();
				} catch (error) {
					const span = missingSpan(error, file.url);
					if (!span || step >= MAX_STEPS) throw error;
					const end = Math.min(file.sizeBytes, Math.max(span.end, span.offset + READ_AHEAD_BYTES));
					await access.fetch([{ offset: span.offset, end }]);
				}
			}
		},
		close() {
			parts = [];
			keptBytes = 0;
		},
	};
	return access;
}

/** In order, those close together as one. */
export function joinSpans(spans: readonly Span[]): Span[] {
	const joined: { offset: number; end: number }[] = [];
	for (const { offset, end } of [...spans].sort((a, b) => a.offset - b.offset)) {
		const last = joined.at(-1);
		const near = last && offset - last.end <= JOIN_GAP_BYTES;
		if (near && Math.max(end, last.end) - last.offset <= MAX_REQUEST_BYTES) last.end = Math.max(last.end, end);
		else joined.push({ offset, end });
	}
	return joined;
}

function missingSpan(error: unknown, url: string): Span | undefined {
	if (!(error instanceof ResourceError) || error.code !== 'not-ready' || error.data['url'] !== url) return undefined;
	const { offset, lengthBytes } = error.data as { offset: number; lengthBytes: number };
	return { offset, end: offset + lengthBytes };
}
