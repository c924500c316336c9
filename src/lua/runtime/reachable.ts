import type { LuaState } from './state.ts';
import { LuaTable } from './table.ts';
import { inspectFunction } from './twins.ts';

/** Tables and functions looked at; more are not counted. */
const LIMIT = 20_000;
/** What an empty table takes, one of its entries, and a function, about. */
const TABLE_BYTES = 80;
const ENTRY_BYTES = 24;
const FUNCTION_BYTES = 96;

/**
 * Bytes of the tables, functions and strings that can be reached from the globals of a state, about.
 *
 * What only a running function holds is not seen.
 */
export function reachableBytes(state: LuaState): number {
	const seen = new Set<object>();
	const open: unknown[] = [state.globals, state.registry];
	let bytes = 0;
	const visit = (value: unknown): void => {
		if (typeof value === 'string') bytes += value.length;
		else if (typeof value === 'object' || typeof value === 'function') open.push(value);
	};
	while (open.length > 0 && seen.size < LIMIT) {
		const value = open.pop();
		if (value === null || value === undefined || seen.has(value)) continue;
		seen.add(value);
		if (value instanceof LuaTable) {
			bytes += TABLE_BYTES;
			if (value.mt !== null) visit(value.mt);
			for (const [key, held] of value.entries()) {
				bytes += ENTRY_BYTES;
				visit(key);
				visit(held);
			}
		} else if (typeof value === 'function') {
			bytes += FUNCTION_BYTES;
			const captures = inspectFunction(value as Parameters<typeof inspectFunction>[0])?.captures ?? [];
			for (const held of captures) visit(held);
		} else if (typeof value === 'object' && 'v' in value) visit(value.v);
	}
	return bytes;
}
