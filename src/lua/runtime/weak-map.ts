import type { TableMap } from './table-map.ts';
import type { LuaValue } from './values.ts';

const isCollectable = (value: LuaValue): value is LuaValue & object =>
	typeof value === 'object' || typeof value === 'function';

/** A value, or a weak reference to it. */
type Slot = { readonly strong: LuaValue } | { readonly weak: WeakRef<object> };

const read = (slot: Slot): LuaValue => ('weak' in slot ? (slot.weak.deref() as LuaValue) : slot.strong);

/**
 * The map of a table whose metatable had a `__mode` when it was set.
 *
 * Numbers, strings and booleans are never collected. JavaScript collects only between turns of its event loop, so
 * an entry never vanishes while a script runs; with weak keys, a value does not keep its own key alive.
 */
export class WeakTableMap implements TableMap {
	/** Marks the map for `LuaTable`. */
	readonly isWeak = true;
	private readonly weakKeys: boolean;
	private readonly weakValues: boolean;
	/** Entries whose key is held strongly. */
	private readonly plain = new Map<LuaValue, Slot>();
	/** Entries by weak key; the key set below lists them for traversal. */
	private readonly byKey = new WeakMap<object, { readonly ref: WeakRef<object>; slot: Slot }>();
	private keyRefs = new Set<WeakRef<object>>();

	constructor(mode: string) {
		this.weakKeys = mode.includes('k');
		this.weakValues = mode.includes('v');
	}

	get size(): number {
		return this.plain.size + this.keyRefs.size;
	}

	get(key: LuaValue): LuaValue {
		const slot = this.weakKeys && isCollectable(key) ? this.byKey.get(key)?.slot : this.plain.get(key);
		return slot === undefined ? undefined : read(slot);
	}

	set(key: LuaValue, value: LuaValue): void {
		const slot: Slot = this.weakValues && isCollectable(value) ? { weak: new WeakRef(value) } : { strong: value };
		if (!this.weakKeys || !isCollectable(key)) {
			this.plain.set(key, slot);
			return;
		}
		const entry = this.byKey.get(key);
		if (entry !== undefined) {
			entry.slot = slot;
			return;
		}
		const ref = new WeakRef<object>(key);
		this.byKey.set(key, { ref, slot });
		this.keyRefs.add(ref);
	}

	delete(key: LuaValue): void {
		if (!this.weakKeys || !isCollectable(key)) {
			this.plain.delete(key);
			return;
		}
		const entry = this.byKey.get(key);
		if (entry === undefined) return;
		this.keyRefs.delete(entry.ref);
		this.byKey.delete(key);
	}

	*keys(): IterableIterator<LuaValue> {
		yield* this.plain.keys();
		for (const ref of this.keyRefs) {
			const key = ref.deref();
			if (key === undefined) this.keyRefs.delete(ref);
			else yield key as LuaValue;
		}
	}

	*[Symbol.iterator](): IterableIterator<[LuaValue, LuaValue]> {
		for (const key of this.keys()) yield [key, this.get(key)];
	}
}
