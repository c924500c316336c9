import { WIRE, WireReader } from '../../wire/wire-reader.ts';

/** What a message looks like before it is known which layout it has: the wire type of each field's first occurrence. */
export type WireLook = {
	/** `WIRE` number; undefined when the field is not there. */
	wireType(field: number): number | undefined;
	/** The first message in a field; undefined when there is none. */
	inside(field: number): WireLook | undefined;
	/** Every message in a field. */
	all(field: number): WireLook[];
	/** First byte of the field's bytes; undefined when it has none. */
	firstByte(field: number): number | undefined;
};

/** Goes over a message's fields without reading them. @throws FormatError `truncated`, `invalid` */
export function lookAtMessage(bytes: Uint8Array, name: string): WireLook {
	const first = new Map<number, { wireType: number; start: number; stop: number }>();
	const reader = new WireReader(bytes, name);
	while (reader.next()) {
		const { field, wireType } = reader;
		reader.skip();
		if (first.has(field)) continue;
		first.set(field, { wireType, start: reader.start, stop: reader.stop });
	}
	const bytesOf = (field: number): Uint8Array | undefined => {
		const found = first.get(field);
		return found?.wireType === WIRE.BYTES ? bytes.subarray(found.start, found.stop) : undefined;
	};
	return {
		wireType: (field) => first.get(field)?.wireType,
		inside(field) {
			const content = bytesOf(field);
			return content && lookAtMessage(content, name);
		},
		all(field) {
			const found: WireLook[] = [];
			const again = new WireReader(bytes, name);
			while (again.next()) {
				const { field: at, wireType } = again;
				again.skip();
				if (at === field && wireType === WIRE.BYTES)
					found.push(lookAtMessage(bytes.subarray(again.start, again.stop), name));
			}
			return found;
		},
		firstByte: (field) => bytesOf(field)?.[0],
	};
}
