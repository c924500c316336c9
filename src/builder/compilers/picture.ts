import {
	type CompileContext,
	type CompiledResource,
	type Compiler,
	type SourceUnit,
	withExtension,
} from '../compiler.ts';
import { loadPicture } from '../textures/picture.ts';
import { compileTexture } from '../textures/texture-image.ts';
import { textureProfileOf } from '../textures/texture-profile.ts';
import { PICTURE_TYPES } from '../textures/texture-source.ts';

/** `.png`, `.jpg`, `.webp`: a picture used as a texture by itself. */
export const pictureCompiler: Compiler = {
	extensions: PICTURE_TYPES,
	outputExtension: 'texturec',
	async compile(unit: SourceUnit, context: CompileContext): Promise<CompiledResource[]> {
		const picture = await loadPicture(unit.path, { file: unit.path, line: 1, column: 1 }, context);
		if (!picture) return [];
		const profile = await textureProfileOf(unit.path, context);
		const path = withExtension(unit.path, 'texturec');
		return [{ path, bytes: compileTexture(picture, { path, profile, channels: picture.channels }) }];
	},
};
