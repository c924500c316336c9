import { checkString, type HostFunction, LuaTable, type LuaValue, luaError } from '../../../lua/index.ts';
import { checkHash, checkVector3, isTrue } from '../../arguments.ts';
import { copyNode, GuiNode } from '../../gui/node.ts';
import { nodeMatrix } from '../../gui/node-matrix.ts';
import { syncEuler } from '../../gui/node-properties.ts';
import type { ScriptHost } from '../../script/script-host.ts';
import { decomposeMatrix, identityTransform, invertMatrix, multiplyMatrix } from '../../transform.ts';
import { Vector3, Vector4 } from '../../vector.ts';
import { currentScene, type NodeAt } from './node-at.ts';

const TYPE = { BOX: 0, TEXT: 1, PIE: 2, PARTICLEFX: 5 } as const;

/** `gui`: finding, making, cloning, moving and deleting nodes. */
export function treeFunctions(host: ScriptHost, nodeAt: NodeAt): Record<string, HostFunction> {
	const optNode = (value: LuaValue, index: number): GuiNode | undefined =>
		value === undefined ? undefined : nodeAt(value, index);
	const make = (type: number, position: LuaValue): GuiNode => {
		const scene = currentScene(host);
		if (scene.nodeCount >= scene.maxNodes) {
			luaError(`Could not create the node since the buffer is full (${scene.maxNodes}).`);
		}
		const node = scene.addNode(new GuiNode(scene, type));
		const place =
			position instanceof Vector4 ? new Vector3(position.x, position.y, position.z) : checkVector3(position, 1);
		Object.assign(node.position, { x: place.x, y: place.y, z: place.z });
		return node;
	};
	const makeSized = (type: number, position: LuaValue, size: LuaValue): GuiNode => {
		const node = make(type, position);
		const extent = size instanceof Vector4 ? new Vector3(size.x, size.y, size.z) : checkVector3(size, 2);
		Object.assign(node.size, { x: extent.x, y: extent.y, z: extent.z });
		return node;
	};
	return {
		get_node(id) {
			const name = checkHash(id, 1);
			return currentScene(host).find(name) ?? luaError(`No such node: ${name.text}`);
		},
		get_id: (node) => nodeAt(node).id,
		set_id(node, id) {
			const target = nodeAt(node);
			const name = checkHash(id, 2);
			target.scene.setId(target, name);
		},
		get_type: (node) => [nodeAt(node).type, nodeAt(node).customType],
		get_index(node) {
			const target = nodeAt(node);
			return target.scene.siblingsOf(target).indexOf(target);
		},
		delete_node(node) {
			const target = nodeAt(node);
			target.scene.deleteNode(target);
		},
		new_box_node: (position, size) => makeSized(TYPE.BOX, position, size),
		new_pie_node: (position, size) => makeSized(TYPE.PIE, position, size),
		new_text_node(position, text) {
			const node = make(TYPE.TEXT, position);
			node.text = checkString(text, 2);
			return node;
		},
		new_particlefx_node(position, particlefx) {
			const node = make(TYPE.PARTICLEFX, position);
			const id = checkHash(particlefx, 2);
			if (!node.scene.particlefxs.has(id)) {
				node.scene.deleteNode(node);
				luaError(`Particle FX ${id.text} is not specified in scene`);
			}
			node.particlefx = id;
			return node;
		},
		clone(node) {
			const target = nodeAt(node);
			return cloneNode(target);
		},
		clone_tree(node) {
			const made = new LuaTable();
			cloneTree(nodeAt(node), undefined, made);
			return made;
		},
		get_tree(node) {
			const found = new LuaTable();
			const visit = (target: GuiNode): void => {
				found.set(target.id, target);
				for (const child of target.children) visit(child);
			};
			visit(nodeAt(node));
			return found;
		},
		get_parent: (node) => nodeAt(node).parent,
		set_parent(node, parent, keepScene) {
			const target = nodeAt(node);
			const above = optNode(parent, 2);
			const before = isTrue(keepScene) ? nodeMatrix(target) : undefined;
			if (!target.scene.setParent(target, above)) {
				luaError(`Unable to set parent: ${above?.id.text} is below ${target.id.text}`);
			}
			if (before) keepPlace(target, before);
		},
		move_above(node, other) {
			const target = nodeAt(node);
			if (!target.scene.move(target, 'above', optNode(other, 2))) luaError('Unable to move a node above one below it');
		},
		move_below(node, other) {
			const target = nodeAt(node);
			if (!target.scene.move(target, 'below', optNode(other, 2))) luaError('Unable to move a node below one below it');
		},
	};
}

function cloneNode(node: GuiNode): GuiNode {
	const { scene } = node;
	if (scene.nodeCount >= scene.maxNodes) {
		luaError(`Could not create the node since the buffer is full (${scene.maxNodes}).`);
	}
	const copy = scene.addNode(copyNode(node));
	if (node.parent) scene.setParent(copy, node.parent);
	return copy;
}

function cloneTree(node: GuiNode, parent: GuiNode | undefined, made: LuaTable): void {
	const copy = cloneNode(node);
	if (parent) copy.scene.setParent(copy, parent);
	made.set(node.id, copy);
	for (const child of [...node.children]) cloneTree(child, copy, made);
}

function keepPlace(node: GuiNode, world: Float32Array): void {
	const own = new Float32Array(16);
	const inverse = new Float32Array(16);
	if (!node.parent) own.set(world);
	else if (invertMatrix(inverse, nodeMatrix(node.parent))) multiplyMatrix(own, inverse, world);
	else return;
	const t = identityTransform();
	decomposeMatrix(t, own);
	Object.assign(node.position, { x: t.x, y: t.y, z: t.z });
	Object.assign(node.scale, { x: t.sx, y: t.sy, z: t.sz });
	Object.assign(node.rotation, { x: t.rx, y: t.ry, z: t.rz, w: t.rw });
	syncEuler(node);
}
