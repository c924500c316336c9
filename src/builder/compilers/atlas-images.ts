import type { Atlas, AtlasAnimation, AtlasImage } from '../../formats/index.ts';

/** A picture of an atlas; the same file with the same trimming is one picture, however often it is named. */
export type AtlasPicture = { readonly id: string; readonly image: AtlasImage };

/** Pictures in the order of their first use: those named alone, then those of animations. */
export function collectPictures(atlas: Atlas): {
	pictures: AtlasPicture[];
	indexOf(image: AtlasImage): number;
} {
	const indices = new Map<string, number>();
	const pictures: AtlasPicture[] = [];
	const keyOf = (image: AtlasImage): string => `${image.spriteTrimMode} ${image.image}`;
	for (const image of [...atlas.images, ...atlas.animations.flatMap((animation) => animation.images)]) {
		if (indices.has(keyOf(image))) continue;
		indices.set(keyOf(image), pictures.push({ id: pictureId(image.image, atlas.renamePatterns), image }) - 1);
	}
	return { pictures, indexOf: (image) => indices.get(keyOf(image)) ?? 0 };
}

/** Ids that a sprite can play: of animations and of pictures named alone. */
export function animationIds(atlas: Atlas): string[] {
	return [
		...atlas.animations.map((animation: AtlasAnimation) => animation.id),
		...atlas.images.map((image) => pictureId(image.image, atlas.renamePatterns)),
	];
}

/** A file's name without folder and extension, changed by patterns such as `hat=cap,_normal=`. */
export function pictureId(path: string, renamePatterns: string): string {
	let id = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
	for (const pattern of renamePatterns.split(',')) {
		const equals = pattern.indexOf('=');
		const from = pattern.slice(0, equals).trim();
		if (equals > 0 && from !== '') id = id.replaceAll(from, pattern.slice(equals + 1).trim());
	}
	return id;
}
