import type { AnimationSetSchema, ModelSchema, RigSceneSchema, SkeletonSchema } from '../../formats/index.ts';
import type { Channel } from '../animation/animator.ts';
import { PLAYBACK } from '../animation/animator.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { Hash, hashOf, hashOfValue } from '../hash.ts';
import type { Instance } from '../instance.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import type { PropertyValue } from '../properties.ts';
import {
	hashProperty,
	numberProperty,
	type PropertyOptions,
	type PropertyResult,
	propertyTable,
} from '../property-table.ts';
import { Constants, type MaterialResource } from '../resources/material.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Resources } from '../resources.ts';
import { attachToParent } from '../set-parent.ts';
import { handleEnable } from './enable.ts';
import { postBack } from './post-back.ts';
import { resourceByHash } from './resource-by-hash.ts';

type Skeleton = MessageResource<typeof SkeletonSchema>['desc'];

const PLAY_ANIMATION = hashOf('play_animation');
const CANCEL_ANIMATION = hashOf('cancel_animation');
const ANIMATION_DONE = hashOf('model_animation_done');

export type PlayModelOptions = {
	readonly playback: number;
	readonly offset?: number;
	readonly rate?: number;
	/** Called once when a playback that ends has ended. */
	readonly done?: ((animation: Hash, playback: number) => void) | undefined;
};

/** A 3D model: its materials and the time of its animation. Meshes and bones are the player's. */
export class Model implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof ModelSchema>['desc'];
	enabled = true;
	/** One for each material of the model. */
	readonly constants: Constants[];
	readonly textures: Map<string, Hash> = new Map();
	animation: Hash | undefined;
	playback = PLAYBACK.NONE as number;
	cursor = 0;
	rate = 1;
	#durations: ReadonlyMap<Hash, number>;
	#done: PlayModelOptions['done'];
	readonly meshes: Map<Hash, boolean> = new Map();
	readonly #resources: Resources;
	readonly #skeleton: Skeleton | undefined;
	/** Game objects of bones, by the bone's name; made when one is first asked for. */
	#bones: Map<Hash, Instance> | undefined;

	constructor(place: ComponentPlace, { desc, needs }: MessageResource<typeof ModelSchema>, resources: Resources) {
		this.place = place;
		this.desc = desc;
		this.#resources = resources;
		const materials = [...needs.values()].filter(({ path }) => path.endsWith('.materialc'));
		this.constants = (materials.length > 0 ? materials : [undefined]).map(
			(material) => new Constants(material?.value as MaterialResource | undefined),
		);
		const rig = needs.get(desc.rigScene)?.value as MessageResource<typeof RigSceneSchema> | undefined;
		this.#durations = durationsOf(rig);
		const skeleton = rig?.desc.skeleton ? rig.needs.get(rig.desc.skeleton) : undefined;
		this.#skeleton = (skeleton?.value as MessageResource<typeof SkeletonSchema> | undefined)?.desc;
		if (desc.defaultAnimation) this.play(hashOf(desc.defaultAnimation), { playback: PLAYBACK.LOOP_FORWARD });
	}

	play(animation: Hash, { playback, offset = 0, rate = 1, done }: PlayModelOptions): boolean {
		if (!this.#durations.has(animation)) return false;
		this.animation = animation;
		this.playback = playback;
		this.rate = rate;
		this.cursor = offset;
		this.#done = done;
		return true;
	}

	/** The game object that goes with a bone; bones rest where the skeleton has them. */
	bone(id: Hash): Instance | undefined {
		this.#bones ??= this.#createBones();
		return this.#bones.get(id);
	}

	#createBones(): Map<Hash, Instance> {
		const made: Instance[] = [];
		const bones = new Map<Hash, Instance>();
		const { collection, instance: own } = this.place;
		for (const bone of this.#skeleton?.bones ?? []) {
			const instance = collection.createNumberedInstance();
			const { translation: t, rotation: r, scale: s } = bone.local ?? {};
			Object.assign(instance.transform, {
				...(t ? { x: t.x, y: t.y, z: t.z } : {}),
				...(r ? { rx: r.x, ry: r.y, rz: r.z, rw: r.w } : {}),
				...(s ? { sx: s.x, sy: s.y, sz: s.z } : {}),
			});
			attachToParent(instance, made[bone.parent] ?? own);
			collection.initInstance(instance);
			made.push(instance);
			bones.set(hashOfValue(bone.id), instance);
		}
		return bones;
	}

	destroy(): void {
		for (const instance of this.#bones?.values() ?? []) this.place.collection.delete(instance, false);
	}

	cancel(): void {
		this.playback = PLAYBACK.NONE;
		this.#done = undefined;
	}

	update(dt: number): void {
		if (!this.enabled || this.playback === PLAYBACK.NONE || !this.animation) return;
		const duration = this.#durations.get(this.animation) ?? 0;
		this.cursor += duration > 0 ? (dt * this.rate) / duration : 1;
		if (this.cursor < 1) return;
		if (this.playback > PLAYBACK.ONCE_PINGPONG) {
			this.cursor %= 1;
			return;
		}
		this.cursor = 1;
		const { animation, playback } = this;
		const done = this.#done;
		this.cancel();
		done?.(animation, playback);
	}

	onMessage(message: Message): void {
		if (handleEnable(message, this)) return;
		if (message.id === CANCEL_ANIMATION) this.cancel();
		if (message.id !== PLAY_ANIMATION) return;
		const animation = bodyField(message.body, 'animation_id');
		const playback = bodyField(message.body, 'playback');
		if (!(animation instanceof Hash)) return;
		this.play(animation, {
			playback: typeof playback === 'number' ? playback : PLAYBACK.LOOP_FORWARD,
			done: (id, mode) =>
				postBack(this.place, message.sender, { id: ANIMATION_DONE, body: { animation_id: id, playback: mode } }),
		});
	}

	setMaterial(hash: Hash): PropertyResult {
		const material = resourceByHash<MaterialResource>(this.#resources, hash, '.materialc');
		if (material) this.constants[0]?.setMaterial(material);
		return material ? 'ok' : 'not-found';
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

function durationsOf(rig: MessageResource<typeof RigSceneSchema> | undefined): Map<Hash, number> {
	const durations = new Map<Hash, number>();
	const path = rig?.desc.animationSet;
	const set = path
		? (rig?.needs.get(path)?.value as MessageResource<typeof AnimationSetSchema> | undefined)
		: undefined;
	for (const { id, duration } of set?.desc.animations ?? []) durations.set(hashOfValue(id), duration);
	return durations;
}

/** `texture0` … `texture7`, as hashes of resources. */
const textureProperties = Object.fromEntries(
	Array.from({ length: 8 }, (_, unit) => [
		`texture${unit}`,
		hashProperty<Model>(
			(c) => c.textures.get(`texture${unit}`),
			(c, value) => {
				c.textures.set(`texture${unit}`, value);
				return 'ok';
			},
		),
	]),
);

const properties = propertyTable<Model>(
	{
		...textureProperties,
		animation: hashProperty((c) => c.animation),
		cursor: numberProperty(
			(c) => c.cursor,
			(c, value) => {
				c.cursor = Math.min(Math.max(value, 0), 1);
			},
		),
		playback_rate: numberProperty(
			(c) => c.rate,
			(c, value) => {
				c.rate = value;
			},
		),
		material: hashProperty(
			(c) => c.constants[0]?.material && hashOf(c.constants[0].material.path),
			(c, value) => c.setMaterial(value),
		),
	},
	(c) => c.constants[0],
);

export function createModelType(resources: Resources): ComponentType<MessageResource<typeof ModelSchema>, Model> {
	return {
		extension: 'modelc',
		priority: 700,
		create(place, resource, given) {
			const model = new Model(place, resource, resources);
			for (const [name, value] of given) model.setProperty(name, value);
			return model;
		},
		update(models, dt) {
			for (const model of [...models]) model.update(dt);
		},
	};
}
