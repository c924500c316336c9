import type { SoundDescSchema } from '../../formats/index.ts';
import type { Channel } from '../animation/animator.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import type { PropertyValue } from '../properties.ts';
import { hashProperty, numberProperty, type PropertyResult, propertyTable } from '../property-table.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Resources } from '../resources.ts';
import { soundSeconds } from '../sound-length.ts';
import type { SoundMixer } from '../sound-mixer.ts';
import { postBack } from './post-back.ts';
import { resourceByHash } from './resource-by-hash.ts';

const PLAY_SOUND = hashOf('play_sound');
const STOP_SOUND = hashOf('stop_sound');
const SET_GAIN = hashOf('set_gain');
const SOUND_DONE = hashOf('sound_done');
const SOUND_STOPPED = hashOf('sound_stopped');

/** One sounding of a sound. What is heard is the player's; here it has its time. */
export type Voice = {
	readonly playId: number;
	readonly gain: number;
	readonly pan: number;
	readonly speed: number;
	/** Seconds until it begins. */
	delay: number;
	/** Seconds played of the whole. */
	position: number;
	/** `undefined` plays until it is stopped. */
	readonly length: number | undefined;
	readonly done: ((playId: number, stopped: boolean) => void) | undefined;
};

export type PlaySoundOptions = {
	readonly delay?: number;
	readonly gain?: number;
	readonly pan?: number;
	readonly speed?: number;
	/** Seconds into the sound at which it begins. */
	readonly startTime?: number;
	readonly playId?: number | undefined;
	readonly done?: Voice['done'];
};

/** A sound and everything of it that is playing. */
export class Sound implements Component {
	readonly place: ComponentPlace;
	readonly group: Hash;
	readonly looping: boolean;
	readonly loopCount: number;
	sound: { readonly path: string; readonly bytes: Uint8Array };
	gain: number;
	pan: number;
	speed: number;
	paused = false;
	readonly voices: Voice[] = [];
	readonly #mixer: SoundMixer;
	readonly #resources: Resources;

	constructor(
		place: ComponentPlace,
		{ desc, needs }: MessageResource<typeof SoundDescSchema>,
		{ mixer, resources }: { mixer: SoundMixer; resources: Resources },
	) {
		this.place = place;
		this.#mixer = mixer;
		this.#resources = resources;
		this.group = hashOf(desc.group);
		this.looping = desc.looping !== 0;
		this.loopCount = desc.loopcount;
		this.gain = desc.gain;
		this.pan = desc.pan;
		this.speed = desc.speed;
		const bytes = needs.get(desc.sound)?.value;
		this.sound = { path: desc.sound, bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array() };
		if (!new Set(mixer.groups()).has(this.group)) mixer.setGain(this.group, 1);
	}

	/** Begins to play; gives the number of the voice. */
	play(options: PlaySoundOptions = {}): number {
		const playId = options.playId ?? this.#mixer.nextPlayId();
		const speed = (options.speed ?? 1) * this.speed;
		const seconds = soundSeconds(this.sound.path, this.sound.bytes);
		const passes = this.looping ? (this.loopCount > 0 ? this.loopCount + 1 : undefined) : 1;
		this.voices.push({
			playId,
			gain: (options.gain ?? 1) * this.gain,
			pan: (options.pan ?? 0) + this.pan,
			speed,
			delay: options.delay ?? 0,
			position: options.startTime ?? 0,
			length: passes === undefined ? undefined : seconds * passes,
			done: options.done,
		});
		return playId;
	}

	/** Stops one voice or all. */
	stop(playId?: number): void {
		const stopped = this.voices.filter((voice) => playId === undefined || voice.playId === playId);
		for (const voice of stopped) this.#end(voice, true);
	}

	update(dt: number): void {
		if (this.paused || this.voices.length === 0) return;
		for (const voice of [...this.voices]) {
			voice.delay -= dt;
			if (voice.delay > 0) continue;
			voice.position += dt * voice.speed;
			if (voice.length !== undefined && voice.position >= voice.length) this.#end(voice, false);
		}
	}

	#end(voice: Voice, stopped: boolean): void {
		this.voices.splice(this.voices.indexOf(voice), 1);
		voice.done?.(voice.playId, stopped);
	}

	onMessage(message: Message): void {
		const { body, sender } = message;
		const number = (name: string): number | undefined => {
			const value = bodyField(body, name);
			return typeof value === 'number' ? value : undefined;
		};
		if (message.id === PLAY_SOUND) {
			const playId = number('play_id');
			const [delay = 0, gain = 1, pan = 0, speed = 1] = ['delay', 'gain', 'pan', 'speed'].map(number);
			// Only those who gave a number want to hear that it has ended.
			const done: Voice['done'] =
				playId === undefined
					? undefined
					: (id, stopped) =>
							postBack(this.place, sender, { id: stopped ? SOUND_STOPPED : SOUND_DONE, body: { play_id: id } });
			this.play({ delay, gain, pan, speed, playId, done });
		} else if (message.id === STOP_SOUND) this.stop(number('play_id'));
		else if (message.id === SET_GAIN) this.gain = number('gain') ?? this.gain;
	}

	destroy(): void {
		this.voices.length = 0;
	}

	setSound(hash: Hash): PropertyResult {
		for (const extension of ['.oggc', '.wavc', '.opusc']) {
			const bytes = resourceByHash<Uint8Array>(this.#resources, hash, extension);
			if (!bytes) continue;
			this.sound = { path: hash.text, bytes };
			return 'ok';
		}
		return 'not-found';
	}

	getProperty(name: Hash): PropertyValue | undefined {
		return properties.get(this, name);
	}

	setProperty(name: Hash, value: PropertyValue): PropertyResult {
		return properties.set(this, name, { value });
	}

	channels(name: Hash): readonly Channel[] | undefined {
		return properties.channels(this, name);
	}
}

const properties = propertyTable<Sound>({
	gain: numberProperty(
		(c) => c.gain,
		(c, value) => {
			c.gain = value;
		},
	),
	pan: numberProperty(
		(c) => c.pan,
		(c, value) => {
			c.pan = value;
		},
	),
	speed: numberProperty(
		(c) => c.speed,
		(c, value) => {
			c.speed = value;
		},
	),
	sound: hashProperty(
		(c) => hashOf(c.sound.path),
		(c, value) => c.setSound(value),
	),
});

export function createSoundType(services: {
	mixer: SoundMixer;
	resources: Resources;
}): ComponentType<MessageResource<typeof SoundDescSchema>, Sound> {
	return {
		extension: 'soundc',
		priority: 600,
		create(place, resource, given) {
			const sound = new Sound(place, resource, services);
			for (const [name, value] of given) sound.setProperty(name, value);
			return sound;
		},
		update(sounds, dt) {
			for (const sound of [...sounds]) sound.update(dt);
		},
	};
}
