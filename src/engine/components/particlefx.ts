import type { ParticleFXSchema } from '../../formats/index.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Matrix4 } from '../matrix4.ts';
import type { Message } from '../message.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Vector4 } from '../vector.ts';

/** What an emitter does; the numbers are the engine's. */
export const EMITTER_STATE = { SLEEPING: 0, PRESPAWN: 1, SPAWNING: 2, POSTSPAWN: 3 } as const;

type EmitterState = (typeof EMITTER_STATE)[keyof typeof EMITTER_STATE];

/** One emitter of a playing effect. */
export type Emitter = {
	readonly id: Hash;
	readonly name: string;
	readonly looping: boolean;
	readonly startDelay: number;
	readonly duration: number;
	/** The longest a particle lives. */
	readonly lifeTime: number;
	state: EmitterState;
	timer: number;
};

type Playing = {
	readonly emitters: readonly Emitter[];
	readonly onState: ((emitter: Emitter) => void) | undefined;
	stopping: boolean;
};

const PLAY = hashOf('play_particlefx');
const STOP = hashOf('stop_particlefx');
const MODE_LOOP = 1;
/** Key of an emitter's property for how long its particles live. */
const LIFE_TIME_KEY = 4;

/** Particle effects of one component. Emitters go through their states in time; particles themselves are not simulated. */
export class ParticleFx implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof ParticleFXSchema>['desc'];
	readonly playing: Playing[] = [];
	/** Constants by emitter. */
	readonly constants: Map<Hash, Map<Hash, Vector4 | Matrix4>> = new Map();

	constructor(place: ComponentPlace, { desc }: MessageResource<typeof ParticleFXSchema>) {
		this.place = place;
		this.desc = desc;
	}

	play(onState?: (emitter: Emitter) => void): void {
		const emitters = this.desc.emitters.map((emitter): Emitter => {
			const lifeTimes = emitter.properties.find(({ key }) => key === LIFE_TIME_KEY)?.points ?? [];
			return {
				id: hashOf(emitter.id),
				name: emitter.id,
				looping: emitter.mode === MODE_LOOP,
				startDelay: emitter.startDelay,
				duration: emitter.duration,
				lifeTime: lifeTimes.reduce((longest, { y }) => Math.max(longest, y), 0),
				state: EMITTER_STATE.SLEEPING,
				timer: 0,
			};
		});
		this.playing.push({ emitters, onState, stopping: false });
	}

	/** Lets emitters run out, or ends them at once. */
	stop(clear: boolean): void {
		for (const effect of this.playing) {
			effect.stopping = true;
			if (clear) for (const emitter of effect.emitters) emitter.state = EMITTER_STATE.SLEEPING;
		}
		if (clear) this.playing.length = 0;
	}

	hasEmitter(id: Hash): boolean {
		return this.desc.emitters.some((emitter) => hashOf(emitter.id) === id);
	}

	update(dt: number): void {
		if (this.playing.length === 0) return;
		for (const effect of [...this.playing]) {
			for (const emitter of effect.emitters) advance(effect, emitter, dt);
			if (!effect.emitters.every(({ state }) => state === EMITTER_STATE.SLEEPING)) continue;
			const at = this.playing.indexOf(effect);
			if (at >= 0) this.playing.splice(at, 1);
		}
	}

	onMessage(message: Message): void {
		if (message.id === PLAY) this.play();
		else if (message.id === STOP) this.stop(false);
	}

	destroy(): void {
		this.playing.length = 0;
	}
}

function enter(effect: Playing, emitter: Emitter, state: EmitterState): void {
	emitter.state = state;
	emitter.timer = 0;
	effect.onState?.(emitter);
}

function advance(effect: Playing, emitter: Emitter, dt: number): void {
	if (emitter.state === EMITTER_STATE.SLEEPING) {
		if (effect.stopping) return;
		enter(effect, emitter, EMITTER_STATE.PRESPAWN);
	}
	emitter.timer += dt;
	if (emitter.state === EMITTER_STATE.PRESPAWN && emitter.timer >= emitter.startDelay) {
		enter(effect, emitter, EMITTER_STATE.SPAWNING);
	} else if (emitter.state === EMITTER_STATE.SPAWNING) {
		const isOver = !emitter.looping && emitter.timer >= emitter.duration;
		if (isOver || effect.stopping) enter(effect, emitter, EMITTER_STATE.POSTSPAWN);
	} else if (emitter.state === EMITTER_STATE.POSTSPAWN && emitter.timer >= emitter.lifeTime) {
		effect.stopping = true;
		enter(effect, emitter, EMITTER_STATE.SLEEPING);
	}
}

export const particleFxType: ComponentType<MessageResource<typeof ParticleFXSchema>, ParticleFx> = {
	extension: 'particlefxc',
	priority: 800,
	create: (place, resource) => new ParticleFx(place, resource),
	update(effects, dt) {
		for (const effect of [...effects]) effect.update(dt);
	},
};
