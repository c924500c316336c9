import { type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { checkHash } from '../arguments.ts';
import { CollectionFactory } from '../components/collection-factory.ts';
import type { Hash } from '../hash.ts';
import type { PropertyValue } from '../properties.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';
import { loadOrLuaError, placeOf, propertiesOf, prototypeFunctions } from './factory.ts';

/** Module `collectionfactory`: making the game objects of whole collections while the game runs. */
export function createCollectionFactoryModule(host: ScriptHost): Record<string, HostFunction | number> {
	const factoryAt = (value: LuaValue): CollectionFactory =>
		componentAt(host, value, { type: CollectionFactory, name: 'collection factory' });
	return {
		create(url, position, rotation, properties, scale) {
			const factory = factoryAt(url);
			const place = placeOf(factory.place, { position, rotation, scale });
			const ids = new LuaTable();
			const given = propertiesById(properties);
			for (const [id, made] of loadOrLuaError(() => factory.create(place, given))) ids.set(id, made);
			return ids;
		},
		...prototypeFunctions(host, (value) => {
			const { prototype, place } = factoryAt(value);
			return { prototype, place, extension: '.collectionc', name: 'collection factory' };
		}),
	};
}

/** `{ [hash("/id")] = { name = value } }`. */
function propertiesById(table: LuaValue): ReadonlyMap<Hash, ReadonlyMap<Hash, PropertyValue>> {
	const all = new Map<Hash, ReadonlyMap<Hash, PropertyValue>>();
	if (table === undefined) return all;
	if (!(table instanceof LuaTable)) luaError('properties must be a table of tables by id');
	for (const [id, properties] of table.entries()) all.set(checkHash(id, 4), propertiesOf(properties));
	return all;
}
