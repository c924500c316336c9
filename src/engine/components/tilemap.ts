import type { TileGridSchema } from '../../formats/index.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Message } from '../message.ts';
import type { PropertyValue } from '../properties.ts';
import { hashProperty, type PropertyOptions, type PropertyResult, propertyTable } from '../property-table.ts';
import { Constants, type MaterialResource } from '../resources/material.ts';
import type { MessageResource } from '../resources/message.ts';
import type { TextureSetResource } from '../resources/texture-set.ts';
import type { Resources } from '../resources.ts';
import { handleEnable } from './enable.ts';
import { resourceByHash } from './resource-by-hash.ts';

/** A tile with its flips; tile 0 is none, tile 1 the first of the tile source. */
export type Tile = { tile: number; hFlip: boolean; vFlip: boolean; rotate90: boolean };

export type TileLayer = {
	readonly id: Hash;
	z: number;
	visible: boolean;
	/** Row by row from the lower left, of the tilemap's bounds. */
	readonly cells: (Tile | undefined)[];
};

/** A grid of tiles. Bounds are those of the file; tiles are set within them. */
export class Tilemap implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof TileGridSchema>['desc'];
	textureSet: TextureSetResource | undefined;
	readonly constants: Constants;
	readonly layers: TileLayer[] = [];
	readonly minX: number;
	readonly minY: number;
	readonly columnCount: number;
	readonly rowCount: number;
	enabled = true;
	/** Told when a tile changes, such as a collision object made of this map. */
	readonly listeners: Set<(layer: Hash, x: number, y: number) => void> = new Set();
	readonly #resources: Resources;

	constructor(place: ComponentPlace, { desc, needs }: MessageResource<typeof TileGridSchema>, resources: Resources) {
		this.place = place;
		this.desc = desc;
		this.#resources = resources;
		this.textureSet = needs.get(desc.tileSet)?.value as TextureSetResource | undefined;
		const material = desc.material ? (needs.get(desc.material)?.value as MaterialResource | undefined) : undefined;
		this.constants = new Constants(material);
		const bounds = tileBounds(desc);
		this.minX = bounds.minX;
		this.minY = bounds.minY;
		this.columnCount = bounds.columnCount;
		this.rowCount = bounds.rowCount;
		for (const layer of desc.layers) {
			const cells = new Array<Tile | undefined>(this.columnCount * this.rowCount).fill(undefined);
			for (const { x, y, tile, hFlip, vFlip, rotate90 } of layer.cell) {
				cells[(y - this.minY) * this.columnCount + x - this.minX] = {
					tile: tile + 1,
					hFlip: hFlip !== 0,
					vFlip: vFlip !== 0,
					rotate90: rotate90 !== 0,
				};
			}
			this.layers.push({ id: hashOf(layer.id), z: layer.z, visible: layer.isVisible !== 0, cells });
		}
	}

	layer(id: Hash): TileLayer | undefined {
		return this.layers.find((layer) => layer.id === id);
	}

	/** Index of a place, both numbers as files and scripts-minus-one count; -1 outside the bounds. */
	indexOf(x: number, y: number): number {
		const column = x - this.minX;
		const row = y - this.minY;
		if (column < 0 || row < 0 || column >= this.columnCount || row >= this.rowCount) return -1;
		return row * this.columnCount + column;
	}

	set(layer: TileLayer, [x, y]: readonly [number, number], tile: Tile): void {
		layer.cells[this.indexOf(x, y)] = tile.tile === 0 ? undefined : tile;
		for (const listener of this.listeners) listener(layer.id, x, y);
	}

	onMessage(message: Message): void {
		handleEnable(message, this);
	}

	setTileSource(hash: Hash): PropertyResult {
		const set = resourceByHash<TextureSetResource>(this.#resources, hash, '.texturesetc');
		if (set) this.textureSet = set;
		return set ? 'ok' : 'not-found';
	}

	setMaterial(hash: Hash): PropertyResult {
		const material = resourceByHash<MaterialResource>(this.#resources, hash, '.materialc');
		if (material) this.constants.setMaterial(material);
		return material ? 'ok' : 'not-found';
	}

	getProperty(name: Hash, options?: PropertyOptions): PropertyValue | undefined {
		return properties.get(this, name, options);
	}

	setProperty(name: Hash, value: PropertyValue, options?: PropertyOptions): PropertyResult {
		return properties.set(this, name, options ? { value, options } : { value });
	}
}

/** The smallest rectangle around all cells of all layers. */
export function tileBounds(desc: {
	readonly layers: readonly { readonly cell: readonly { x: number; y: number }[] }[];
}): {
	minX: number;
	minY: number;
	columnCount: number;
	rowCount: number;
} {
	let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const { cell } of desc.layers) {
		for (const { x, y } of cell) {
			minX = Math.min(minX, x);
			minY = Math.min(minY, y);
			maxX = Math.max(maxX, x + 1);
			maxY = Math.max(maxY, y + 1);
		}
	}
	if (minX > maxX) return { minX: 0, minY: 0, columnCount: 0, rowCount: 0 };
	return { minX, minY, columnCount: maxX - minX, rowCount: maxY - minY };
}

const properties = propertyTable<Tilemap>(
	{
		tile_source: hashProperty(
			(c) => c.textureSet && hashOf(c.textureSet.path),
			(c, value) => c.setTileSource(value),
		),
		material: hashProperty(
			(c) => c.constants.material && hashOf(c.constants.material.path),
			(c, value) => c.setMaterial(value),
		),
	},
	(c) => c.constants,
);

/** Tilemaps; engines before 1.2.165 called their files tilegrids. */
export function createTilemapTypes(
	resources: Resources,
): ComponentType<MessageResource<typeof TileGridSchema>, Tilemap>[] {
	return ['tilemapc', 'tilegridc'].map((extension) => ({
		extension,
		priority: 1200,
		create: (place, resource) => new Tilemap(place, resource, resources),
	}));
}
