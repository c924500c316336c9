import { readTexture, type Texture } from '../../formats/index.ts';
import type { BufferData } from '../buffer.ts';
import type { ResourceType } from '../resources.ts';

/** A texture of the build; its pixels are looked at by who draws. */
export type TextureResource = { readonly kind: 'texture'; readonly path: string; readonly texture: Texture };

/** A texture that a script made. */
export type DynamicTexture = {
	readonly kind: 'dynamic-texture';
	readonly type: number;
	readonly width: number;
	readonly height: number;
	readonly depth: number;
	readonly format: number;
	readonly mipmaps: number;
	readonly data: BufferData | undefined;
};

export type TextureInfo = {
	readonly width: number;
	readonly height: number;
	readonly depth: number;
	readonly mipmaps: number;
	readonly pageCount: number;
	readonly type: number;
};

export const textureType: ResourceType<TextureResource> = {
	extension: 'texturec',
	create: (bytes, { path }) => ({ kind: 'texture', path, texture: readTexture(bytes, path) }),
};

/** Size and type of a texture of either kind; `undefined` for anything else. */
export function textureInfo(value: unknown): TextureInfo | undefined {
	const texture = value as TextureResource | DynamicTexture | undefined;
	if (texture?.kind === 'dynamic-texture') {
		const { width, height, depth, mipmaps, type } = texture;
		return { width, height, depth, mipmaps, pageCount: 1, type };
	}
	if (texture?.kind !== 'texture') return undefined;
	const { image } = texture.texture;
	const [first] = image.alternatives;
	return {
		width: first?.originalWidth || first?.width || 0,
		height: first?.originalHeight || first?.height || 0,
		depth: 1,
		mipmaps: first?.mipMapOffset.length ?? 0,
		pageCount: image.count,
		type: image.type,
	};
}
