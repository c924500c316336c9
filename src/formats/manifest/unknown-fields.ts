import { hash64ToHex, toHex } from '../../bytes/index.ts';
import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { entryLayout } from './entry-layout.ts';
import type { Manifest } from './manifest.ts';
import { RELEASE_FIELD } from './release.ts';

/** A field of a manifest that no layout known here has. */
export type UnknownField = {
	/** The message it stands in. */
	readonly message: 'ManifestFile' | 'ManifestData' | 'ManifestHeader' | 'ResourceEntry';
	/** Position of the resource entry, for those. */
	readonly entry: number | undefined;
	readonly number: number;
	/** 0 number, 1 eight bytes, 2 bytes, 3 group, 5 four bytes. */
	readonly wireType: number;
	/** Numbers below 2^53 as such, larger ones as 16 hexadecimal digits, anything else as its bytes in hexadecimal. */
	readonly value: number | string;
};

const FILE_FIELDS: ReadonlySet<number> = new Set([1, 2, 3, 4]);
const DATA_FIELDS: ReadonlySet<number> = new Set([1, 2, 3, 4, RELEASE_FIELD]);

/**
 * The fields of a manifest that are not read: of builders newer than this code, or of tools of one's own.
 *
 * @throws FormatError `truncated`, `invalid`
 */
export function manifestUnknownFields(manifest: Manifest): UnknownField[] {
	const { version, fileBytes, dataBytes } = manifest;
	const found: UnknownField[] = [];
	const header = new Set(Array.from({ length: version < 5 ? 6 : 4 }, (_, index) => index + 1));
	const layout = entryLayout(version);
	const entryFields = new Set(Object.values(layout).filter((value) => typeof value === 'number'));
	const collect = (bytes: Uint8Array, known: ReadonlySet<number>, about: Pick<UnknownField, 'message' | 'entry'>) => {
		const reader = new WireReader(bytes, about.message);
		while (reader.next()) {
			if (known.has(reader.field)) reader.skip();
			else found.push({ ...about, number: reader.field, wireType: reader.wireType, value: readUnknown(reader) });
		}
	};
	collect(fileBytes, FILE_FIELDS, { message: 'ManifestFile', entry: undefined });
	collect(dataBytes, DATA_FIELDS, { message: 'ManifestData', entry: undefined });
	const data = new WireReader(dataBytes, 'ManifestData');
	let entry = 0;
	while (data.next()) {
		if (data.field === 1) collect(data.value(), header, { message: 'ManifestHeader', entry: undefined });
		else if (data.field === 3) collect(data.value(), entryFields, { message: 'ResourceEntry', entry: entry++ });
		else data.skip();
	}
	return found;
}

function readUnknown(reader: WireReader): number | string {
	const { at } = reader;
	reader.skip();
	if (reader.wireType === WIRE.VARINT) {
		if (reader.hi <= 0x1f_ffff) return reader.hi * 0x1_0000_0000 + reader.lo;
		return hash64ToHex((BigInt(reader.hi) << 32n) | BigInt(reader.lo));
	}
	const bytes = reader.wireType === WIRE.BYTES ? reader.bytes.subarray(reader.start, reader.stop) : undefined;
	return toHex(bytes ?? reader.bytes.subarray(at, reader.at));
}
