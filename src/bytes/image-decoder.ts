/** A picture of 8 bits a channel: RGBA order, rows from the top, `width × height × 4` bytes, alpha not premultiplied. */
export type DecodedImage = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

/** Decodes PNG, JPEG or WebP. `name` is for messages. Rejects when the bytes are not a picture it knows. */
export type ImageDecoder = (bytes: Uint8Array, name: string) => Promise<DecodedImage>;
