import type { Crypto, RandomAccess } from '../../bytes/index.ts';
import type { JsonValue } from '../../formats/index.ts';

/** What is in a file, as far as its kind can tell. */
export type FileContent = {
	/** By name, in the order to show them. */
	readonly facts: { readonly [name: string]: JsonValue };
	/** What it lists. */
	readonly items?: readonly { readonly [name: string]: JsonValue }[];
	/** What is wrong with it, when it can be read all the same. */
	readonly problem?: string | undefined;
};

/** What an inspector is given. */
export type InspectedFile = {
	readonly name: string;
	readonly crypto: Crypto;
	/** The whole file. @throws FormatError `limit` when it is too large to be of this kind */
	readonly bytes: () => Uint8Array;
	/** The file, for what need not be read whole. */
	readonly access: RandomAccess;
	/** A file beside it, by its plain name. */
	readonly beside: (name: string) => Uint8Array | undefined;
};

/** One kind of file that can be looked into. */
export type FileKind = {
	readonly kind: string;
	/** By the file's own name. */
	readonly named: (base: string) => boolean;
	/** By its first bytes, where the name says nothing. */
	readonly looksLike?: (head: Uint8Array) => boolean;
	readonly inspect: (file: InspectedFile) => FileContent;
};

export function orNull<T extends JsonValue>(value: T | undefined): T | null {
	return value ?? null;
}
