import { binaryToText } from '../../../bytes/index.ts';
import {
	checkFunction,
	checkInteger,
	checkNumber,
	checkString,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
	optNumber,
} from '../../../lua/index.ts';
import { checkHash, isTrue, optTable } from '../../arguments.ts';
import type { GuiNode } from '../../gui/node.ts';
import { type Hash, hashOf } from '../../hash.ts';
import type { FontResource } from '../../resources/font.ts';
import type { ScriptHost } from '../../script/script-host.ts';
import { layoutText, type TextLayout } from '../../text/text-layout.ts';
import { currentScene, type NodeAt } from './node-at.ts';

/** `gui`: texts, fonts, pictures, flipbooks and particle effects of nodes. */
export function contentFunctions(host: ScriptHost, nodeAt: NodeAt): Record<string, HostFunction> {
	const fontOf = (name: Hash): FontResource =>
		currentScene(host).fonts.get(name) ?? luaError(`Font ${name.text} is not specified in scene`);
	return {
		get_text: (node) => nodeAt(node).text,
		set_text(node, text) {
			const target = nodeAt(node);
			target.text = checkString(text, 2);
		},
		get_font: (node) => nodeAt(node).font,
		set_font(node, font) {
			const target = nodeAt(node);
			const name = checkHash(font, 2);
			fontOf(name);
			target.font = name;
		},
		get_font_resource: (name) => hashOf(fontOf(checkHash(name, 1)).path),
		// Taken out of the engine in favour of resource.get_text_metrics; older games still call them.
		get_text_metrics(font, text, width, lineBreak, leading, tracking) {
			return metricsTable(
				layoutText(fontOf(checkHash(font, 1)), binaryToText(checkString(text, 2)), {
					width: optNumber(width, 3, Number.POSITIVE_INFINITY),
					lineBreak: isTrue(lineBreak),
					leading: optNumber(leading, 5, 1),
					tracking: optNumber(tracking, 6, 0),
				}),
			);
		},
		get_text_metrics_from_node(node) {
			const target = nodeAt(node);
			return metricsTable(layoutNodeText(target, fontOf(target.font)));
		},
		get_texture: (node) => nodeAt(node).texture,
		set_texture(node, texture) {
			const target = nodeAt(node);
			const name = checkHash(texture, 2);
			if (!target.scene.setTexture(target, name)) luaError(`Texture ${name.text} is not specified in scene`);
		},
		get_flipbook: (node) => nodeAt(node).flipbook.animation?.id ?? hashOf(''),
		play_flipbook(node, animation, done, options) {
			const target = nodeAt(node);
			const id = checkHash(animation, 2);
			const settings = optTable(options, 4);
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 3));
			const started = target.scene.playFlipbook(target, id, {
				offset: optNumber(settings.get('offset'), 4, 0),
				rate: optNumber(settings.get('playback_rate'), 4, 1),
				...(callback ? { done: () => callback.call(target) } : {}),
			});
			if (!started) {
				luaError(
					`Animation ${id.text} could not be started since the texture of '${target.id.text}' does not have it.`,
				);
			}
		},
		cancel_flipbook(node) {
			nodeAt(node).flipbook.stop();
		},
		get_flipbook_cursor: (node) => nodeAt(node).flipbook.cursor,
		set_flipbook_cursor(node, cursor) {
			nodeAt(node).flipbook.seek(checkNumber(cursor, 2));
		},
		get_flipbook_playback_rate: (node) => nodeAt(node).flipbook.rate,
		set_flipbook_playback_rate(node, rate) {
			nodeAt(node).flipbook.rate = checkNumber(rate, 2);
		},
		new_texture(id, width, height, type, data, flip) {
			const scene = currentScene(host);
			const name = checkHash(id, 1);
			if (scene.textures.has(name)) return [false, -16];
			scene.textures.set(name, pixelsOf({ id, width, height, type, data, flip }));
			return [true, undefined];
		},
		set_texture_data(id, width, height, type, data, flip) {
			const scene = currentScene(host);
			const name = checkHash(id, 1);
			if (!scene.textures.get(name)?.pixels) return false;
			scene.textures.set(name, pixelsOf({ id, width, height, type, data, flip }));
			return true;
		},
		delete_texture(id) {
			const scene = currentScene(host);
			const name = checkHash(id, 1);
			if (scene.textures.get(name)?.pixels) scene.textures.delete(name);
		},
		get_particlefx: (node) => nodeAt(node).particlefx,
		set_particlefx(node, particlefx) {
			const target = nodeAt(node);
			const id = checkHash(particlefx, 2);
			if (!target.scene.particlefxs.has(id)) luaError(`Particle FX ${id.text} is not specified in scene`);
			target.particlefx = id;
		},
		play_particlefx(node) {
			nodeAt(node).particleState = 'playing';
		},
		stop_particlefx(node, options) {
			nodeAt(node).particleState = optTable(options, 2).get('clear') === true ? 'sleeping' : 'stopping';
		},
	};
}

function pixelsOf(given: Record<'id' | 'width' | 'height' | 'type' | 'data' | 'flip', LuaValue>): {
	path: string;
	set: undefined;
	width: number;
	height: number;
	pixels: { type: string; data: Uint8Array; flipped: boolean };
} {
	const width = checkInteger(given.width, 2);
	const height = checkInteger(given.height, 3);
	const type = typeof given.type === 'string' ? binaryToText(given.type) : luaError('the type must be a string');
	const data = checkString(given.data, 5);
	const channels = { l: 1, rgb: 3, rgba: 4 }[type];
	if (channels !== undefined && data.length !== width * height * channels) {
		luaError(
			`the buffer must have ${width * height * channels} bytes for ${width} × ${height} pixels of '${type}', it has ${data.length}`,
		);
	}
	const bytes = new Uint8Array(data.length);
	for (let at = 0; at < data.length; at++) bytes[at] = data.charCodeAt(at);
	return { path: '', set: undefined, width, height, pixels: { type, data: bytes, flipped: isTrue(given.flip) } };
}

/** The text of a node in lines. */
function layoutNodeText(node: GuiNode, font: FontResource): TextLayout {
	const { lineBreak, leading, tracking, size } = node;
	return layoutText(font, binaryToText(node.text), { width: size.x, lineBreak, leading, tracking });
}

/** What `get_text_metrics` functions give. */
export function metricsTable({ width, height, maxAscent, maxDescent }: TextLayout): LuaTable {
	return LuaTable.fromObject({ width, height, max_ascent: maxAscent, max_descent: maxDescent });
}
