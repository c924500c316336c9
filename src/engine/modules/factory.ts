import { type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { checkHash, checkQuat, checkVector3 } from '../arguments.ts';
import { Factory } from '../components/factory.ts';
import { type Hash, hashOfBinary } from '../hash.ts';
import type { PropertyValue } from '../properties.ts';
import type { ScriptHost } from '../script/script-host.ts';
import type { Transform } from '../transform.ts';
import { componentAt } from './component-at.ts';

/** Module `factory`: making game objects while the game runs. */
export function createFactoryModule(host: ScriptHost): Record<string, HostFunction> {
	return {
		create(url, position, rotation, properties, scale) {
			const factory = componentAt(host, url, { type: Factory, name: 'factory' });
			return factory.create(placeOf(factory, { position, rotation, scale }), propertiesOf(properties)).id;
		},
	};
}

function placeOf(
	factory: Factory,
	given: { position: LuaValue; rotation: LuaValue; scale: LuaValue },
): Partial<Transform> {
	const { world } = factory.place.instance;
	const place: Partial<Transform> = { x: world[12] as number, y: world[13] as number, z: world[14] as number };
	if (given.position !== undefined) {
		const { x, y, z } = checkVector3(given.position, 2);
		Object.assign(place, { x, y, z });
	}
	if (given.rotation !== undefined) {
		const { x, y, z, w } = checkQuat(given.rotation, 3);
		Object.assign(place, { rx: x, ry: y, rz: z, rw: w });
	}
	if (typeof given.scale === 'number') {
		const size = Math.fround(given.scale);
		Object.assign(place, { sx: size, sy: size, sz: size });
	} else if (given.scale !== undefined) {
		const { x, y, z } = checkVector3(given.scale, 5);
		Object.assign(place, { sx: x, sy: y, sz: z });
	}
	return place;
}

function propertiesOf(table: LuaValue): Map<Hash, PropertyValue> {
	const values = new Map<Hash, PropertyValue>();
	if (table === undefined) return values;
	if (!(table instanceof LuaTable)) luaError('properties must be a table');
	for (const [name, value] of table.entries()) {
		const key = typeof name === 'string' ? hashOfBinary(name) : checkHash(name, 4);
		values.set(key, value as PropertyValue);
	}
	return values;
}
