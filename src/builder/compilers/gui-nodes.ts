import { create } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import { type NodeDesc, NodeDesc_Type, NodeDescSchema, Vector4OneSchema, Vector4Schema } from '../../formats/index.ts';
import { insideOf, normalize, type Rotation, type Vector } from './transform.ts';

/** Nodes by id: those of a layout first, those of the scene otherwise. */
export type FindNode = (id: string) => NodeDesc | undefined;

/**
 * Gives a node the values that another one overrides in it. A field that is overridden but not written has its default.
 */
export function overrideNode(node: NodeDesc, by: NodeDesc): void {
	const target = reflect(NodeDescSchema, node);
	const source = reflect(NodeDescSchema, by);
	for (const number of by.overriddenFields) {
		const field = NodeDescSchema.fields.find((one) => one.number === number);
		if (!field || field.fieldKind === 'list' || field.fieldKind === 'map') continue;
		if (field.message && !source.isSet(field)) target.set(field, reflect(field.message, create(field.message)));
		else target.set(field, source.get(field));
	}
}

/**
 * Takes the templates out of a list of nodes: what lies in one gets its place, layer and visibility, and its parent.
 *
 * @param find nodes with the templates among them
 */
export function dissolveTemplates(nodes: readonly NodeDesc[], find: FindNode): NodeDesc[] {
	const left = nodes.filter((node) => node.type !== NodeDesc_Type.TEMPLATE);
	for (const node of left) {
		const passed = new Set<string>();
		let parent = find(node.parent);
		while (parent?.type === NodeDesc_Type.TEMPLATE && !passed.has(parent.id)) {
			passed.add(parent.id);
			moveOut(node, parent);
			parent = find(node.parent);
		}
	}
	return left;
}

function moveOut(node: NodeDesc, template: NodeDesc): void {
	if (node.layer === '' && template.layer !== '') node.layer = template.layer;
	if (node.inheritAlpha) {
		node.alpha *= template.alpha;
		node.inheritAlpha = template.inheritAlpha;
	}
	if (node.enabled) node.enabled = template.enabled;
	const moved = insideOf(transformOf(template), transformOf(node));
	const { x, y, z } = eulerOf(moved.rotation);
	node.position = create(Vector4Schema, { ...moved.position, w: 1 });
	node.rotation = create(Vector4Schema, { x, y, z, w: 0 });
	node.scale = create(Vector4OneSchema, { ...moved.scale, w: 1 });
	node.parent = template.parent;
}

function transformOf(node: NodeDesc) {
	const none = { x: 0, y: 0, z: 0 };
	return {
		position: node.position ?? none,
		rotation: rotationOf(node.rotation ?? none),
		scale: node.scale ?? { x: 1, y: 1, z: 1 },
	};
}

/** The rotation of angles in degrees: about y, then z, then x. */
function rotationOf(degrees: Vector): Rotation {
	const half = (angle: number): number => (angle * Math.PI) / 360;
	const [cx, cy, cz] = [Math.cos(half(degrees.x)), Math.cos(half(degrees.y)), Math.cos(half(degrees.z))];
	const [sx, sy, sz] = [Math.sin(half(degrees.x)), Math.sin(half(degrees.y)), Math.sin(half(degrees.z))];
	return normalize({
		x: cy * cz * sx + sy * sz * cx,
		y: sy * cz * cx + cy * sz * sx,
		z: cy * sz * cx - sy * cz * sx,
		w: cy * cz * cx - sy * sz * sx,
	});
}

/** How near a right angle about z may come before the other two angles mean the same. */
const POLE = 0.499;

/** The angles in degrees that `rotationOf` turns into the rotation. */
function eulerOf({ x, y, z, w }: Rotation): Vector {
	const degrees = 180 / Math.PI;
	const test = x * y + z * w;
	if (Math.abs(test) > POLE) {
		return { x: 0, y: 2 * Math.sign(test) * Math.atan2(x, w) * degrees, z: 90 * Math.sign(test) };
	}
	return {
		x: Math.atan2(2 * (x * w - y * z), 1 - 2 * (x * x + z * z)) * degrees,
		y: Math.atan2(2 * (y * w - x * z), 1 - 2 * (y * y + z * z)) * degrees,
		z: Math.asin(2 * test) * degrees,
	};
}
