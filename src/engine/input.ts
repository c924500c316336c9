import { LuaTable, type LuaValue } from '../lua/index.ts';
import type { Hash } from './hash.ts';

/** One finger of a touch screen. */
export type TouchPoint = {
	readonly id: number;
	readonly pressed: boolean;
	readonly released: boolean;
	readonly x: number;
	readonly y: number;
	readonly dx: number;
	readonly dy: number;
	readonly tapCount?: number;
};

/** One input action of a frame, as `on_input` gets it. `id` is missing for mere movement of the pointer. */
export type InputAction = {
	readonly id: Hash | undefined;
	readonly value: number;
	readonly pressed: boolean;
	readonly released: boolean;
	readonly repeated: boolean;
	/** Pointer position in the project's display size, origin bottom left; missing for keys. */
	readonly position?: { readonly x: number; readonly y: number; readonly dx: number; readonly dy: number };
	/** All fingers, for a multi-touch trigger. */
	readonly touch?: readonly TouchPoint[];
	/** What was typed, for a text trigger; a binary string. */
	readonly text?: string;
	/** Which gamepad it came from, counted from 0. */
	readonly gamepad?: number;
};

/** The table `on_input` gets. */
export function actionTable(action: InputAction): LuaTable {
	const { position, touch, text, gamepad } = action;
	// Mere movement has no value and was neither pressed nor released.
	const table: LuaTable = action.id
		? LuaTable.fromObject({
				value: action.value,
				pressed: action.pressed,
				released: action.released,
				repeated: action.repeated,
			})
		: new LuaTable();
	if (position) addPosition(table, position);
	if (text !== undefined) table.set('text', text);
	if (gamepad !== undefined) table.set('gamepad', gamepad);
	if (touch) {
		const points: LuaValue[] = touch.map((point) => {
			const entry = LuaTable.fromObject({
				id: point.id,
				pressed: point.pressed,
				released: point.released,
				tap_count: point.tapCount ?? 0,
			});
			addPosition(entry, point);
			return entry;
		});
		table.set('touch', LuaTable.fromArray(points));
	}
	return table;
}

function addPosition(table: LuaTable, { x, y, dx, dy }: { x: number; y: number; dx: number; dy: number }): void {
	table.set('x', x);
	table.set('y', y);
	table.set('dx', dx);
	table.set('dy', dy);
	table.set('screen_x', x);
	table.set('screen_y', y);
	table.set('screen_dx', dx);
	table.set('screen_dy', dy);
}
