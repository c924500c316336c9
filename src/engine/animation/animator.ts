import type { Easing } from './easing.ts';

/** How often and in which direction an animation plays; Defold's numbers. */
export const PLAYBACK = {
	NONE: 0,
	ONCE_FORWARD: 1,
	ONCE_BACKWARD: 2,
	ONCE_PINGPONG: 3,
	LOOP_FORWARD: 4,
	LOOP_BACKWARD: 5,
	LOOP_PINGPONG: 6,
} as const;

/** One number that can be animated. */
export type Channel = { get(): number; set(value: number): void };

export type AnimationRequest = {
	/** Whose property it is; with `name` it identifies the animation. */
	readonly owner: object;
	readonly name: unknown;
	readonly channels: readonly Channel[];
	/** One target a channel. */
	readonly to: readonly number[];
	readonly playback: number;
	readonly easing: Easing;
	readonly duration: number;
	readonly delay: number;
	/** Called once when it has played to its end; not when it was cancelled or replaced. */
	readonly done?: (() => void) | undefined;
};

type Running = {
	readonly request: AnimationRequest;
	from: number[] | undefined;
	delay: number;
	/** Seconds played, of `duration` for one pass. */
	cursor: number;
	backwards: boolean;
	stopped: boolean;
};

/** The property animations of one collection or one GUI scene. */
export class Animator {
	#running: Running[] = [];
	#anyStopped = false;
	/** Those that have begun, by whose property they move. */
	readonly #begun = new Map<object, Set<Running>>();

	get count(): number {
		return this.#running.length;
	}

	start(request: AnimationRequest): void {
		const { playback, delay } = request;
		if (playback === PLAYBACK.NONE) return;
		const animation: Running = {
			request,
			from: undefined,
			delay,
			cursor: 0,
			backwards: playback === PLAYBACK.ONCE_BACKWARD || playback === PLAYBACK.LOOP_BACKWARD,
			stopped: false,
		};
		// Without a delay the new one takes over at once, even before it first moves.
		if (delay <= 0) this.#begin(animation);
		this.#running.push(animation);
	}

	/** Stops what matches; their `done` is not called. */
	cancel(matches: (request: AnimationRequest) => boolean): void {
		let any = false;
		for (const animation of this.#running) {
			if (!matches(animation.request)) continue;
			this.#stop(animation);
			any = true;
		}
		if (any) this.#running = this.#running.filter(({ stopped }) => !stopped);
	}

	update(dt: number): void {
		const playing = this.#running;
		if (playing.length === 0) return;
		const finished: Running[] = [];
		// What callbacks and setters start joins with the next update.
		const count = playing.length;
		for (let at = 0; at < count; at++) {
			const animation = playing[at] as Running;
			if (animation.stopped) continue;
			let step = dt;
			if (animation.delay > 0) {
				animation.delay -= dt;
				if (animation.delay > 0) continue;
				step = -animation.delay;
				animation.delay = 0;
			}
			if (!animation.from) this.#begin(animation);
			if (advance(animation, step)) {
				this.#stop(animation);
				finished.push(animation);
			}
		}
		if (this.#anyStopped) {
			this.#anyStopped = false;
			this.#running = this.#running.filter(({ stopped }) => !stopped);
		}
		for (const { request } of finished) request.done?.();
	}

	/** Takes the value it starts from and stops older animations of the same property. */
	#begin(animation: Running): void {
		const { owner, name, channels } = animation.request;
		let begun = this.#begun.get(owner);
		if (!begun) {
			begun = new Set();
			this.#begun.set(owner, begun);
		}
		for (const other of begun) if (other.request.name === name) this.#stop(other);
		begun.add(animation);
		this.#begun.set(owner, begun);
		animation.from = channels.map((channel) => channel.get());
	}

	#stop(animation: Running): void {
		animation.stopped = true;
		this.#anyStopped = true;
		const begun = this.#begun.get(animation.request.owner);
		begun?.delete(animation);
		if (begun?.size === 0) this.#begun.delete(animation.request.owner);
	}
}

/** Moves one on. True when it is at its end. */
function advance(animation: Running, step: number): boolean {
	const { request } = animation;
	const { playback, duration } = request;
	const pingpong = playback === PLAYBACK.ONCE_PINGPONG || playback === PLAYBACK.LOOP_PINGPONG;
	const once = playback <= PLAYBACK.ONCE_PINGPONG;
	// There and back take the duration together.
	const pass = playback === PLAYBACK.ONCE_PINGPONG ? duration / 2 : duration;
	animation.cursor += step;
	let done = false;
	if (once) {
		const end = playback === PLAYBACK.ONCE_PINGPONG ? 2 * pass : pass;
		if (animation.cursor >= end) {
			animation.cursor = end;
			done = true;
		}
	} else if (pass <= 0) animation.cursor = 0;
	else if (animation.cursor >= 2 * pass) animation.cursor %= 2 * pass;
	let t: number;
	if (pass <= 0) t = playback === PLAYBACK.ONCE_PINGPONG ? 0 : 1;
	else if (pingpong) {
		t = animation.cursor / pass;
		if (t > 1) t = 2 - t;
	} else if (once) t = animation.cursor / pass;
	else t = (animation.cursor % pass) / pass;
	if (animation.backwards) t = 1 - t;
	apply(animation, request.easing(t));
	return done;
}

function apply({ request, from }: Running, fraction: number): void {
	const { channels, to } = request;
	for (let at = 0; at < channels.length; at++) {
		const start = from?.[at] as number;
		(channels[at] as Channel).set(start + ((to[at] as number) - start) * fraction);
	}
}
