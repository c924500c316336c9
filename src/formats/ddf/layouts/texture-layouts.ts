import { WIRE } from '../../wire/wire-reader.ts';
import { moved, rules, same } from './layout.ts';
import type { Renumbering } from './renumber.ts';
import { lookAtMessage } from './wire-look.ts';

// TextureImage.Image has had three numberings. The newest (from about 1.10.0 on) is the one of the generated schema.
// Source: the descriptors in engines 1.2.192 and 1.11.2, and compiled textures of engines between them.

const ALTERNATIVES_FIELD = 1;
const DATA_SIZE_FIELD = 13;

const image = (inside: Renumbering): Renumbering => ({
	fields: rules([[ALTERNATIVES_FIELD, { to: ALTERNATIVES_FIELD, inside }], ...same(2, 3, 4)]),
});

/** Image data lies in each image (8); its flags of compression (10) are no more. */
export const BARE_IMAGES: Renumbering = image({
	fields: rules([
		...same(1, 2),
		...moved(3, 4, 2),
		...moved(5, 7, 3),
		[8, { to: DATA_SIZE_FIELD, as: 'taken' }],
		[9, { to: 10 }],
		...same(11),
	]),
});

/** A header of 1.9.7 or 1.9.8: an image without a depth. */
export const HEADER_OLDER_IMAGES: Renumbering = image({
	fields: rules([...same(1, 2), ...moved(3, 4, 2), ...moved(5, 7, 6), [11, { to: DATA_SIZE_FIELD }]]),
});

/** True for a header of 1.9.7 or 1.9.8: its images have an original width (3) and nothing above 11. */
export function hasOlderImages(header: Uint8Array, name: string): boolean {
	return lookAtMessage(header, name)
		.all(ALTERNATIVES_FIELD)
		.every(
			(look) => look.wireType(3) === WIRE.VARINT && look.wireType(12) === undefined && look.wireType(13) === undefined,
		);
}
