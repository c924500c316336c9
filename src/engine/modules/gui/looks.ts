import {
	checkInteger,
	checkNumber,
	type HostFunction,
	type LuaValue,
	luaError,
	typeArgError,
} from '../../../lua/index.ts';
import { checkHash, isTrue } from '../../arguments.ts';
import type { GuiNode } from '../../gui/node.ts';
import { syncEuler, syncRotation } from '../../gui/node-properties.ts';
import { Quat, Vector3, Vector4 } from '../../vector.ts';
import type { NodeAt } from './node-at.ts';

type NumberField = 'leading' | 'tracking' | 'fillAngle' | 'innerRadius';
type ModeField =
	| 'blendMode'
	| 'xAnchor'
	| 'yAnchor'
	| 'pivot'
	| 'adjustMode'
	| 'clippingMode'
	| 'outerBounds'
	| 'perimeterVertices';
type FlagField = 'clippingVisible' | 'clippingInverted' | 'lineBreak' | 'inheritAlpha' | 'visible';

const NUMBERS: Readonly<Record<string, NumberField>> = {
	leading: 'leading',
	tracking: 'tracking',
	fill_angle: 'fillAngle',
	inner_radius: 'innerRadius',
};
const MODES: Readonly<Record<string, ModeField>> = {
	blend_mode: 'blendMode',
	xanchor: 'xAnchor',
	yanchor: 'yAnchor',
	pivot: 'pivot',
	adjust_mode: 'adjustMode',
	clipping_mode: 'clippingMode',
	outer_bounds: 'outerBounds',
	perimeter_vertices: 'perimeterVertices',
};
const FLAGS: Readonly<Record<string, FlagField>> = {
	clipping_visible: 'clippingVisible',
	clipping_inverted: 'clippingInverted',
	line_break: 'lineBreak',
	inherit_alpha: 'inheritAlpha',
	visible: 'visible',
};

/** `gui.get_…` and `gui.set_…` of what a node looks like. */
export function lookFunctions(nodeAt: NodeAt): Record<string, HostFunction> {
	const functions: Record<string, HostFunction> = {};
	for (const [name, field] of Object.entries(NUMBERS)) {
		functions[`get_${name}`] = (node) => nodeAt(node)[field];
		functions[`set_${name}`] = (node, value) => {
			nodeAt(node)[field] = Math.fround(checkNumber(value, 2));
		};
	}
	for (const [name, field] of Object.entries(MODES)) {
		functions[`get_${name}`] = (node) => nodeAt(node)[field];
		functions[`set_${name}`] = (node, value) => {
			nodeAt(node)[field] = checkInteger(value, 2);
		};
	}
	for (const [name, field] of Object.entries(FLAGS)) {
		functions[`get_${name}`] = (node) => nodeAt(node)[field];
		functions[`set_${name}`] = (node, value) => {
			nodeAt(node)[field] = isTrue(value);
		};
	}
	for (const field of ['position', 'scale'] as const) {
		functions[`get_${field}`] = (node) => copy3(nodeAt(node)[field]);
		functions[`set_${field}`] = (node, value) => set3(nodeAt(node)[field], value);
	}
	for (const field of ['color', 'outline', 'shadow'] as const) {
		functions[`get_${field}`] = (node) => copy4(nodeAt(node)[field]);
		functions[`set_${field}`] = (node, value) => setColor(nodeAt(node)[field], value);
	}
	return {
		...functions,
		get_slice9: (node) => copy4(nodeAt(node).slice9),
		set_slice9(node, value) {
			const { slice9 } = nodeAt(node);
			if (!(value instanceof Vector4)) typeArgError(2, 'vector4', { value });
			Object.assign(slice9, { x: value.x, y: value.y, z: value.z, w: value.w });
		},
		get_size: (node) => copy3(nodeAt(node).size),
		set_size(node, value) {
			const target = nodeAt(node);
			// The picture decides: the engine leaves such nodes as they are.
			if (target.sizeMode !== 0 && target.texture.text !== '') return;
			set3(target.size, value);
		},
		get_alpha: (node) => nodeAt(node).color.w,
		set_alpha(node, alpha) {
			nodeAt(node).color.w = Math.fround(checkNumber(alpha, 2));
		},
		get_rotation(node) {
			const { x, y, z, w } = nodeAt(node).rotation;
			return new Quat(x, y, z, w);
		},
		set_rotation(node, value) {
			const target = nodeAt(node);
			if (value instanceof Quat) {
				Object.assign(target.rotation, { x: value.x, y: value.y, z: value.z, w: value.w });
				syncEuler(target);
			} else setEuler(target, value);
		},
		get_euler: (node) => copy3(nodeAt(node).euler),
		set_euler: (node, value) => setEuler(nodeAt(node), value),
		get_size_mode: (node) => nodeAt(node).sizeMode,
		set_size_mode(node, mode) {
			const target = nodeAt(node);
			target.sizeMode = checkInteger(mode, 2);
			const { animation } = target.flipbook;
			if (target.sizeMode === 1 && animation) Object.assign(target.size, { x: animation.width, y: animation.height });
		},
		is_enabled(node, recursive) {
			let target: GuiNode | undefined = nodeAt(node);
			if (!isTrue(recursive)) return target.enabled;
			for (; target; target = target.parent) if (!target.enabled) return false;
			return true;
		},
		set_enabled(node, enabled) {
			nodeAt(node).enabled = isTrue(enabled);
		},
		get_layer: (node) => nodeAt(node).layer,
		set_layer(node, layer) {
			const target = nodeAt(node);
			const id = checkHash(layer, 2);
			if (id.text !== '' && !target.scene.layers.includes(id)) luaError(`Layer ${id.text} is not specified in scene`);
			target.layer = id;
		},
		get_material: (node) => {
			const target = nodeAt(node);
			return target.scene.materials.get(target.material) ?? target.material;
		},
		set_material(node, material) {
			const target = nodeAt(node);
			const id = checkHash(material, 2);
			if (!target.scene.materials.has(id)) luaError(`Material ${id.text} is not specified in scene`);
			target.material = id;
		},
		reset_material(node) {
			const target = nodeAt(node);
			target.material = checkHash('', 1);
		},
	};
}

function setEuler(node: GuiNode, value: LuaValue): void {
	set3(node.euler, value);
	syncRotation(node);
}

const copy3 = ({ x, y, z }: Vector3): Vector3 => new Vector3(x, y, z);
const copy4 = ({ x, y, z, w }: Vector4): Vector4 => new Vector4(x, y, z, w);

/** A vector3 or the first three numbers of a vector4. */
function set3(out: Vector3, value: LuaValue): void {
	if (!(value instanceof Vector3 || value instanceof Vector4)) typeArgError(2, 'vector3 or vector4', { value });
	out.x = value.x;
	out.y = value.y;
	out.z = value.z;
}

/** A colour; a vector3 leaves the alpha as it is. */
function setColor(out: Vector4, value: LuaValue): void {
	if (!(value instanceof Vector3 || value instanceof Vector4)) typeArgError(2, 'vector3 or vector4', { value });
	out.x = value.x;
	out.y = value.y;
	out.z = value.z;
	if (value instanceof Vector4) out.w = value.w;
}
