import { checkInteger, type HostFunction, LuaTable, type LuaValue, luaError, optInteger } from '../../lua/index.ts';
import { checkHash, checkVector4, isTrue } from '../arguments.ts';
import { type Tile, type TileLayer, Tilemap } from '../components/tilemap.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';

const FLAG = { H_FLIP: 1, V_FLIP: 2, ROTATE_90: 4 } as const;

/** Module `tilemap`: reading and changing tiles. */
export function createTilemapModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const tilemapAt = (value: LuaValue): Tilemap => componentAt(host, value, { type: Tilemap, name: 'tilemap' });
	const layerOf = (map: Tilemap, layer: LuaValue): TileLayer => {
		const id = checkHash(layer, 2);
		return map.layer(id) ?? luaError(`Could not find layer '${id.text}'.`);
	};
	const placeOf = (map: Tilemap, x: LuaValue, y: LuaValue): readonly [number, number] => {
		const place = [checkInteger(x, 3) - 1, checkInteger(y, 4) - 1] as const;
		if (map.indexOf(place[0], place[1]) < 0) {
			luaError(`Could not access tile at position (${place[0] + 1}, ${place[1] + 1}), it is outside of the tilemap.`);
		}
		return place;
	};
	const cellOf = (map: Tilemap, layer: TileLayer, place: readonly [number, number]): Tile | undefined =>
		layer.cells[map.indexOf(place[0], place[1])];
	return {
		...FLAG,
		ROTATE_180: FLAG.H_FLIP | FLAG.V_FLIP,
		ROTATE_270: FLAG.H_FLIP | FLAG.V_FLIP | FLAG.ROTATE_90,
		get_tile(url, layer, x, y) {
			const map = tilemapAt(url);
			return cellOf(map, layerOf(map, layer), placeOf(map, x, y))?.tile ?? 0;
		},
		get_tile_info(url, layer, x, y) {
			const map = tilemapAt(url);
			const cell = cellOf(map, layerOf(map, layer), placeOf(map, x, y));
			return LuaTable.fromObject({
				index: cell?.tile ?? 0,
				h_flip: cell?.hFlip ?? false,
				v_flip: cell?.vFlip ?? false,
				rotate_90: cell?.rotate90 ?? false,
			});
		},
		get_tiles(url, layer) {
			const map = tilemapAt(url);
			const { cells } = layerOf(map, layer);
			const rows = new LuaTable();
			for (let row = 0; row < map.rowCount; row++) {
				const columns = new LuaTable();
				for (let column = 0; column < map.columnCount; column++) {
					columns.set(map.minX + column + 1, cells[row * map.columnCount + column]?.tile ?? 0);
				}
				rows.set(map.minY + row + 1, columns);
			}
			return rows;
		},
		set_tile(url, layer, x, y, tile, hFlip, vFlip) {
			const map = tilemapAt(url);
			const target = layerOf(map, layer);
			const number = checkInteger(tile, 5);
			if (number < 0) luaError(`tile ${number} is not a tile, the first is 1`);
			const isBits = typeof hFlip === 'number';
			const bits = isBits
				? optInteger(hFlip, 6, 0)
				: (isTrue(hFlip) ? FLAG.H_FLIP : 0) | (isTrue(vFlip) ? FLAG.V_FLIP : 0);
			map.set(target, placeOf(map, x, y), {
				tile: number,
				hFlip: (bits & FLAG.H_FLIP) !== 0,
				vFlip: (bits & FLAG.V_FLIP) !== 0,
				rotate90: (bits & FLAG.ROTATE_90) !== 0,
			});
			return true;
		},
		get_bounds(url) {
			const map = tilemapAt(url);
			return [map.minX + 1, map.minY + 1, map.columnCount, map.rowCount];
		},
		set_visible(url, layer, visible) {
			const map = tilemapAt(url);
			layerOf(map, layer).visible = isTrue(visible);
		},
		set_constant(url, name, value) {
			tilemapAt(url).constants.set(checkHash(name, 2), checkVector4(value, 3));
		},
		reset_constant(url, name) {
			tilemapAt(url).constants.reset(checkHash(name, 2));
		},
	};
}
