import { textToBinary } from '../../bytes/index.ts';
import { LuaTable, LuaUserdata, type LuaValue } from '../../lua/index.ts';

/**
 * `self` of a script: indexes like a table, but is none, so `pairs(self)` fails as in Defold.
 */
export class ScriptSelf extends LuaUserdata {
	readonly fields: LuaTable = new LuaTable();
	readonly #label: () => string;

	/** @param label  what `tostring` shows, such as `Script: main:/hero#script` */
	constructor(label: () => string) {
		super();
		this.#label = label;
	}

	override index(key: LuaValue): LuaValue {
		return this.fields.get(key);
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		this.fields.set(key, value);
	}

	override tostring(): string {
		return textToBinary(this.#label());
	}
}
