import { Playback } from '../../formats/index.ts';
import type { FlipbookAnimation } from '../resources/texture-set.ts';

/** A flipbook animation being played. */
export class Flipbook {
	animation: FlipbookAnimation | undefined;
	/** 0…1 within one pass. */
	cursor = 0;
	rate = 1;
	playing = false;
	#seconds = 0;

	/** @param offset  where in the pass it begins, 0…1 */
	play(animation: FlipbookAnimation, offset = 0, rate = 1): void {
		this.animation = animation;
		this.rate = rate;
		this.playing = animation.playback !== Playback.NONE;
		const bounded = Math.min(Math.max(offset, 0), 1);
		this.cursor = isBackward(animation.playback) ? 1 - bounded : bounded;
		this.#seconds = bounded * this.#duration();
	}

	stop(): void {
		this.playing = false;
	}

	/** Sets the cursor, 0…1. */
	seek(cursor: number): void {
		this.cursor = Math.min(Math.max(cursor, 0), 1);
		this.#seconds = this.cursor * this.#duration();
	}

	/** Moves on. True when it reached its end now. */
	update(dt: number): boolean {
		const { animation } = this;
		if (!this.playing || !animation) return false;
		const duration = this.#duration();
		const { playback } = animation;
		if (duration <= 0) return false;
		this.#seconds += dt * this.rate;
		if (isOnce(playback)) {
			if (this.#seconds >= duration) {
				this.#seconds = duration;
				this.playing = false;
			}
		} else {
			this.#seconds %= duration;
			if (this.#seconds < 0) this.#seconds += duration;
		}
		const t = this.#seconds / duration;
		this.cursor = isBackward(playback) ? 1 - t : t;
		return !this.playing;
	}

	/** Index of the frame to show among the texture set's frames. */
	get frame(): number {
		const { animation } = this;
		if (!animation) return 0;
		const count = animation.end - animation.start;
		if (count <= 1) return animation.start;
		if (isPingPong(animation.playback)) {
			// There and back without showing the ends twice.
			const steps = count * 2 - 2;
			const step = Math.min(steps - 1, Math.floor(this.cursor * steps));
			return animation.start + (step < count ? step : steps - step);
		}
		return animation.start + Math.min(count - 1, Math.floor(this.cursor * count));
	}

	#duration(): number {
		const { animation } = this;
		if (!animation || animation.fps === 0) return 0;
		const count = animation.end - animation.start;
		return (isPingPong(animation.playback) ? Math.max(1, count * 2 - 2) : count) / animation.fps;
	}
}

function isPingPong(playback: number): boolean {
	return playback === Playback.LOOP_PINGPONG || playback === Playback.ONCE_PINGPONG;
}

function isBackward(playback: number): boolean {
	return playback === Playback.LOOP_BACKWARD || playback === Playback.ONCE_BACKWARD;
}

function isOnce(playback: number): boolean {
	return (
		playback === Playback.ONCE_FORWARD || playback === Playback.ONCE_BACKWARD || playback === Playback.ONCE_PINGPONG
	);
}
