import type { LuaFunction, LuaValue } from '../../lua/index.ts';
import { hashOf } from '../hash.ts';
import type { Message } from '../message.ts';
import { bodyTable } from '../message-body.ts';
import type { ScriptResource } from '../resources/script.ts';
import type { ScriptContext } from '../script/script-context.ts';
import { type LifeCycle, ScriptInstance } from '../script/script-instance.ts';
import type { Timers } from '../script/timers.ts';
import { Url } from '../url.ts';
import type { Renderer } from './renderer.ts';

const DRAW_LINE = hashOf('draw_line');
const DRAW_TEXT = hashOf('draw_text');
const DRAW_DEBUG_TEXT = hashOf('draw_debug_text');

/** The project's render script: runs once a frame after everything else and says what is drawn. */
export class RenderScript {
	readonly instance: ScriptInstance;
	readonly #context: ScriptContext;
	readonly #functions: LifeCycle;
	readonly #timers: Timers;
	readonly #renderer: Renderer;

	constructor(
		resource: ScriptResource,
		{ context, renderer, timers }: { context: ScriptContext; renderer: Renderer; timers: Timers },
	) {
		this.#context = context;
		this.#renderer = renderer;
		this.#timers = timers;
		this.instance = new ScriptInstance({
			kind: 'render',
			context,
			url: new Url(hashOf('@render')),
			timerWorld: renderer,
			subject: renderer,
		});
		this.#functions = context.load(resource);
	}

	init(): void {
		this.#call(this.#functions.init);
	}

	onMessage(message: Message): void {
		if (message.id === DRAW_LINE) this.#renderer.debug.push({ type: 'line', body: message.body });
		else if (message.id === DRAW_TEXT || message.id === DRAW_DEBUG_TEXT) {
			this.#renderer.debug.push({ type: 'text', body: message.body });
		} else if (this.#functions.on_message) {
			this.#call(this.#functions.on_message, message.id, bodyTable(message.body), message.sender);
		}
	}

	update(dt: number): void {
		this.#renderer.beginFrame();
		this.#timers.update(this.#renderer, dt);
		this.#call(this.#functions.update, dt);
		this.#renderer.endFrame();
	}

	reload(): void {
		this.#call(this.#functions.on_reload);
	}

	final(): void {
		this.#call(this.#functions.final);
		this.instance.alive = false;
	}

	#call(fn: LuaFunction | undefined, ...args: LuaValue[]): void {
		if (fn) this.#context.call(this.instance, fn, [this.instance.self, ...args]);
	}
}
