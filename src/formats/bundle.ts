import { type Crypto, decodeUtf8, joinAccess, type RandomAccess } from '../bytes/index.ts';
import { type ArchiveIndex, readArchiveIndex } from './archive/archive-index.ts';
import { orderPieces, readSplitArchiveList, type SplitFile, verifySplitFile } from './archive/split-archive.ts';
import { FormatError } from './error.ts';
import type { Manifest } from './manifest/manifest.ts';
import { readManifest } from './manifest/read-manifest.ts';

/** What a bundle's archive consists of. */
export type Bundle = {
	/** What was opened, for messages. */
	readonly name: string;
	/** `game.projectc`: the game's settings as INI text; "" where the bundle has none. */
	readonly projectText: string;
	readonly manifest: Manifest;
	readonly index: ArchiveIndex;
	readonly data: RandomAccess;
	/** `game.public.der`; bundles of engines from 1.12 on have none. */
	readonly publicKey: Uint8Array | undefined;
	/** Files that the archive data lies in, in its order: one, or the pieces of an HTML5 bundle. */
	readonly dataFiles: readonly { readonly name: string; readonly sizeBytes: number }[];
	/** True when the files were cut into pieces, as HTML5 bundles are. */
	readonly split: boolean;
	/** Files and keys in the list of pieces that no engine knows; undefined when there are none. */
	readonly unknownInList?: readonly string[];
};

/** Names of the files of a bundle. */
export const BUNDLE_FILES = {
	project: 'game.projectc',
	manifest: 'game.dmanifest',
	index: 'game.arci',
	data: 'game.arcd',
	publicKey: 'game.public.der',
	splitList: 'archive_files.json',
} as const;

/** What a list of pieces can name; the last one only where it is configured. */
const LISTED_FILES: readonly string[] = [...Object.values(BUNDLE_FILES).slice(0, -1), 'ssl_keys.pem'];

/** Where the list of pieces lies, from the folder of the bundle or from inside `archive/`. */
const SPLIT_LISTS = [`archive/${BUNDLE_FILES.splitList}`, BUNDLE_FILES.splitList];

/** More than any of the small files has; only archive data may be larger. */
const MAX_SMALL_FILE_BYTES = 512 * 1024 ** 2;

/**
 * Opens a bundle: the four or five `game.*` files side by side, or an HTML5 bundle's pieces with their list. The archive data
 * is not read, unless the list gives its SHA-1.
 *
 * @param options `open` gives a file by its name relative to the bundle, undefined when there is none
 * @throws FormatError `missing-file`; whatever is wrong in one of the files
 */
export function openBundle(options: {
	open: (name: string) => RandomAccess | undefined;
	/** What is opened, for messages. */
	name: string;
	/** Checks the pieces of a split archive that give a SHA-1. */
	crypto?: Crypto;
}): Bundle {
	const { name, open } = options;
	const pieces = openPieces(options);
	const find = (file: string): RandomAccess | undefined => (pieces ? pieces.files.get(file)?.access : open(file));
	const need = (file: string): RandomAccess => {
		const access = find(file);
		if (access) return access;
		throw new FormatError('missing-file', `${name}: expected ${file}, found none`, { data: { name, expected: file } });
	};
	const readWhole = (access: RandomAccess): Uint8Array => {
		if (access.sizeBytes > MAX_SMALL_FILE_BYTES) {
			throw new FormatError(
				'limit',
				`${access.name}: expected at most ${MAX_SMALL_FILE_BYTES} bytes, found ${access.sizeBytes}`,
				{ data: { name: access.name, max: MAX_SMALL_FILE_BYTES, found: access.sizeBytes } },
			);
		}
		// Taken as a copy: the file is closed at once.
		const bytes = new Uint8Array(access.read(0, access.sizeBytes));
		access.close();
		return bytes;
	};
	const project = find(BUNDLE_FILES.project);
	const publicKey = find(BUNDLE_FILES.publicKey);
	const data = need(BUNDLE_FILES.data);
	const files = pieces?.files;
	const unknownInList = [...(files?.keys() ?? [])].filter((file) => !LISTED_FILES.includes(file));
	unknownInList.push(...(pieces?.unknownKeys ?? []));
	return {
		name,
		...(unknownInList.length > 0 ? { unknownInList } : {}),
		projectText: project ? decodeUtf8(readWhole(project), `${name}/${BUNDLE_FILES.project}`) : '',
		manifest: readManifest(readWhole(need(BUNDLE_FILES.manifest)), `${name}/${BUNDLE_FILES.manifest}`),
		index: readArchiveIndex(readWhole(need(BUNDLE_FILES.index)), `${name}/${BUNDLE_FILES.index}`),
		publicKey: publicKey && readWhole(publicKey),
		split: pieces !== undefined,
		data,
		dataFiles: files?.get(BUNDLE_FILES.data)?.files ?? [{ name: BUNDLE_FILES.data, sizeBytes: data.sizeBytes }],
	};
}

type OpenedSplitFile = {
	readonly access: RandomAccess;
	readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
};

function openPieces(options: {
	open: (name: string) => RandomAccess | undefined;
	name: string;
	crypto?: Crypto;
}): { files: Map<string, OpenedSplitFile>; unknownKeys: readonly string[] } | undefined {
	const { open, name, crypto } = options;
	for (const listName of SPLIT_LISTS) {
		const access = open(listName);
		if (!access) continue;
		const text = decodeUtf8(access.read(0, access.sizeBytes), `${name}/${listName}`);
		access.close();
		const list = readSplitArchiveList(text, `${name}/${listName}`);
		const folder = listName.slice(0, -BUNDLE_FILES.splitList.length);
		const openPiece = (piece: string): RandomAccess => {
			const file = open(piece);
			if (file) return file;
			throw new FormatError('missing-file', `${name}: expected the piece ${piece}, found none`, {
				data: { name, expected: piece },
			});
		};
		const files = list.files.map(
			(file) => [file.name, openSplitFile(file, { folder, name, openPiece, crypto })] as const,
		);
		return { files: new Map(files), unknownKeys: list.unknownKeys ?? [] };
	}
	return undefined;
}

function openSplitFile(
	file: SplitFile,
	about: {
		folder: string;
		name: string;
		openPiece: (name: string) => RandomAccess;
		crypto: Crypto | undefined;
	},
): OpenedSplitFile {
	const { folder, name, openPiece, crypto } = about;
	const files = orderPieces(file, (piece) => {
		const access = openPiece(`${folder}${piece}`);
		const { sizeBytes } = access;
		access.close();
		return sizeBytes;
	}).map((piece) => ({ name: `${folder}${piece.name}`, sizeBytes: piece.sizeBytes }));
	const access = joinAccess(
		files.map((piece) => ({ sizeBytes: piece.sizeBytes, open: () => openPiece(piece.name) })),
		`${name}/${file.name}`,
	);
	if (crypto && file.hexDigest !== undefined) verifySplitFile(file, access.read(0, access.sizeBytes), crypto);
	return { access, files };
}
