import type { LuaFunction, LuaValue } from '../../lua/index.ts';
import { LuaTable } from '../../lua/index.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { InputAction } from '../input.ts';
import type { Message } from '../message.ts';
import { bodyTable } from '../message-body.ts';
import { copyProperty, type PropertyValue, type PropertyValues, readProperties, sameType } from '../properties.ts';
import type { ScriptResource } from '../resources/script.ts';
import type { ScriptContext } from '../script/script-context.ts';
import { type LifeCycle, ScriptInstance } from '../script/script-instance.ts';
import type { Timers } from '../script/timers.ts';
import { parseUrl } from '../url.ts';

/** A running script. */
export class Script implements Component {
	readonly instance: ScriptInstance;
	readonly #context: ScriptContext;
	readonly #functions: LifeCycle;
	/** Declared properties; only these can be read and set from outside. */
	readonly #declared: ReadonlyMap<Hash, string>;

	constructor(
		place: ComponentPlace,
		resource: ScriptResource,
		options: { context: ScriptContext; properties: PropertyValues },
	) {
		this.instance = new ScriptInstance(place);
		this.#context = options.context;
		this.#functions = options.context.load(resource);
		this.#declared = declaredNames(resource);
		const { fields } = this.instance.self;
		const defaults = readProperties(resource.module.properties, (text) => parseUrl(text, place.url));
		for (const [name, value] of defaults) {
			const given = options.properties.get(name);
			const field = this.#declared.get(name) ?? name.text;
			fields.set(field, given !== undefined && sameType(value, given) ? copyProperty(given) : value);
		}
	}

	init(): void {
		this.#call(this.#functions.init);
	}

	final(): void {
		this.#call(this.#functions.final);
	}

	update(dt: number): void {
		if (this.#functions.update) this.#call(this.#functions.update, dt);
	}

	lateUpdate(dt: number): void {
		if (this.#functions.late_update) this.#call(this.#functions.late_update, dt);
	}

	destroy(): void {
		this.instance.alive = false;
	}

	onMessage(message: Message): void {
		const { on_message } = this.#functions;
		if (on_message) this.#call(on_message, message.id, bodyTable(message.body), message.sender);
	}

	onInput(action: InputAction): boolean {
		const { on_input } = this.#functions;
		if (!on_input) return false;
		return this.#call(on_input, action.id, actionTable(action)) === true;
	}

	getProperty(name: Hash): PropertyValue | undefined {
		const field = this.#declared.get(name);
		return field === undefined ? undefined : (this.instance.self.fields.get(field) as PropertyValue | undefined);
	}

	setProperty(name: Hash, value: PropertyValue): boolean {
		const field = this.#declared.get(name);
		const before = this.getProperty(name);
		if (field === undefined || before === undefined || !sameType(before, value)) return false;
		this.instance.self.fields.set(field, copyProperty(value));
		return true;
	}

	#call(fn: LuaFunction | undefined, ...args: LuaValue[]): LuaValue {
		return fn && this.#context.call(this.instance, fn, [this.instance.self, ...args]);
	}
}

function declaredNames({ module }: ScriptResource): Map<Hash, string> {
	const { properties } = module;
	const names = new Map<Hash, string>();
	if (!properties) return names;
	for (const entries of [
		properties.numberEntries,
		properties.boolEntries,
		properties.hashEntries,
		properties.urlEntries,
		properties.vector3Entries,
		properties.vector4Entries,
		properties.quatEntries,
	]) {
		for (const { key } of entries) names.set(hashOf(key), key);
	}
	return names;
}

function actionTable(action: InputAction): LuaTable {
	const table = LuaTable.fromObject({
		value: action.value,
		pressed: action.pressed,
		released: action.released,
		repeated: action.repeated,
	});
	const { position } = action;
	if (!position) return table;
	for (const [name, value] of Object.entries({
		x: position.x,
		y: position.y,
		dx: position.dx,
		dy: position.dy,
		screen_x: position.x,
		screen_y: position.y,
		screen_dx: position.dx,
		screen_dy: position.dy,
	})) {
		table.set(name, value);
	}
	return table;
}

export function createScriptType(context: ScriptContext, timers: Timers): ComponentType<ScriptResource, Script> {
	return {
		extension: 'scriptc',
		priority: 200,
		create: (place, resource, properties) => new Script(place, resource, { context, properties }),
		update(scripts, dt, collection) {
			timers.update(collection, dt);
			for (const script of [...scripts]) script.update(dt);
		},
	};
}
