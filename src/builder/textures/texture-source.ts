/** Pictures that compile to a texture. */
export const PICTURE_TYPES: readonly string[] = ['png', 'jpg', 'jpeg', 'webp'];

/** Files that compile to a set of animations over a texture. */
export const TEXTURE_SET_TYPES: readonly string[] = ['atlas', 'tilesource', 'tileset'];

/** Files that compile to a texture of their own. */
export const TEXTURE_TYPES: readonly string[] = [...PICTURE_TYPES, 'cubemap', 'render_target'];
