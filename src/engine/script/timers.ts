import type { Collection } from '../collection.ts';

/** Handle that no timer ever has. */
export const INVALID_TIMER_HANDLE = 0xffffffff;

type Timer = {
	readonly handle: number;
	readonly delay: number;
	readonly repeating: boolean;
	remaining: number;
	/** False once its script is gone. */
	readonly isAlive: () => boolean;
	readonly fire: (handle: number, elapsed: number) => void;
};

/** Timers of all collections; each runs on the time of its own collection. */
export type Timers = {
	add(collection: Collection, timer: Omit<Timer, 'handle' | 'remaining'>): number;
	/** False when there is no such timer, or it has fired already. */
	cancel(handle: number): boolean;
	/** Fires a timer now without changing when it is due. */
	trigger(handle: number): boolean;
	info(handle: number): { remaining: number; delay: number; repeating: boolean } | undefined;
	update(collection: Collection, dt: number): void;
	forget(collection: Collection): void;
};

export function createTimers(): Timers {
	const worlds = new Map<Collection, Timer[]>();
	let nextHandle = 0;

	const find = (handle: number): { timers: Timer[]; at: number } | undefined => {
		for (const timers of worlds.values()) {
			const at = timers.findIndex((timer) => timer.handle === handle);
			if (at >= 0) return { timers, at };
		}
		return undefined;
	};

	const remove = (handle: number): boolean => {
		const found = find(handle);
		if (found) found.timers.splice(found.at, 1);
		return found !== undefined;
	};

	return {
		add(collection, timer) {
			const timers = worlds.get(collection) ?? [];
			worlds.set(collection, timers);
			const handle = nextHandle++;
			timers.push({ ...timer, handle, remaining: timer.delay });
			return handle;
		},
		cancel: remove,
		trigger(handle) {
			const found = find(handle);
			const timer = found?.timers[found.at];
			if (!timer?.isAlive()) return false;
			if (!timer.repeating) remove(handle);
			timer.fire(handle, timer.delay - timer.remaining);
			return true;
		},
		info(handle) {
			const found = find(handle);
			const timer = found?.timers[found.at];
			return timer && { remaining: timer.remaining, delay: timer.delay, repeating: timer.repeating };
		},
		update(collection, dt) {
			const timers = worlds.get(collection);
			if (!timers || timers.length === 0) return;
			// Timers that callbacks add begin with the next frame.
			for (const timer of [...timers]) {
				if (!timer.isAlive()) {
					remove(timer.handle);
					continue;
				}
				if (!timers.includes(timer)) continue;
				timer.remaining -= dt;
				if (timer.remaining > 0) continue;
				const elapsed = timer.delay - timer.remaining;
				if (timer.repeating) {
					// A delay shorter than a frame fires once a frame.
					timer.remaining = timer.delay === 0 ? 0 : timer.delay + (timer.remaining % timer.delay);
				} else remove(timer.handle);
				timer.fire(timer.handle, elapsed);
			}
		},
		forget: (collection) => {
			worlds.delete(collection);
		},
	};
}
