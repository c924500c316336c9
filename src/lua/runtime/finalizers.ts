import { $$invoke } from './callee.ts';
import type { LuaState } from './state.ts';
import type { LuaTable } from './table.ts';
import { LuaProxy } from './userdata.ts';

type Entry = { readonly ref: WeakRef<LuaProxy>; readonly metatable: LuaTable };

/**
 * Calls `__gc` of what `newproxy` made once nothing refers to it any more.
 *
 * JavaScript tells of an object only after it is gone, so the metamethod gets a new proxy with the same metatable.
 */
export class Finalizers {
	private readonly state: LuaState;
	private entries: Entry[] = [];
	private readonly noticed: FinalizationRegistry<undefined>;

	/** @param onGone  told between turns of the event loop that something is gone, to call `run` */
	constructor(state: LuaState, onGone: () => void) {
		this.state = state;
		this.noticed = new FinalizationRegistry(onGone);
	}

	/** A proxy whose metatable may have, or get, a `__gc`. */
	add(proxy: LuaProxy, metatable: LuaTable): void {
		this.entries.push({ ref: new WeakRef(proxy), metatable });
		this.noticed.register(proxy, undefined);
	}

	/** Calls `__gc` for all that is gone, the youngest first. @throws what a metamethod throws */
	run(): void {
		if (this.entries.length === 0) return;
		const gone = this.entries.filter(({ ref }) => ref.deref() === undefined);
		if (gone.length === 0) return;
		this.entries = this.entries.filter((entry) => !gone.includes(entry));
		this.call(gone);
	}

	/** Calls `__gc` for everything, as at the end of a state. @throws what a metamethod throws */
	runAll(): void {
		const { entries } = this;
		this.entries = [];
		this.call(entries);
	}

	private call(entries: readonly Entry[]): void {
		for (const { ref, metatable } of entries.toReversed()) {
			const handler = metatable.get('__gc');
			if (typeof handler !== 'function') continue;
			const proxy = ref.deref() ?? new LuaProxy();
			proxy.metatable = metatable;
			$$invoke(handler, [proxy], this.state);
		}
	}
}
