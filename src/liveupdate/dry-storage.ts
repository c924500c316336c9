import { checkRange, compareText, concatBytes, type RandomAccess } from '../bytes/index.ts';
import type { Storage } from './storage.ts';

/** What a name leads to: bytes of our own, another name below, or nothing any more. */
type Place = { readonly bytes: Uint8Array } | { readonly below: string } | 'gone';

/** A storage that shows what another holds and keeps every change in memory: to look at a game's content and leave it. */
export function createDryStorage(below: Storage): Storage {
	const changed = new Map<string, Place>();
	const placeOf = (name: string): Place => changed.get(name) ?? { below: name };

	const read = async (name: string): Promise<Uint8Array | undefined> => {
		const place = placeOf(name);
		if (place === 'gone') return undefined;
		return 'bytes' in place ? place.bytes : below.read(place.below);
	};

	return {
		name: below.name,
		read,
		async replace(name, bytes) {
			changed.set(name, { bytes: bytes.slice() });
		},
		async append(name, parts) {
			const before = (await read(name)) ?? new Uint8Array();
			changed.set(name, { bytes: concatBytes([before, ...parts]) });
			return before.length;
		},
		sync: async () => undefined,
		async open(name) {
			const place = placeOf(name);
			if (place === 'gone') return undefined;
			if ('below' in place && !changed.has(name)) return below.open(place.below);
			const bytesOf = (await read(name)) as Uint8Array;
			const access: RandomAccess = {
				name: `${below.name}/${name}`,
				get sizeBytes() {
					const now = changed.get(name);
					return now !== undefined && now !== 'gone' && 'bytes' in now ? now.bytes.length : bytesOf.length;
				},
				read(offset, lengthBytes) {
					checkRange(access, offset, lengthBytes);
					const now = changed.get(name);
					const bytes = now !== undefined && now !== 'gone' && 'bytes' in now ? now.bytes : bytesOf;
					return bytes.subarray(offset, offset + lengthBytes);
				},
				close() {},
			};
			return access;
		},
		async rename(from, to) {
			changed.set(to, placeOf(from));
			changed.set(from, 'gone');
		},
		async remove(name) {
			changed.set(name, 'gone');
		},
		async list() {
			const names = new Set(await below.list());
			for (const [name, place] of changed) {
				if (place === 'gone') names.delete(name);
				else names.add(name);
			}
			return [...names].sort(compareText);
		},
		quota: () => below.quota(),
	};
}
