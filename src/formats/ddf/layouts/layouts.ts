import { FONT_LAYOUTS, GLYPH_BANK_LAYOUTS } from './font-layouts.ts';
import type { TypeLayouts } from './layout.ts';
import { MESH_SET_LAYOUTS } from './mesh-set-layouts.ts';
import { MODEL_LAYOUTS } from './model-layouts.ts';
import { BUFFER_LAYOUTS, GAMEPAD_LAYOUTS, LIGHT_LAYOUTS, MATERIAL_LAYOUTS } from './other-layouts.ts';
import { SHADER_LAYOUTS } from './shader-layouts.ts';
import { ANIMATION_SET_LAYOUTS, SKELETON_LAYOUTS } from './skeleton-layouts.ts';
import { TEXTURE_SET_LAYOUTS } from './texture-set-layouts.ts';

/** Types whose message was laid out differently by some engines, by extension. */
const BY_EXTENSION: Readonly<Record<string, TypeLayouts>> = {
	animationsetc: ANIMATION_SET_LAYOUTS,
	bufferc: BUFFER_LAYOUTS,
	fontc: FONT_LAYOUTS,
	fpc: SHADER_LAYOUTS,
	gamepadsc: GAMEPAD_LAYOUTS,
	glyph_bankc: GLYPH_BANK_LAYOUTS,
	lightc: LIGHT_LAYOUTS,
	materialc: MATERIAL_LAYOUTS,
	meshsetc: MESH_SET_LAYOUTS,
	modelc: MODEL_LAYOUTS,
	skeletonc: SKELETON_LAYOUTS,
	spc: SHADER_LAYOUTS,
	texturesetc: TEXTURE_SET_LAYOUTS,
	vpc: SHADER_LAYOUTS,
};

/** The other layouts of a type; undefined where there is only today's. */
export function layoutsOf(extension: string): TypeLayouts | undefined {
	return Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}
