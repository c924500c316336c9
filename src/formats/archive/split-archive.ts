import { type Crypto, toHex } from '../../bytes/index.ts';
import { FormatError } from '../error.ts';
import { isRecord, parseJson } from '../json.ts';

/** `archive_files.json`: how an HTML5 bundle's archive files are cut into pieces. */
export type SplitArchiveList = {
	/** In the order of the file. */
	readonly files: readonly SplitFile[];
	/** Sum of all sizes; builders before about 1.8.0 do not write it. */
	readonly totalSizeBytes: number | undefined;
	/** Keys that no builder writes; undefined when there are none. */
	readonly unknownKeys?: readonly string[];
};

export type SplitFile = {
	/** Such as `game.arcd`. */
	readonly name: string;
	readonly sizeBytes: number;
	/** SHA-1 of the whole file, where the build was asked for it. */
	readonly hexDigest: string | undefined;
	readonly pieces: readonly { readonly name: string; readonly offset: number }[];
};

/** Source: Defold's HTML5 bundler. */
const PIECE_BYTES = 2 * 1024 * 1024;
const FILE_KEYS = ['name', 'size', 'sha1', 'pieces'];
/** More than any bundle can have, and little enough to allocate. */
const MAX_FILE_BYTES = 4 * 1024 ** 3;

/**
 * Reads `archive_files.json`.
 *
 * @throws FormatError `invalid`, also for a total that is not the sum of the sizes; `unsafe-name` for a piece or file that is not a plain name; `limit` for a file above 4 GiB
 */
export function readSplitArchiveList(text: string, name: string): SplitArchiveList {
	const json = parseJson(text, name);
	if (!isRecord(json) || !Array.isArray(json['content'])) throw invalid(name, 'an object with a list "content"');
	const files = json['content'].map((item: unknown, index): SplitFile => {
		const where = `${name}, content[${index}]`;
		if (!isRecord(item) || !Array.isArray(item['pieces'])) throw invalid(where, 'a file with a list "pieces"');
		const sizeBytes = wholeNumber(item['size'], `${where}, size`);
		if (sizeBytes > MAX_FILE_BYTES) {
			throw new FormatError('limit', `${where}: expected at most ${MAX_FILE_BYTES} bytes, found ${sizeBytes}`, {
				data: { name, max: MAX_FILE_BYTES, found: sizeBytes },
			});
		}
		const { sha1 } = item;
		return {
			name: plainName(item['name'], where),
			sizeBytes,
			hexDigest: typeof sha1 === 'string' ? sha1.toLowerCase() : undefined,
			pieces: item['pieces'].map((piece: unknown) => {
				if (!isRecord(piece)) throw invalid(where, 'pieces with name and offset');
				return { name: plainName(piece['name'], where), offset: wholeNumber(piece['offset'], `${where}, offset`) };
			}),
		};
	});
	const total = json['total_size'];
	const totalSizeBytes = total === undefined ? undefined : wholeNumber(total, `${name}, total_size`);
	const sum = files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
	if (totalSizeBytes !== undefined && totalSizeBytes !== sum) {
		throw invalid(`${name}, total_size ${totalSizeBytes}`, `the sum of all sizes, ${sum}`);
	}
	const unknownKeys = [
		...Object.keys(json).filter((key) => key !== 'content' && key !== 'total_size'),
		...json['content'].flatMap((item: object) => Object.keys(item).filter((key) => !FILE_KEYS.includes(key))),
	];
	return { files, totalSizeBytes, ...(unknownKeys.length > 0 ? { unknownKeys } : {}) };
}

/**
 * Puts the pieces together. Every byte of every file must come from exactly one piece.
 *
 * @param readPiece the bytes of a named piece; throws when there is none
 * @param crypto with it, files that give a SHA-1 are checked
 * @throws FormatError `truncated`, `overlap`, `digest-mismatch`
 */
export function assembleSplitArchive(
	list: SplitArchiveList,
	readPiece: (name: string) => Uint8Array,
	crypto?: Crypto,
): Map<string, Uint8Array> {
	const files = new Map<string, Uint8Array>();
	for (const file of list.files) files.set(file.name, assemble(file, readPiece, crypto));
	return files;
}

function assemble(file: SplitFile, readPiece: (name: string) => Uint8Array, crypto: Crypto | undefined): Uint8Array {
	const pieces = new Map(file.pieces.map(({ name }) => [name, readPiece(name)]));
	const ordered = orderPieces(file, (name) => pieces.get(name)?.length ?? 0);
	const whole = new Uint8Array(file.sizeBytes);
	for (const { name, offset } of ordered) whole.set(pieces.get(name) as Uint8Array, offset);
	if (crypto) verifySplitFile(file, whole, crypto);
	return whole;
}

/**
 * The pieces of a file in its order. Every byte of the file must come from exactly one piece.
 *
 * @param sizeOf bytes of a named piece; throws when there is none
 * @throws FormatError `truncated`, `overlap`
 */
export function orderPieces(
	file: SplitFile,
	sizeOf: (name: string) => number,
): { readonly name: string; readonly offset: number; readonly sizeBytes: number }[] {
	let end = 0;
	const ordered = [...file.pieces].sort((a, b) => a.offset - b.offset);
	const sized = ordered.map(({ name, offset }) => {
		if (offset !== end) {
			throw new FormatError(
				offset > end ? 'truncated' : 'overlap',
				`${file.name}: expected the piece at byte ${end}, found ${name} at ${offset}`,
				{ data: { name: file.name, piece: name, expected: end, found: offset } },
			);
		}
		const sizeBytes = sizeOf(name);
		end += sizeBytes;
		return { name, offset, sizeBytes };
	});
	if (end !== file.sizeBytes) {
		throw new FormatError(
			end < file.sizeBytes ? 'truncated' : 'overlap',
			`${file.name}: expected ${file.sizeBytes} bytes in its pieces, found ${end}`,
			{ data: { name: file.name, expected: file.sizeBytes, found: end } },
		);
	}
	return sized;
}

/** Checks a file against the SHA-1 that its list gives, if it gives one. @throws FormatError `digest-mismatch` */
export function verifySplitFile(file: SplitFile, bytes: Uint8Array, crypto: Crypto): void {
	if (file.hexDigest === undefined) return;
	const found = toHex(crypto.digest('sha1', bytes));
	if (found === file.hexDigest) return;
	throw new FormatError('digest-mismatch', `${file.name}: expected SHA-1 ${file.hexDigest}, found ${found}`, {
		data: { name: file.name, expected: file.hexDigest, found },
	});
}

/** Options of `writeSplitArchive`; each default is what builders from 1.8.0 on do. */
export type SplitArchiveOptions = {
	/** Default 2 MiB. */
	readonly pieceSizeBytes?: number;
	/** Where a piece's number stands: `game0.arcd` (the default), or `game.arcd0` as before 1.8.0. */
	readonly naming?: 'before-dot' | 'at-end';
	/** Writes each file's SHA-1; default none. */
	readonly crypto?: Crypto;
	/** Default true. */
	readonly totalSize?: boolean;
};

/** A piece to be cut from a file. */
export type SplitPiece = {
	readonly name: string;
	/** The file it is cut from. */
	readonly file: string;
	readonly offset: number;
	readonly sizeBytes: number;
};

/**
 * Plans how files are cut into pieces, and writes the list byte for byte as Defold's bundler does, without reading them.
 *
 * @param files in the order they are to be listed; `hexDigest` is the SHA-1 to list, if any
 */
export function planSplitArchive(
	files: readonly { readonly name: string; readonly sizeBytes: number; readonly hexDigest?: string | undefined }[],
	options: Omit<SplitArchiveOptions, 'crypto'> = {},
): { listText: string; pieces: SplitPiece[] } {
	const { pieceSizeBytes = PIECE_BYTES, naming = 'before-dot', totalSize = true } = options;
	const pieces: SplitPiece[] = [];
	const content: object[] = [];
	let total = 0;
	for (const { name: file, sizeBytes, hexDigest } of files) {
		const listed: { name: string; offset: number }[] = [];
		for (let offset = 0; offset < sizeBytes; offset += pieceSizeBytes) {
			const name = nameOfPiece(file, listed.length, naming);
			listed.push({ name, offset });
			pieces.push({ name, file, offset, sizeBytes: Math.min(pieceSizeBytes, sizeBytes - offset) });
		}
		content.push({
			name: file,
			size: sizeBytes,
			...(hexDigest === undefined ? {} : { sha1: hexDigest }),
			pieces: listed,
		});
		total += sizeBytes;
	}
	return { listText: JSON.stringify({ content, ...(totalSize ? { total_size: total } : {}) }), pieces };
}

/**
 * Cuts files into pieces and writes the list, byte for byte as Defold's bundler does.
 *
 * @param files by name, in the order they are to be listed
 */
export function writeSplitArchive(
	files: ReadonlyMap<string, Uint8Array>,
	options: SplitArchiveOptions = {},
): { listText: string; pieces: Map<string, Uint8Array> } {
	const { crypto, ...rest } = options;
	const sized = [...files].map(([name, bytes]) => ({
		name,
		sizeBytes: bytes.length,
		hexDigest: crypto && toHex(crypto.digest('sha1', bytes)),
	}));
	const { listText, pieces } = planSplitArchive(sized, rest);
	const cut = ({ file, offset, sizeBytes }: SplitPiece): Uint8Array =>
		(files.get(file) as Uint8Array).subarray(offset, offset + sizeBytes);
	return { listText, pieces: new Map(pieces.map((piece) => [piece.name, cut(piece)])) };
}

function nameOfPiece(name: string, index: number, naming: 'before-dot' | 'at-end'): string {
	const dot = name.indexOf('.');
	if (naming === 'at-end' || dot < 0) return `${name}${index}`;
	return `${name.slice(0, dot)}${index}${name.slice(dot)}`;
}

function plainName(value: unknown, where: string): string {
	if (typeof value !== 'string' || value === '') throw invalid(where, 'a name');
	if (/[/\\]|^\.\.?$/.test(value) || value.includes('\0')) {
		throw new FormatError('unsafe-name', `${where}: expected a plain file name, found ${JSON.stringify(value)}`, {
			data: { name: value },
		});
	}
	return value;
}

function wholeNumber(value: unknown, where: string): number {
	if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
		throw invalid(where, 'a whole number of 0 or more');
	}
	return value;
}

function invalid(where: string, expected: string): FormatError {
	return new FormatError('invalid', `${where}: expected ${expected}`, { data: { name: where, expected } });
}
