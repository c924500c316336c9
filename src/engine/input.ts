import type { Hash } from './hash.ts';

/** One input action of a frame, as `on_input` gets it. `id` is missing for mere movement of the pointer. */
export type InputAction = {
	readonly id: Hash | undefined;
	readonly value: number;
	readonly pressed: boolean;
	readonly released: boolean;
	readonly repeated: boolean;
	/** Pointer position in the project's display size, origin bottom left; missing for keys. */
	readonly position?: { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number };
};
