import type { LuaTable } from './table.ts';
import type { LuaResult, LuaValue } from './values.ts';

/**
 * An object of the host that scripts hold: `type()` gives `userdata`.
 *
 * A subclass implements the methods it supports and leaves out the others; Lua's operators find them by one method
 * call, without a table in between. What is left out is looked for in `metatable`, and then is Lua's usual error
 * ("attempt to index local 'v' (a userdata value)").
 *
 * Operators with two operands are called on the left one if it has the method, else on the right one; both operands
 * are passed in order, so `2 * v` arrives as `v.mul(2, v)`. Objects are table keys by identity: a type whose equal
 * values must be one key interns them. Methods throw `LuaError` or use `luaError` and the argument checks.
 */
export abstract class LuaUserdata {
	/** Makes the type nominal; there is no such field. */
	declare protected readonly luaUserdata: never;
	/** Metamethods besides the methods below, and what `getmetatable` returns; made from the methods when left out. */
	declare metatable?: LuaTable | undefined;

	/** `self[key]` */
	index?(key: LuaValue): LuaValue;
	/** `self[key] = value` */
	newindex?(key: LuaValue, value: LuaValue): void;
	add?(left: LuaValue, right: LuaValue): LuaValue;
	sub?(left: LuaValue, right: LuaValue): LuaValue;
	mul?(left: LuaValue, right: LuaValue): LuaValue;
	div?(left: LuaValue, right: LuaValue): LuaValue;
	mod?(left: LuaValue, right: LuaValue): LuaValue;
	pow?(left: LuaValue, right: LuaValue): LuaValue;
	/** `-self` */
	unm?(): LuaValue;
	concat?(left: LuaValue, right: LuaValue): LuaValue;
	/** `#self` */
	len?(): LuaValue;
	/** `self == other`, asked only of two different objects with this same method. */
	eq?(other: LuaUserdata): boolean;
	/** `left < right`, asked only when both have this same method. */
	lt?(left: LuaValue, right: LuaValue): boolean;
	/** `left <= right`, asked only when both have this same method; without it `not (right < left)` is asked. */
	le?(left: LuaValue, right: LuaValue): boolean;
	/** `self(...)` */
	call?(...args: LuaValue[]): LuaResult;
	/** `tostring(self)`, a binary string */
	tostring?(): string;
}

/** What `newproxy` makes: nothing but its metatable. */
export class LuaProxy extends LuaUserdata {}
