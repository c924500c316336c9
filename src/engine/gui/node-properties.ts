import { eulerOf, quatOfEuler } from '../euler.ts';
import { numberProperty, type PropertyTable, propertyTable, vectorProperty } from '../property-table.ts';
import type { GuiNode } from './node.ts';

const nothing = (): void => undefined;

/** What of a node can be animated and read by name. */
export const nodeProperties: PropertyTable<GuiNode> = propertyTable<GuiNode>(
	{
		position: vectorProperty((node) => node.position, nothing, ['x', 'y', 'z']),
		// Scripts knew rotation as degrees first; `rotation` as a property still takes them, `euler` says so.
		rotation: vectorProperty((node) => node.rotation, syncEuler),
		euler: vectorProperty((node) => node.euler, syncRotation, ['x', 'y', 'z']),
		scale: vectorProperty((node) => node.scale, nothing, ['x', 'y', 'z']),
		color: vectorProperty((node) => node.color, nothing),
		outline: vectorProperty((node) => node.outline, nothing),
		shadow: vectorProperty((node) => node.shadow, nothing),
		size: vectorProperty((node) => node.size, nothing, ['x', 'y', 'z']),
		slice9: vectorProperty((node) => node.slice9, nothing),
		slice: vectorProperty((node) => node.slice9, nothing),
		fill_angle: numberProperty(
			(node) => node.fillAngle,
			(node, value) => {
				node.fillAngle = Math.fround(value);
			},
		),
		inner_radius: numberProperty(
			(node) => node.innerRadius,
			(node, value) => {
				node.innerRadius = Math.fround(value);
			},
		),
		leading: numberProperty(
			(node) => node.leading,
			(node, value) => {
				node.leading = Math.fround(value);
			},
		),
		tracking: numberProperty(
			(node) => node.tracking,
			(node, value) => {
				node.tracking = Math.fround(value);
			},
		),
	},
	(node) => node,
);

/** Brings the rotation in line with angles that were set. */
export function syncRotation(node: GuiNode): void {
	const { x, y, z, w } = quatOfEuler(node.euler);
	Object.assign(node.rotation, { x: Math.fround(x), y: Math.fround(y), z: Math.fround(z), w: Math.fround(w) });
}

/** Brings the angles in line with a rotation that was set. */
export function syncEuler(node: GuiNode): void {
	const { x, y, z } = eulerOf(node.rotation);
	Object.assign(node.euler, { x: Math.fround(x), y: Math.fround(y), z: Math.fround(z) });
}
