import { composeMatrix, invertMatrix, type Matrix, multiplyMatrix } from '../transform.ts';
import { Vector3 } from '../vector.ts';
import type { GuiNode } from './node.ts';

const ADJUST = { FIT: 0, ZOOM: 1, STRETCH: 2 } as const;
const ADJUST_REFERENCE = { LEGACY: 0, PARENT: 1, DISABLED: 2 } as const;
const XANCHOR = { NONE: 0, LEFT: 1, RIGHT: 2 } as const;
const YANCHOR = { NONE: 0, TOP: 1, BOTTOM: 2 } as const;

/** Where a pivot lies in its node, as parts of width and height from the centre. */
const PIVOTS: readonly (readonly [x: number, y: number])[] = [
	[0, 0],
	[0, 0.5],
	[0.5, 0.5],
	[0.5, 0],
	[0.5, -0.5],
	[0, -0.5],
	[-0.5, -0.5],
	[-0.5, 0],
	[-0.5, 0.5],
];

/** Offset of a node's lower left corner from its pivot, in parts of its size. */
function pivotOffset(pivot: number): readonly [x: number, y: number] {
	const [x, y] = PIVOTS[pivot] ?? [0, 0];
	return [-0.5 - x, -0.5 - y];
}

type Scale = { x: number; y: number };

/** How much a node grows with the window, in all. */
function adjustScaleOf(node: GuiNode): Scale {
	const { scene } = node;
	const { display } = scene;
	if (scene.adjustReference === ADJUST_REFERENCE.DISABLED) return { x: 1, y: 1 };
	const window = { x: display.windowWidth / display.width, y: display.windowHeight / display.height };
	if (!node.parent) return adjusted(window, node.adjustMode);
	const above = adjustScaleOf(node.parent);
	// Before scenes adjusted to parents, only nodes at the root did.
	return scene.adjustReference === ADJUST_REFERENCE.LEGACY ? above : adjusted(above, node.adjustMode);
}

function adjusted(scale: Scale, mode: number): Scale {
	if (mode === ADJUST.STRETCH) return scale;
	const uniform = mode === ADJUST.ZOOM ? Math.max(scale.x, scale.y) : Math.min(scale.x, scale.y);
	return { x: uniform, y: uniform };
}

function localMatrix(node: GuiNode): Matrix {
	const { position, rotation, scale } = node;
	const own = adjustScaleOf(node);
	const place = { x: position.x, y: position.y };
	let factor = own;
	if (node.parent) {
		const above = adjustScaleOf(node.parent);
		factor = { x: own.x / above.x, y: own.y / above.y };
	} else placeAtRoot(node, own, place);
	const m = new Float32Array(16);
	composeMatrix(m, {
		x: place.x,
		y: place.y,
		z: position.z,
		rx: rotation.x,
		ry: rotation.y,
		rz: rotation.z,
		rw: rotation.w,
		sx: scale.x * factor.x,
		sy: scale.y * factor.y,
		sz: scale.z,
	});
	return m;
}

/** Scales and anchors a node without parent within the window. */
function placeAtRoot({ xAnchor, yAnchor, scene }: GuiNode, scale: Scale, place: { x: number; y: number }): void {
	if (scene.adjustReference === ADJUST_REFERENCE.DISABLED) return;
	const { width, height, windowWidth, windowHeight } = scene.display;
	const [fullX, fullY] = [windowWidth / width, windowHeight / height];
	if (xAnchor === XANCHOR.LEFT) place.x *= fullX;
	else if (xAnchor === XANCHOR.RIGHT) place.x = windowWidth - (width - place.x) * fullX;
	else place.x = place.x * scale.x + (windowWidth - width * scale.x) / 2;
	if (yAnchor === YANCHOR.BOTTOM) place.y *= fullY;
	else if (yAnchor === YANCHOR.TOP) place.y = windowHeight - (height - place.y) * fullY;
	else place.y = place.y * scale.y + (windowHeight - height * scale.y) / 2;
}

/** From a node's own space, its pivot at the origin, to pixels of the window. */
export function nodeMatrix(node: GuiNode): Matrix {
	const local = localMatrix(node);
	if (!node.parent) return local;
	const out = new Float32Array(16);
	multiplyMatrix(out, nodeMatrix(node.parent), local);
	return out;
}

/** True when a point, in the project's display size, lies on the node's rectangle. */
export function isPicked(node: GuiNode, x: number, y: number): boolean {
	const local = toLocal(node, x, y);
	if (!local) return false;
	const [left, bottom] = pivotOffset(node.pivot);
	const { size } = node;
	const dx = local.x - left * size.x;
	const dy = local.y - bottom * size.y;
	return dx >= 0 && dx <= size.x && dy >= 0 && dy <= size.y;
}

/** A point in the project's display size in the node's own space; `undefined` for a node without extent. */
export function toLocal(node: GuiNode, x: number, y: number): Vector3 | undefined {
	const { display } = node.scene;
	const inverse = new Float32Array(16);
	if (!invertMatrix(inverse, flattened(nodeMatrix(node)))) return undefined;
	return transformPoint(
		inverse,
		(x * display.windowWidth) / display.width,
		(y * display.windowHeight) / display.height,
	);
}

/** Nodes are flat: a scale of zero in z must not make them impossible to hit. */
function flattened(m: Matrix): Matrix {
	if ((m[10] as number) === 0 && (m[8] as number) === 0 && (m[9] as number) === 0) m[10] = 1;
	return m;
}

export function transformPoint(m: Matrix, x: number, y: number, z = 0): Vector3 {
	const row = (at: number): number =>
		(m[at] as number) * x + (m[at + 4] as number) * y + (m[at + 8] as number) * z + (m[at + 12] as number);
	return new Vector3(row(0), row(1), row(2));
}
