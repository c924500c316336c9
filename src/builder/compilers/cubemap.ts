import { CubemapSchema } from '../../formats/index.ts';
import { type Compiler, withExtension } from '../compiler.ts';
import { loadPicture, type Picture } from '../textures/picture.ts';
import { compileCubemap } from '../textures/texture-image.ts';
import { textureProfileOf } from '../textures/texture-profile.ts';

/** The sides in the order in which graphics systems number them: +x, -x, +y, -y, +z, -z. */
const SIDES = ['right', 'left', 'top', 'bottom', 'front', 'back'] as const;

/** `.cubemap`: six pictures around a point, as one texture. */
export const cubemapCompiler: Compiler = {
	extensions: ['cubemap'],
	outputExtension: 'texturec',
	async compile(unit, context) {
		const reading = context.readMessage(CubemapSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const pictures: Picture[] = [];
		for (const side of SIDES) {
			const at = reading.at(message, side);
			const picture = await loadPicture(message[side], at, context);
			const first = pictures[0] ?? picture;
			if (!picture || !first) continue;
			if (picture.width !== first.width || picture.height !== first.height) {
				const size = `${picture.width} by ${picture.height}`;
				const expected = `expected the size of the other sides, ${first.width} by ${first.height}`;
				context.report(at, { code: 'size-mismatch', message: `${side}: ${expected}, found ${size}` });
				continue;
			}
			pictures.push(picture);
		}
		if (pictures.length < SIDES.length) return [];
		const profile = await textureProfileOf(unit.path, context);
		const path = withExtension(unit.path, 'texturec');
		// One format for all sides: that of the one with the most channels.
		const channels = Math.max(...pictures.map((picture) => picture.channels));
		return [{ path, bytes: compileCubemap(pictures, { path, profile, channels }) }];
	},
};
