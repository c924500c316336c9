import type { LuaFunction } from '../../lua/index.ts';
import type { ComponentPlace } from '../component.ts';
import type { Url } from '../url.ts';
import { ScriptSelf } from './self.ts';

/** Functions a script may define; taken from its globals when it is loaded. */
export const LIFE_CYCLE = [
	'init',
	'final',
	'fixed_update',
	'update',
	'late_update',
	'on_message',
	'on_input',
	'on_reload',
] as const;

export type LifeCycleName = (typeof LIFE_CYCLE)[number];
export type LifeCycle = { readonly [name in LifeCycleName]?: LuaFunction };

/** A script component as the functions of the API know it: whose `self`, where it is, and whether it still is. */
export class ScriptInstance {
	readonly self: ScriptSelf;
	readonly place: ComponentPlace;
	alive = true;

	constructor(place: ComponentPlace) {
		this.place = place;
		this.self = new ScriptSelf(place.url.plainText());
	}

	get url(): Url {
		return this.place.url;
	}
}
