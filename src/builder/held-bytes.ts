/**
 * Takes bytes and gives a function that reads them again. A builder of large projects puts them where they need no memory;
 * they must stay as they are until the build is over.
 */
export type HoldBytes = (bytes: Uint8Array) => () => Uint8Array;

/** Holds bytes in memory. */
export const holdInMemory: HoldBytes = (bytes) => () => bytes;
