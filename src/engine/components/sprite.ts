import type { SpriteDescSchema } from '../../formats/index.ts';
import type { Channel } from '../animation/animator.ts';
import { Flipbook } from '../animation/flipbook.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { Hash, hashOf, SYSTEM_MESSAGE } from '../hash.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import type { PropertyValue } from '../properties.ts';
import {
	hashProperty,
	numberProperty,
	type PropertyOptions,
	type PropertyResult,
	propertyTable,
	vectorProperty,
} from '../property-table.ts';
import { Constants, type MaterialResource } from '../resources/material.ts';
import type { MessageResource } from '../resources/message.ts';
import type { TextureSetResource } from '../resources/texture-set.ts';
import type { Resources } from '../resources.ts';
import { Vector3, Vector4 } from '../vector.ts';
import { handleEnable } from './enable.ts';
import { postBack } from './post-back.ts';
import { resourceByHash } from './resource-by-hash.ts';

const SIZE_MODE_AUTO = 1;
const SET_CONSTANT = hashOf('set_constant');
const RESET_CONSTANT = hashOf('reset_constant');

export type PlayOptions = {
	readonly offset?: number;
	readonly rate?: number;
	/** Called once at the end with what the message `animation_done` would carry. */
	readonly done?: ((body: { current_tile: number; id: Hash }) => void) | undefined;
};

/** A picture in the world, perhaps moving. */
export class Sprite implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof SpriteDescSchema>['desc'];
	readonly constants: Constants;
	readonly flipbook: Flipbook = new Flipbook();
	readonly size: Vector3 = new Vector3(0, 0, 0);
	readonly scale: Vector3 = new Vector3(1, 1, 1);
	readonly slice9: Vector4;
	readonly sizeMode: number;
	textureSet: TextureSetResource | undefined;
	enabled = true;
	flipHorizontal = false;
	flipVertical = false;
	#done: PlayOptions['done'];
	readonly #resources: Resources;

	constructor(place: ComponentPlace, { desc, needs }: MessageResource<typeof SpriteDescSchema>, resources: Resources) {
		this.place = place;
		this.desc = desc;
		this.#resources = resources;
		const first = desc.textures[0]?.texture || desc.tileSet;
		this.textureSet = needs.get(first)?.value as TextureSetResource | undefined;
		const material = desc.material ? (needs.get(desc.material)?.value as MaterialResource | undefined) : undefined;
		this.constants = new Constants(material);
		this.sizeMode = desc.sizeMode;
		const { size, slice9 } = desc;
		this.slice9 = new Vector4(slice9?.x ?? 0, slice9?.y ?? 0, slice9?.z ?? 0, slice9?.w ?? 0);
		if (this.sizeMode !== SIZE_MODE_AUTO && size) Object.assign(this.size, { x: size.x, y: size.y, z: size.z });
		this.play(hashOf(desc.defaultAnimation), { offset: desc.offset, rate: desc.playbackRate });
	}

	/** Plays an animation of the texture set; false when it has none of that name. */
	play(id: Hash, options: PlayOptions = {}): boolean {
		const animation = this.textureSet?.animations.get(id);
		if (!animation) return false;
		this.flipbook.play(animation, options.offset, options.rate);
		this.#done = options.done;
		if (this.sizeMode === SIZE_MODE_AUTO) Object.assign(this.size, { x: animation.width, y: animation.height });
		return true;
	}

	update(dt: number): void {
		if (!this.enabled || !this.flipbook.playing) return;
		if (!this.flipbook.update(dt)) return;
		const done = this.#done;
		this.#done = undefined;
		const { animation } = this.flipbook;
		if (animation) done?.({ current_tile: this.flipbook.frame - animation.start + 1, id: animation.id });
	}

	onMessage(message: Message): void {
		if (handleEnable(message, this)) return;
		const { body } = message;
		if (message.id === SYSTEM_MESSAGE.playAnimation) {
			const id = bodyField(body, 'id');
			if (!(id instanceof Hash)) return;
			const [offset, rate] = [bodyField(body, 'offset'), bodyField(body, 'playback_rate')];
			const started = this.play(id, {
				...(typeof offset === 'number' ? { offset } : {}),
				...(typeof rate === 'number' ? { rate } : {}),
				done: (result) => postBack(this.place, message.sender, { id: SYSTEM_MESSAGE.animationDone, body: result }),
			});
			if (!started) this.logMissing(id);
		} else if (message.id === SET_CONSTANT) {
			const name = bodyField(body, 'nameHash') ?? bodyField(body, 'name_hash');
			const value = bodyField(body, 'value');
			if (name instanceof Hash && value instanceof Vector4) this.constants.set(name, value);
		} else if (message.id === RESET_CONSTANT) {
			const name = bodyField(body, 'name_hash');
			if (name instanceof Hash) this.constants.reset(name);
		} else if (message.id === hashOf('set_flip_horizontal')) this.flipHorizontal = isSet(bodyField(body, 'flip'));
		else if (message.id === hashOf('set_flip_vertical')) this.flipVertical = isSet(bodyField(body, 'flip'));
	}

	/** What the engine says when an animation is not there. */
	logMissing(id: Hash): void {
		this.place.collection.host.log({
			severity: 'error',
			domain: 'GAMESYS',
			message: `Unable to play animation '${id.text}' from texture '${this.textureSet?.path ?? ''}' since it could not be found.`,
		});
	}

	setImage(hash: Hash): PropertyResult {
		const resource = resourceByHash<TextureSetResource>(this.#resources, hash, '.texturesetc');
		if (!resource) return 'not-found';
		const playing = this.flipbook.animation;
		this.textureSet = resource;
		// The same animation goes on in the new picture where there is one of that name.
		if (playing && !this.play(playing.id, { offset: this.flipbook.cursor, rate: this.flipbook.rate })) {
			const [first] = resource.animations.keys();
			if (first) this.play(first);
		}
		return 'ok';
	}

	setMaterial(hash: Hash): PropertyResult {
		const material = resourceByHash<MaterialResource>(this.#resources, hash, '.materialc');
		if (!material) return 'not-found';
		this.constants.setMaterial(material);
		return 'ok';
	}

	getProperty(name: Hash, options?: PropertyOptions): PropertyValue | undefined {
		return properties.get(this, name, options);
	}

	setProperty(name: Hash, value: PropertyValue, options?: PropertyOptions): PropertyResult {
		return properties.set(this, name, options ? { value, options } : { value });
	}

	channels(name: Hash): readonly Channel[] | undefined {
		return properties.channels(this, name);
	}
}

const isSet = (flag: unknown): boolean => flag === true || (typeof flag === 'number' && flag !== 0);

const nothing = (): void => undefined;
const properties = propertyTable<Sprite>(
	{
		size: vectorProperty((c) => c.size, nothing, ['x', 'y', 'z']),
		scale: vectorProperty((c) => c.scale, nothing, ['x', 'y', 'z']),
		slice: vectorProperty((c) => c.slice9, nothing),
		slice9: vectorProperty((c) => c.slice9, nothing),
		image: hashProperty(
			(c) => c.textureSet && hashOf(c.textureSet.path),
			(c, value) => c.setImage(value),
		),
		material: hashProperty(
			(c) => c.constants.material && hashOf(c.constants.material.path),
			(c, value) => c.setMaterial(value),
		),
		animation: hashProperty((c) => c.flipbook.animation?.id),
		frame_count: numberProperty((c) => {
			const { animation } = c.flipbook;
			return animation ? animation.end - animation.start : 0;
		}),
		cursor: numberProperty(
			(c) => c.flipbook.cursor,
			(c, value) => c.flipbook.seek(value),
		),
		playback_rate: numberProperty(
			(c) => c.flipbook.rate,
			(c, value) => {
				c.flipbook.rate = value;
			},
		),
	},
	(c) => c.constants,
);

/** Sprites: each begins with the properties set where it is used, such as another picture. */
export function createSpriteType(
	resources: Resources,
): ComponentType<MessageResource<typeof SpriteDescSchema>, Sprite> {
	return {
		extension: 'spritec',
		priority: 1100,
		create(place, resource, given) {
			const sprite = new Sprite(place, resource, resources);
			for (const [name, value] of given) sprite.setProperty(name, value);
			return sprite;
		},
		update(sprites, dt) {
			for (const sprite of [...sprites]) sprite.update(dt);
		},
	};
}
