import { fromBinaryString, toBinaryString } from '../../bytes/index.ts';
import { checkString, type HostFunction, LuaTable, type LuaValue } from '../../lua/index.ts';
import { isTrue, optTable } from '../arguments.ts';
import { createBuffer, VALUE_TYPE } from '../buffer.ts';
import { hashOf } from '../hash.ts';
import { decodePng } from '../png.ts';
import { LuaBuffer } from './buffer/objects.ts';

const TYPES: Readonly<Record<number, string>> = { 1: 'l', 2: 'la', 3: 'rgb', 4: 'rgba' };

/** Module `image`: pictures from bytes. PNG is read; for other formats the functions give nil, as for broken files. */
export function createImageModule(): Record<string, HostFunction | LuaValue> {
	return {
		TYPE_LUMINANCE: 'l',
		TYPE_LUMINANCE_ALPHA: 'la',
		TYPE_RGB: 'rgb',
		TYPE_RGBA: 'rgba',
		load(data, options) {
			const premultiply =
				typeof options === 'boolean' ? options : isTrue(optTable(options, 2).get('premultiply_alpha'));
			const picture = decode(checkString(data, 1), premultiply);
			return picture && tableOf(picture, toBinaryString(picture.pixels));
		},
		load_buffer(data, options) {
			const premultiply = isTrue(optTable(options, 2).get('premultiply_alpha'));
			const picture = decode(checkString(data, 1), premultiply);
			if (!picture) return undefined;
			const { width, height, channels, pixels } = picture;
			const buffer = createBuffer(width * height, [
				{ name: hashOf('pixels'), type: VALUE_TYPE.UINT8, componentCount: channels },
			]);
			buffer?.streams[0]?.values.set(pixels);
			return buffer && tableOf(picture, new LuaBuffer(buffer));
		},
		get_astc_header: () => undefined,
	};
}

type Picture = NonNullable<ReturnType<typeof decodePng>>;

function decode(data: string, premultiply: boolean): Picture | undefined {
	const picture = decodePng(fromBinaryString(data));
	if (!picture || !premultiply) return picture;
	const { pixels, channels } = picture;
	if (channels !== 2 && channels !== 4) return picture;
	for (let at = 0; at < pixels.length; at += channels) {
		const alpha = (pixels[at + channels - 1] as number) / 255;
		for (let part = 0; part < channels - 1; part++)
			pixels[at + part] = Math.round((pixels[at + part] as number) * alpha);
	}
	return picture;
}

function tableOf({ width, height, channels }: Picture, buffer: LuaValue): LuaTable {
	return LuaTable.fromObject({ width, height, type: TYPES[channels], buffer });
}
