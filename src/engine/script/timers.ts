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
	cancelled: boolean;
};

/** Timers of all scripts; each runs on the time of its world: a collection, the GUIs of one, the render script. */
export type Timers = {
	add(world: object, timer: Pick<Timer, 'delay' | 'repeating' | 'isAlive' | 'fire'>): number;
	/** False when there is no such timer, or it has fired already. */
	cancel(handle: number): boolean;
	/** Fires a timer now without changing when it is due. */
	trigger(handle: number): boolean;
	info(handle: number): { remaining: number; delay: number; repeating: boolean } | undefined;
	update(world: object, dt: number): void;
	forget(world: object): void;
};

export function createTimers(): Timers {
	const worlds = new Map<object, Timer[]>();
	const byHandle = new Map<number, Timer>();
	let nextHandle = 0;

	const cancel = (timer: Timer): void => {
		timer.cancelled = true;
		byHandle.delete(timer.handle);
	};

	return {
		add(world, timer) {
			const timers = worlds.get(world) ?? [];
			worlds.set(world, timers);
			const handle = nextHandle++;
			const added = { ...timer, handle, remaining: timer.delay, cancelled: false };
			timers.push(added);
			byHandle.set(handle, added);
			return handle;
		},
		cancel(handle) {
			const timer = byHandle.get(handle);
			if (timer) cancel(timer);
			return timer !== undefined;
		},
		trigger(handle) {
			const timer = byHandle.get(handle);
			if (!timer?.isAlive()) return false;
			if (!timer.repeating) cancel(timer);
			timer.fire(handle, timer.delay - timer.remaining);
			return true;
		},
		info(handle) {
			const timer = byHandle.get(handle);
			return timer && { remaining: timer.remaining, delay: timer.delay, repeating: timer.repeating };
		},
		update(world, dt) {
			const timers = worlds.get(world);
			if (!timers || timers.length === 0) return;
			// Timers that callbacks add begin with the next frame.
			const count = timers.length;
			for (let at = 0; at < count; at++) {
				const timer = timers[at] as Timer;
				if (timer.cancelled) continue;
				if (!timer.isAlive()) {
					cancel(timer);
					continue;
				}
				timer.remaining -= dt;
				if (timer.remaining > 0) continue;
				const elapsed = timer.delay - timer.remaining;
				if (timer.repeating) {
					// A delay shorter than a frame fires once a frame.
					timer.remaining = timer.delay === 0 ? 0 : timer.delay + (timer.remaining % timer.delay);
				} else cancel(timer);
				timer.fire(timer.handle, elapsed);
			}
			if (timers.some(({ cancelled }) => cancelled)) {
				worlds.set(
					world,
					timers.filter(({ cancelled }) => !cancelled),
				);
			}
		},
		forget(world) {
			for (const timer of worlds.get(world) ?? []) cancel(timer);
			worlds.delete(world);
		},
	};
}
