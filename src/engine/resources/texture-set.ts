import { childResources, type MessageShape, readResource, type TextureSetSchema } from '../../formats/index.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Loaded, ResourceType } from '../resources.ts';

/** One animation of a texture set. */
export type FlipbookAnimation = {
	readonly id: Hash;
	readonly name: string;
	readonly width: number;
	readonly height: number;
	/** Frames from `start` up to and without `end`. */
	readonly start: number;
	readonly end: number;
	readonly fps: number;
	/** As the compiled texture set numbers them. */
	readonly playback: number;
	readonly flipHorizontal: boolean;
	readonly flipVertical: boolean;
};

/** An atlas or tile source: its message, its animations by id and the texture it lies on. */
export type TextureSetResource = {
	readonly path: string;
	readonly desc: MessageShape<typeof TextureSetSchema>;
	readonly texture: Loaded | undefined;
	readonly animations: ReadonlyMap<Hash, FlipbookAnimation>;
};

export const textureSetType: ResourceType<TextureSetResource> = {
	extension: 'texturesetc',
	create(bytes, { path, load }) {
		const resource = readResource(path, bytes);
		if (resource.kind !== 'message') throw new TypeError(`${path}: a texture set is a message`);
		const desc = resource.message as MessageShape<typeof TextureSetSchema>;
		let texture: Loaded | undefined;
		for (const needed of childResources(path, bytes)) texture = load(needed);
		return { path, desc, texture, animations: animationsOf(desc) };
	},
};

export function animationsOf(desc: MessageShape<typeof TextureSetSchema>): Map<Hash, FlipbookAnimation> {
	const animations = new Map<Hash, FlipbookAnimation>();
	for (const animation of desc.animations) {
		const id = hashOf(animation.id);
		animations.set(id, {
			id,
			name: animation.id,
			width: animation.width,
			height: animation.height,
			start: animation.start,
			end: animation.end,
			fps: animation.fps,
			playback: animation.playback,
			flipHorizontal: animation.flipHorizontal !== 0,
			flipVertical: animation.flipVertical !== 0,
		});
	}
	return animations;
}
