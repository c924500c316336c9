/**
 * The files of a project, with the builtins layered under `/builtins`.
 *
 * Paths are absolute within the project, with forward slashes: `/main/main.collection`.
 */
export type ProjectFiles = {
	/** Bytes of a file; `undefined` when there is none. */
	read(path: string): Promise<Uint8Array | undefined>;
	/** Every path, in any order. */
	list(): Promise<readonly string[]>;
};
