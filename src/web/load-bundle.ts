import { type Crypto, decodeUtf8, memoryAccess } from '../bytes/index.ts';
import { BUNDLE_FILES, type Bundle, FormatError, openBundle, readSplitArchiveList } from '../formats/index.ts';
import { inParallel } from '../resource/index.ts';
import { download } from './download.ts';

export type BundleProgress = {
	readonly receivedBytes: number;
	/** `undefined` while it is not known. */
	readonly totalBytes: number | undefined;
};

export type LoadBundleOptions = {
	/** Of an `archive_files.json`, or of a folder with the `game.*` files, which ends in "/". */
	url: string;
	crypto: Crypto;
	onProgress?: (progress: BundleProgress) => void;
	/** Told of each attempt that failed and will be made again. */
	onRetry?: (reason: string) => void;
	/** Further attempts for each file; default 10, as Defold's loader makes. */
	retryCount?: number;
};

/** Pieces under way at once. */
const PARALLEL_COUNT = 4;

/**
 * Downloads a bundle into memory and opens it: an HTML5 bundle in pieces, or plain files side by side.
 *
 * @throws FormatError for what is wrong in its files; DownloadError for what cannot be fetched
 */
export async function loadWebBundle(options: LoadBundleOptions): Promise<Bundle> {
	const { url, crypto } = options;
	const files = url.endsWith('/') ? await loadFiles(options) : await loadPieces(options);
	return openBundle({
		name: url,
		crypto,
		open(name) {
			const bytes = files.get(name);
			return bytes && memoryAccess(bytes, name);
		},
	});
}

async function loadFiles(options: LoadBundleOptions): Promise<Map<string, Uint8Array>> {
	const names = [
		BUNDLE_FILES.project,
		BUNDLE_FILES.manifest,
		BUNDLE_FILES.index,
		BUNDLE_FILES.data,
		BUNDLE_FILES.publicKey,
	];
	const meter = createMeter(options, undefined);
	const files = new Map<string, Uint8Array>();
	await inParallel(names, PARALLEL_COUNT, async (name) => {
		const isOptional = name === BUNDLE_FILES.publicKey;
		const bytes = await download(options.url + name, { ...options, isOptional, onBytes: meter.of(name) });
		if (bytes) files.set(name, bytes);
	});
	return files;
}

async function loadPieces(options: LoadBundleOptions): Promise<Map<string, Uint8Array>> {
	const { url } = options;
	const base = url.slice(0, url.lastIndexOf('/') + 1);
	const bytes = await download(url, options);
	if (!bytes) throw new FormatError('missing-file', `${url}: expected the list of pieces, found none`);
	const list = readSplitArchiveList(decodeUtf8(bytes, url), url);
	const totalBytes = list.totalSizeBytes ?? list.files.reduce((sum, file) => sum + file.sizeBytes, 0);
	const meter = createMeter(options, totalBytes);
	const files = new Map([[BUNDLE_FILES.splitList as string, bytes]]);
	const names = list.files.flatMap((file) => file.pieces.map((piece) => piece.name));
	await inParallel(names, PARALLEL_COUNT, async (name) => {
		const piece = await download(base + name, { ...options, onBytes: meter.of(name) });
		if (piece) files.set(name, piece);
	});
	return files;
}

/** Adds up what several downloads have received. */
function createMeter({ onProgress }: LoadBundleOptions, totalBytes: number | undefined) {
	const received = new Map<string, number>();
	let sum = 0;
	return {
		of: (name: string) => (receivedBytes: number) => {
			// An attempt made again begins from nothing.
			sum += receivedBytes - (received.get(name) ?? 0);
			received.set(name, receivedBytes);
			onProgress?.({ receivedBytes: sum, totalBytes });
		},
	};
}
