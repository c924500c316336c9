import { BoxShape, CircleShape, PolygonShape, type Shape, Vec2 } from 'planck';
import type { CollisionObjectDescSchema, ConvexShapeSchema, TileGridSchema } from '../../formats/index.ts';
import { tileBounds } from '../components/tilemap.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { MessageResource } from '../resources/message.ts';
import type { TextureSetResource } from '../resources/texture-set.ts';

/** Kinds of shapes, as files number them. */
export const SHAPE_TYPE = { SPHERE: 0, BOX: 1, CAPSULE: 2, HULL: 3 } as const;

/** One shape of a collision object in game units, not scaled. */
export type ShapeDesc = {
	readonly id: Hash;
	readonly type: number;
	x: number;
	y: number;
	/** Radians. */
	angle: number;
	/** Radius of a sphere; half width and height of a box; x, y, x, y … of a hull. */
	data: number[];
	/** Group when it is not that of the object: of a tile. */
	readonly group?: Hash;
	/** Cell of a tile. */
	readonly cell?: { readonly layer: Hash; readonly x: number; readonly y: number };
};

const MAX_HULL_POINTS = 12;

/** A shape for the simulation, in its units. `undefined` for one without extent. */
export function createShape(desc: ShapeDesc, scale: number, flip: { x: boolean; y: boolean }): Shape | undefined {
	const fx = flip.x ? -scale : scale;
	const fy = flip.y ? -scale : scale;
	const [a = 0, b = 0] = desc.data;
	if (desc.type === SHAPE_TYPE.SPHERE) return new CircleShape(new Vec2(desc.x * fx, desc.y * fy), Math.abs(a * scale));
	const turned = flip.x !== flip.y ? -desc.angle : desc.angle;
	if (desc.type === SHAPE_TYPE.BOX) {
		if (a === 0 || b === 0) return undefined;
		return new BoxShape(Math.abs(a * scale), Math.abs(b * scale), new Vec2(desc.x * fx, desc.y * fy), turned);
	}
	if (desc.type !== SHAPE_TYPE.HULL) return undefined;
	const points: Vec2[] = [];
	const [cos, sin] = [Math.cos(desc.angle), Math.sin(desc.angle)];
	for (let at = 0; at + 1 < desc.data.length && points.length < MAX_HULL_POINTS; at += 2) {
		const [x, y] = [desc.data[at] as number, desc.data[at + 1] as number];
		points.push(new Vec2((desc.x + x * cos - y * sin) * fx, (desc.y + x * sin + y * cos) * fy));
	}
	return points.length < 3 ? undefined : new PolygonShape(points);
}

/** Rotation about z of a quaternion. */
function angleOf(q: { z: number; w: number } | undefined): number {
	return q ? 2 * Math.atan2(q.z, q.w) : 0;
}

/** The shapes of a collision object: its own, those of a shape file, or one for each tile of a tilemap. */
export function shapesOf({ desc, needs }: MessageResource<typeof CollisionObjectDescSchema>): ShapeDesc[] {
	const shapes: ShapeDesc[] = [];
	const { embeddedCollisionShape, collisionShape = '' } = desc;
	for (const shape of embeddedCollisionShape?.shapes ?? []) {
		const raw = embeddedCollisionShape?.data.slice(shape.index, shape.index + shape.count) ?? [];
		shapes.push({
			id: hashOf(shape.id),
			type: shape.shapeType,
			x: shape.position?.x ?? 0,
			y: shape.position?.y ?? 0,
			angle: angleOf(shape.rotation),
			data: shape.shapeType === SHAPE_TYPE.HULL ? withoutZ(raw) : raw,
		});
	}
	const file = collisionShape ? needs.get(collisionShape)?.value : undefined;
	if (collisionShape.endsWith('.convexshapec')) {
		const { desc: convex } = file as MessageResource<typeof ConvexShapeSchema>;
		const data = convex.shapeType === SHAPE_TYPE.HULL ? withoutZ(convex.data) : convex.data;
		shapes.push({ id: hashOf(''), type: convex.shapeType, x: 0, y: 0, angle: 0, data });
	} else if (file) shapes.push(...tileShapes(file as MessageResource<typeof TileGridSchema>));
	return shapes;
}

function withoutZ(points: readonly number[]): number[] {
	return points.filter((_, at) => at % 3 !== 2);
}

/** One shape for every cell whose tile has a hull. */
function tileShapes(grid: MessageResource<typeof TileGridSchema>): ShapeDesc[] {
	const set = grid.needs.get(grid.desc.tileSet)?.value as TextureSetResource | undefined;
	if (!set) return [];
	const shapes: ShapeDesc[] = [];
	const bounds = tileBounds(grid.desc);
	if (bounds.columnCount === 0) return [];
	for (const layer of grid.desc.layers) {
		const id = hashOf(layer.id);
		for (const { x, y, tile, hFlip, vFlip, rotate90 } of layer.cell) {
			const shape = tileShape(set, tile, { hFlip: hFlip !== 0, vFlip: vFlip !== 0, rotate90: rotate90 !== 0 });
			if (shape) shapes.push(placeTile(shape, set, { layer: id, x, y }));
		}
	}
	return shapes;
}

/** The hull of a tile around its middle, 0 being the first tile; `undefined` when it collides with nothing. */
export function tileShape(
	{ desc }: TextureSetResource,
	tile: number,
	flips: { readonly hFlip: boolean; readonly vFlip: boolean; readonly rotate90: boolean },
): ShapeDesc | undefined {
	const hull = desc.convexHulls[tile];
	if (!hull || hull.count < 3 || hull.collisionGroup === '') return undefined;
	const [width, height] = [desc.tileWidth, desc.tileHeight];
	const data: number[] = [];
	for (let at = hull.index; at < hull.index + hull.count; at++) {
		let x = desc.collisionHullPoints[at * 2] ?? 0;
		let y = desc.collisionHullPoints[at * 2 + 1] ?? 0;
		if (flips.hFlip) x = -x;
		if (flips.vFlip) y = -y;
		if (flips.rotate90) [x, y] = [y, -x];
		data.push(x * width, y * height);
	}
	return { id: hashOf(''), type: SHAPE_TYPE.HULL, x: 0, y: 0, angle: 0, data, group: hashOf(hull.collisionGroup) };
}

/** A tile's hull where its cell is. */
export function placeTile(
	shape: ShapeDesc,
	{ desc }: TextureSetResource,
	cell: { readonly layer: Hash; readonly x: number; readonly y: number },
): ShapeDesc {
	return { ...shape, x: (cell.x + 0.5) * desc.tileWidth, y: (cell.y + 0.5) * desc.tileHeight, cell };
}
