import { binaryToText, LivemountError, textToBinary } from '../../bytes/index.ts';
import {
	checkFunction,
	checkString,
	type HostFunction,
	LuaDefectError,
	LuaTable,
	type LuaValue,
	luaError,
} from '../../lua/index.ts';
import { checkHash, checkQuat, checkVector3 } from '../arguments.ts';
import type { ComponentPlace } from '../component.ts';
import { FACTORY_STATUS, Factory, type FactoryPrototype } from '../components/factory.ts';
import { type Hash, hashOfBinary } from '../hash.ts';
import { copyProperty, type PropertyValue } from '../properties.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { matrixRotation, type Transform } from '../transform.ts';
import { componentAt } from './component-at.ts';

/** Module `factory`: making game objects while the game runs. */
export function createFactoryModule(host: ScriptHost): Record<string, HostFunction | number> {
	const factoryAt = (value: LuaValue): Factory => componentAt(host, value, { type: Factory, name: 'factory' });
	return {
		create(url, position, rotation, properties, scale) {
			const factory = factoryAt(url);
			const place = placeOf(factory.place, { position, rotation, scale });
			const given = propertiesOf(properties);
			return loadOrLuaError(() => factory.create(place, given)?.id);
		},
		...prototypeFunctions(host, (value) => {
			const { prototype, place } = factoryAt(value);
			return { prototype, place, extension: '.goc', name: 'factory' };
		}),
	};
}

type Addressed = {
	readonly prototype: FactoryPrototype<unknown>;
	readonly place: ComponentPlace;
	readonly extension: string;
	readonly name: string;
};

/** Functions that factories and collection factories share: loading what they make things of. */
export function prototypeFunctions(
	host: ScriptHost,
	at: (value: LuaValue) => Addressed,
): Record<string, HostFunction | number> {
	return {
		...Object.fromEntries(Object.entries(FACTORY_STATUS).map(([name, value]) => [`STATUS_${name}`, value])),
		get_status: (url) => at(url).prototype.status,
		load(url, done) {
			const { prototype, place } = at(url);
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 2));
			prototype.isLoading = true;
			host.defer(() => {
				if (!prototype.isLoading) return;
				prototype.isLoading = false;
				let ok = true;
				try {
					prototype.load();
				} catch (error) {
					ok = false;
					host.log({ severity: 'error', domain: 'RESOURCE', message: (error as Error).message });
				}
				callback?.call(place.url, ok);
			});
			return true;
		},
		unload(url) {
			const { prototype, name } = at(url);
			if (!prototype.isDynamic) {
				luaError(`${name}.unload: the prototype is not loaded dynamically`);
			}
			prototype.unload();
			return true;
		},
		set_prototype(url, path) {
			const { prototype, place, extension, name } = at(url);
			if (!prototype.isReplaceable) {
				luaError(
					`Cannot set prototype to a ${name} that doesn't have dynamic prototype set: '${place.url.plainText()}'`,
				);
			}
			if (prototype.isLoading)
				luaError(`Cannot set prototype while the ${name} is loading: '${place.url.plainText()}'`);
			const target = path === undefined ? undefined : binaryToText(checkString(path, 2));
			if (target !== undefined && !target.endsWith(extension)) {
				luaError(
					`Trying to set '${target}' as prototype to '${place.url.plainText()}'. Only ${extension} resources are allowed`,
				);
			}
			prototype.replace(target);
		},
	};
}

/** What loads while a script waits fails as an error of that script. */
export function loadOrLuaError<T>(load: () => T): T {
	try {
		return load();
	} catch (error) {
		if (error instanceof LivemountError && !(error instanceof LuaDefectError)) luaError(textToBinary(error.message));
		throw error;
	}
}

/** Where something is made: at the factory where nothing else is said. */
export function placeOf(
	{ instance }: ComponentPlace,
	given: { position: LuaValue; rotation: LuaValue; scale: LuaValue },
): Transform {
	const { world } = instance;
	const length = (at: number): number =>
		Math.fround(Math.hypot(world[at] as number, world[at + 1] as number, world[at + 2] as number));
	const place: Transform = {
		x: world[12] as number,
		y: world[13] as number,
		z: world[14] as number,
		rx: 0,
		ry: 0,
		rz: 0,
		rw: 1,
		sx: length(0),
		sy: length(4),
		sz: length(8),
	};
	if (given.position !== undefined) {
		const { x, y, z } = checkVector3(given.position, 2);
		place.x = x;
		place.y = y;
		place.z = z;
	}
	if (given.rotation !== undefined) {
		const { x, y, z, w } = checkQuat(given.rotation, 3);
		place.rx = x;
		place.ry = y;
		place.rz = z;
		place.rw = w;
	} else {
		[place.rx, place.ry, place.rz, place.rw] = matrixRotation(world, place.sx || 1, place.sy || 1, place.sz || 1);
	}
	if (typeof given.scale === 'number') place.sx = place.sy = place.sz = Math.fround(given.scale);
	else if (given.scale !== undefined) {
		const { x, y, z } = checkVector3(given.scale, 5);
		place.sx = x;
		place.sy = y;
		place.sz = z;
	}
	return place;
}

const NONE: ReadonlyMap<Hash, PropertyValue> = new Map();

/** A table of property values by name. */
export function propertiesOf(table: LuaValue): ReadonlyMap<Hash, PropertyValue> {
	if (table === undefined) return NONE;
	if (!(table instanceof LuaTable)) luaError('properties must be a table');
	const values = new Map<Hash, PropertyValue>();
	for (const [name, value] of table.entries()) {
		const key = typeof name === 'string' ? hashOfBinary(name) : checkHash(name, 4);
		values.set(key, copyProperty(value as PropertyValue));
	}
	return values;
}
