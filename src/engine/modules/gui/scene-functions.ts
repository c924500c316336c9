import {
	checkFunction,
	checkInteger,
	checkNumber,
	type HostFunction,
	LuaTable,
	luaError,
	optNumber,
} from '../../../lua/index.ts';
import { PLAYBACK } from '../../animation/animator.ts';
import { easingOf } from '../../animation/easing.ts';
import { checkHash, checkUrl, checkVector3, isTrue } from '../../arguments.ts';
import { getProperty, setProperty } from '../../game-object-properties.ts';
import { GuiNode } from '../../gui/node.ts';
import { isPicked, nodeMatrix, toLocal, transformPoint } from '../../gui/node-matrix.ts';
import { nodeProperties } from '../../gui/node-properties.ts';
import { type Hash, hashOf } from '../../hash.ts';
import type { ScriptHost } from '../../script/script-host.ts';
import { invertMatrix } from '../../transform.ts';
import { Quat, Vector3 } from '../../vector.ts';
import { checkPropertyValue, numbersOf, propertyError, propertyOptions } from '../property-arguments.ts';
import { currentScene, type NodeAt } from './node-at.ts';

const EULER_OF: ReadonlyMap<Hash, Hash> = new Map(
	['', '.x', '.y', '.z'].map((part) => [hashOf(`rotation${part}`), hashOf(`euler${part}`)]),
);

/** `gui`: animation, picking, layouts and the keyboard. */
export function sceneFunctions(host: ScriptHost, nodeAt: NodeAt): Record<string, HostFunction> {
	return {
		animate(node, property, to, easing, duration, delay, done, playback) {
			const target = nodeAt(node);
			const given = checkHash(property, 2);
			// Angles: numbers and vectors are degrees, a quaternion is a rotation.
			const name = to instanceof Quat ? given : (EULER_OF.get(given) ?? given);
			const channels = nodeProperties.channels(target, name);
			if (!channels) luaError(`property '${given.text}' not found`);
			const curve = easingOf(easing) ?? luaError('easing must be one of gui.EASING_* or a vmath.vector');
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 7));
			target.scene.animator.start({
				owner: target,
				name,
				channels,
				to: numbersOf(to, channels.length, 3),
				playback: playback === undefined ? PLAYBACK.ONCE_FORWARD : checkInteger(playback, 8) + 1,
				easing: curve,
				duration: checkNumber(duration, 5),
				delay: optNumber(delay, 6, 0),
				done: callback && (() => callback.call(target)),
			});
		},
		cancel_animation: (node, property) =>
			cancel(nodeAt(node), property === undefined ? undefined : checkHash(property, 2)),
		cancel_animations: (node, property) =>
			cancel(nodeAt(node), property === undefined ? undefined : checkHash(property, 2)),
		pick_node: (node, x, y) => isPicked(nodeAt(node), checkNumber(x, 2), checkNumber(y, 3)),
		screen_to_local(node, position) {
			const target = nodeAt(node);
			const { x, y } = checkVector3(position, 2);
			const above = target.parent ? toLocal(target.parent, x, y) : new Vector3(x, y, 0);
			return above ?? new Vector3(x, y, 0);
		},
		get_screen_position(node) {
			return transformPoint(nodeMatrix(nodeAt(node)), 0, 0);
		},
		set_screen_position(node, position) {
			const target = nodeAt(node);
			const { x, y } = checkVector3(position, 2);
			let place = new Vector3(x, y, target.position.z);
			const inverse = new Float32Array(16);
			if (target.parent && invertMatrix(inverse, nodeMatrix(target.parent))) place = transformPoint(inverse, x, y);
			Object.assign(target.position, { x: place.x, y: place.y });
		},
		get_width: () => currentScene(host).width,
		get_height: () => currentScene(host).height,
		set_render_order(order) {
			const value = checkInteger(order, 1);
			const scene = currentScene(host);
			scene.renderOrder = Math.min(Math.max(value, 0), 15);
		},
		get_render_order: () => currentScene(host).renderOrder,
		get_layout: () => currentScene(host).layout,
		get_layouts() {
			const names = LuaTable.fromObject({});
			for (const { name } of currentScene(host).desc.layouts) {
				names.set(hashOf(name), LuaTable.fromObject({ width: host.display.width, height: host.display.height }));
			}
			return names;
		},
		set_layout(name) {
			return currentScene(host).applyLayout(checkHash(name, 1));
		},
		reset_nodes() {
			const scene = currentScene(host);
			for (const node of [...scene.roots]) if (!node.isOriginal) scene.deleteNode(node);
			scene.applyLayout(scene.layout);
		},
		set_safe_area_mode(mode) {
			currentScene(host);
			checkInteger(mode, 1);
		},
		get(target, property, options) {
			const name = checkHash(property, 2);
			const settings = propertyOptions(options, 3);
			if (!(target instanceof GuiNode)) {
				const url = checkUrl(target, 1, host.running().url);
				const instance = url.path && host.collectionOf(url)?.find(url.path);
				if (!instance) return luaError(`could not find any instance with id '${url.path?.text ?? ''}'.`);
				const value = getProperty(instance, url.fragment, { name, options: settings });
				return value ?? propertyError('not-found', url.plainText(), name);
			}
			const value = nodeProperties.get(nodeAt(target), name, settings);
			return value ?? propertyError('not-found', target.id.text, name);
		},
		set(target, property, value, options) {
			const name = checkHash(property, 2);
			const settings = propertyOptions(options, 4);
			const change = { name, value: checkPropertyValue(value), ...(settings ? { options: settings } : {}) };
			if (!(target instanceof GuiNode)) {
				const url = checkUrl(target, 1, host.running().url);
				const instance = url.path && host.collectionOf(url)?.find(url.path);
				if (!instance) return luaError(`could not find any instance with id '${url.path?.text ?? ''}'.`);
				const result = setProperty(instance, url.fragment, change);
				if (result !== 'ok') propertyError(result, url.plainText(), name);
				return undefined;
			}
			const result = nodeProperties.set(nodeAt(target), name, change);
			if (result !== 'ok') propertyError(result, target.id.text, name);
			return undefined;
		},
		show_keyboard(type, autoclose) {
			currentScene(host);
			checkInteger(type, 1);
			isTrue(autoclose);
		},
		hide_keyboard() {
			currentScene(host);
		},
		reset_keyboard() {
			currentScene(host);
		},
	};
}

function cancel(node: GuiNode, property: Hash | undefined): void {
	const name = property && (EULER_OF.get(property) ?? property);
	node.scene.animator.cancel(({ owner, name: running }) => {
		if (owner !== node) return false;
		if (!name || running === name || running === property) return true;
		// A property stops what runs on its parts.
		return (running as Hash).text.startsWith(`${name.text}.`);
	});
}
