import type { LuaFunction } from '../../lua/index.ts';
import type { ComponentPlace } from '../component.ts';
import type { Url } from '../url.ts';
import type { ScriptContext } from './script-context.ts';
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

/** Defold's three kinds of script: each has libraries of its own. */
export type ScriptKind = 'script' | 'gui' | 'render';

const LABEL: Readonly<Record<ScriptKind, string>> = { script: 'Script', gui: 'GuiScript', render: 'RenderScript' };

export type ScriptInstanceOptions = {
	readonly kind: ScriptKind;
	readonly context: ScriptContext;
	readonly url: Url;
	/** Where it is; a render script is nowhere. */
	readonly place?: ComponentPlace | undefined;
	/** On whose time its timers run. */
	readonly timerWorld: object;
	/** What the functions of its kind work on: the scene of a GUI script, the renderer of a render script. */
	readonly subject?: unknown;
};

/** A running script as the functions of the API know it: whose `self`, where it is, and whether it still is. */
export class ScriptInstance {
	readonly kind: ScriptKind;
	readonly self: ScriptSelf;
	readonly context: ScriptContext;
	readonly url: Url;
	readonly place: ComponentPlace | undefined;
	readonly timerWorld: object;
	readonly subject: unknown;
	alive = true;

	constructor({ kind, context, url, place, timerWorld, subject }: ScriptInstanceOptions) {
		this.kind = kind;
		this.context = context;
		this.url = url;
		this.place = place;
		this.timerWorld = timerWorld;
		this.subject = subject;
		this.self = new ScriptSelf(() => `${LABEL[kind]}: ${url.plainText()}`);
	}
}

/** A script in a collection. */
export type PlacedScript = ScriptInstance & { readonly place: ComponentPlace };
