import { first } from './calls.ts';
import { LuaError } from './lua-error.ts';
import { $metamethod } from './metatables.ts';
import { displayNumber } from './numbers.ts';
import type { LuaState } from './state.ts';
import { typeName } from './type-name.ts';
import { LuaUserdata } from './userdata.ts';
import type { LuaValue } from './values.ts';

const addresses = new WeakMap<object, string>();
let nextAddress = 0x40000000;
const ADDRESS_STEP = 0x20;

/** A text that is the same for an object as long as it lives, in the form of a C pointer. */
export function addressOf(object: object): string {
	let address = addresses.get(object);
	if (address === undefined) {
		address = `0x${nextAddress.toString(16).padStart(8, '0')}`;
		nextAddress += ADDRESS_STEP;
		addresses.set(object, address);
	}
	return address;
}

/**
 * A value as Lua's `tostring` shows it, metamethods included.
 *
 * @throws LuaError when `__tostring` does, or does not return a string where PUC wants one (`print`)
 */
export function toDisplayString(value: LuaValue, state: LuaState): LuaValue {
	switch (typeof value) {
		case 'string':
		case 'number':
			if (state.typeMetatables[typeName(value)]?.get('__tostring') !== undefined) break;
			return typeof value === 'string' ? value : displayNumber(value, state.numbers);
		default:
	}
	if (value instanceof LuaUserdata && value.tostring !== undefined) return value.tostring();
	const handler = $metamethod(value, '__tostring', state);
	if (handler !== undefined) {
		if (typeof handler !== 'function') throw new LuaError(`attempt to call a ${typeName(handler)} value`);
		return first(handler(value));
	}
	switch (typeof value) {
		case 'undefined':
			return 'nil';
		case 'boolean':
		case 'string':
			return String(value);
		case 'number':
			return displayNumber(value, state.numbers);
		default:
			return `${typeName(value)}: ${addressOf(value)}`;
	}
}
