import type { LuaFunction, LuaValue } from '../../lua/index.ts';
import type { Channel } from '../animation/animator.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import { actionTable, type InputAction } from '../input.ts';
import type { Message } from '../message.ts';
import { bodyTable } from '../message-body.ts';
import { copyProperty, type PropertyValue, type PropertyValues, readProperties, sameType } from '../properties.ts';
import type { PropertyResult } from '../property-table.ts';
import type { ScriptResource } from '../resources/script.ts';
import type { ScriptContext } from '../script/script-context.ts';
import { type LifeCycle, ScriptInstance } from '../script/script-instance.ts';
import type { Timers } from '../script/timers.ts';
import { parseUrl } from '../url.ts';
import { Quat, Vector3, Vector4 } from '../vector.ts';

/** A running script. */
export class Script implements Component {
	readonly instance: ScriptInstance;
	readonly path: string;
	readonly #context: ScriptContext;
	readonly #functions: LifeCycle;
	/** Declared properties; only these can be read and set from outside. */
	readonly #declared: ReadonlyMap<Hash, string>;

	constructor(
		place: ComponentPlace,
		resource: ScriptResource,
		options: { context: ScriptContext; properties: PropertyValues },
	) {
		const { context } = options;
		this.instance = new ScriptInstance({
			kind: 'script',
			context,
			url: place.url,
			place,
			timerWorld: place.collection,
		});
		this.path = resource.path;
		this.#context = context;
		this.#functions = context.load(resource);
		this.#declared = declaredNames(resource);
		const { fields } = this.instance.self;
		if (this.#declared.size === 0) return;
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

	fixedUpdate(dt: number): void {
		if (this.#functions.fixed_update) this.#call(this.#functions.fixed_update, dt);
	}

	update(dt: number): void {
		const { update } = this.#functions;
		if (update) this.#context.call(this.instance, update, [this.instance.self, dt]);
	}

	lateUpdate(dt: number): void {
		if (this.#functions.late_update) this.#call(this.#functions.late_update, dt);
	}

	reload(): void {
		this.#call(this.#functions.on_reload);
	}

	destroy(): void {
		this.instance.alive = false;
	}

	onMessage(message: Message): void {
		const { on_message } = this.#functions;
		if (on_message) {
			this.#context.call(this.instance, on_message, [
				this.instance.self,
				message.id,
				bodyTable(message.body),
				message.sender,
			]);
		}
	}

	onInput(action: InputAction): boolean {
		const { on_input } = this.#functions;
		if (!on_input) return false;
		return this.#call(on_input, action.id, actionTable(action)) === true;
	}

	getProperty(name: Hash): PropertyValue | undefined {
		const field = this.#declared.get(name);
		if (field !== undefined) return this.instance.self.fields.get(field) as PropertyValue | undefined;
		const part = this.#part(name);
		return part?.vector[part.field];
	}

	setProperty(name: Hash, value: PropertyValue): PropertyResult {
		const field = this.#declared.get(name);
		if (field === undefined) {
			const part = this.#part(name);
			if (!part) return 'not-found';
			if (typeof value !== 'number') return 'wrong-type';
			part.vector[part.field] = Math.fround(value);
			return 'ok';
		}
		const before = this.getProperty(name);
		if (before === undefined || !sameType(before, value)) return 'wrong-type';
		this.instance.self.fields.set(field, copyProperty(value));
		return 'ok';
	}

	channels(name: Hash): readonly Channel[] | undefined {
		const field = this.#declared.get(name);
		const { fields } = this.instance.self;
		if (field === undefined) {
			const part = this.#part(name);
			return part && [partChannel(part.vector, part.field)];
		}
		const value = fields.get(field);
		if (typeof value === 'number') {
			return [
				{
					get: () => Number(fields.get(field)),
					set: (next) => {
						fields.set(field, next);
					},
				},
			];
		}
		if (value instanceof Vector3) return (['x', 'y', 'z'] as const).map((axis) => partChannel(value as Vector4, axis));
		if (!(value instanceof Vector4 || value instanceof Quat)) return undefined;
		return (['x', 'y', 'z', 'w'] as const).map((axis) => partChannel(value as Vector4, axis));
	}

	/** The vector and the field of a name such as `speed.x`. */
	#part(name: Hash): { vector: Vector4; field: 'x' | 'y' | 'z' | 'w' } | undefined {
		const match = /^(.*)\.([xyzw])$/.exec(name.knownText ?? '');
		if (!match) return undefined;
		const [, base = '', part = 'x'] = match;
		const field = this.#declared.get(hashOf(base));
		const vector = field === undefined ? undefined : this.instance.self.fields.get(field);
		if (!(vector instanceof Vector3 || vector instanceof Vector4 || vector instanceof Quat)) return undefined;
		return part in vector ? { vector: vector as Vector4, field: part as 'x' } : undefined;
	}

	#call(fn: LuaFunction | undefined, ...args: LuaValue[]): LuaValue {
		return fn && this.#context.call(this.instance, fn, [this.instance.self, ...args]);
	}
}

function partChannel(vector: Vector4, part: 'x' | 'y' | 'z' | 'w'): Channel {
	return {
		get: () => vector[part],
		set: (value) => {
			vector[part] = Math.fround(value);
		},
	};
}

const declared = new WeakMap<ScriptResource, Map<Hash, string>>();

function declaredNames(resource: ScriptResource): Map<Hash, string> {
	let names = declared.get(resource);
	if (names) return names;
	names = new Map();
	declared.set(resource, names);
	const { properties } = resource.module;
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

export function createScriptType(context: ScriptContext, timers: Timers): ComponentType<ScriptResource, Script> {
	return {
		extension: 'scriptc',
		priority: 200,
		create: (place, resource, properties) => new Script(place, resource, { context, properties }),
		fixedUpdate(scripts, dt) {
			for (const script of [...scripts]) script.fixedUpdate(dt);
		},
		update(scripts, dt, collection) {
			timers.update(collection, dt);
			for (const script of [...scripts]) script.update(dt);
		},
		lateUpdate(scripts, dt) {
			for (const script of [...scripts]) script.lateUpdate(dt);
		},
	};
}
