import type { CancelSignal } from '../../resource/index.ts';
import { LiveUpdateError } from '../error.ts';

/** A switch that stops work under way. */
export type Cancel = { readonly signal: CancelSignal; abort(): void };

/** A switch of its own that also fires when `outer` does, until it is released. */
export function createCancel(outer?: CancelSignal): Cancel & { release(): void } {
	const listeners = new Set<() => void>();
	let aborted = false;
	const abort = (): void => {
		if (aborted) return;
		aborted = true;
		outer?.removeEventListener('abort', abort);
		for (const listener of [...listeners]) listener();
		listeners.clear();
	};
	if (outer?.aborted) abort();
	else outer?.addEventListener('abort', abort);
	return {
		signal: {
			get aborted() {
				return aborted;
			},
			addEventListener: (_type, listener) => void listeners.add(listener),
			removeEventListener: (_type, listener) => void listeners.delete(listener),
		},
		abort,
		release: () => outer?.removeEventListener('abort', abort),
	};
}

export function cancelled(what: string): LiveUpdateError {
	return new LiveUpdateError('cancelled', `${what}: cancelled`, { data: { what } });
}
