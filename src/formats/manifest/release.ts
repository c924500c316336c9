import { FormatError } from '../error.ts';
import { WireReader } from '../wire/wire-reader.ts';
import { WireWriter } from '../wire/wire-writer.ts';

/**
 * Which release a manifest belongs to, so that an older one can be told from a newer. Part of what is signed.
 *
 * Defold's manifests have no such field; engines and tools skip it, as protobuf readers do with fields they do not know.
 */
export type Release = {
	/** Counts up by at least one with every release; 1 to 2^53 − 1. */
	readonly number: number;
	/** Set when the release takes back later ones: the highest number it may take the place of. */
	readonly rollbackFrom: number | undefined;
};

/** ManifestData's field for it, far above those in use. Release: 1 number, 2 rollback from. */
export const RELEASE_FIELD = 1000;

/** @throws FormatError `invalid` when the number is 0 or missing, or the rollback is from a lower number */
export function readRelease(bytes: Uint8Array, name: string): Release {
	let number = 0;
	let rollbackFrom: number | undefined;
	const reader = new WireReader(bytes, `${name}, release`);
	while (reader.next()) {
		if (reader.field === 1) number = reader.uint();
		else if (reader.field === 2) rollbackFrom = reader.uint();
		else reader.skip();
	}
	if (number === 0 || (rollbackFrom !== undefined && rollbackFrom < number)) {
		throw new FormatError(
			'invalid',
			`${name}: expected a release number, and a rollback from a later one, found ${number}, ${rollbackFrom ?? 'none'}`,
			{ data: { name, number, rollbackFrom } },
		);
	}
	return { number, rollbackFrom };
}

export function writeRelease(release: Release): Uint8Array {
	const message = new WireWriter(32);
	message.number(1, release.number);
	if (release.rollbackFrom !== undefined) message.number(2, release.rollbackFrom);
	return message.finish();
}
