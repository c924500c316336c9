/** Pictures that compile to a texture. */
export const PICTURE_TYPES: readonly string[] = ['png', 'jpg', 'jpeg', 'webp'];

/** Files that compile to a set of animations over a texture. */
export const TEXTURE_SET_TYPES: readonly string[] = ['atlas', 'tilesource', 'tileset'];
