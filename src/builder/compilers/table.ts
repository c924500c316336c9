import type { Compiler } from '../compiler.ts';
import { animationSetCompiler } from './animation-set.ts';
import { atlasCompiler } from './atlas.ts';
import { bufferCompiler } from './buffer.ts';
import { cameraCompiler } from './camera.ts';
import { collectionCompiler } from './collection.ts';
import { collectionFactoryCompiler } from './collection-factory.ts';
import { collectionProxyCompiler } from './collection-proxy.ts';
import { collisionObjectCompiler } from './collision-object.ts';
import { convexShapeCompiler } from './convex-shape.ts';
import { cubemapCompiler } from './cubemap.ts';
import { displayProfilesCompiler } from './display-profiles.ts';
import { factoryCompiler } from './factory.ts';
import { fontCompiler } from './font.ts';
import { gameObjectCompiler } from './game-object.ts';
import { gamepadsCompiler } from './gamepads.ts';
import { glyphBankCompiler } from './glyph-bank.ts';
import { guiCompiler } from './gui.ts';
import { inputBindingCompiler } from './input-binding.ts';
import { labelCompiler } from './label.ts';
import { materialCompiler } from './material.ts';
import { meshCompiler } from './mesh.ts';
import { modelCompiler } from './model.ts';
import { modelFileCompiler } from './model-file.ts';
import { particleFxCompiler } from './particle-fx.ts';
import { pictureCompiler } from './picture.ts';
import { renderCompiler } from './render.ts';
import { renderTargetCompiler } from './render-target.ts';
import { guiScriptCompiler, luaModuleCompiler, renderScriptCompiler, scriptCompiler } from './script.ts';
import { shaderProgramCompiler } from './shader-program.ts';
import { soundCompiler } from './sound.ts';
import { oggCompiler, opusCompiler, wavCompiler } from './sound-data.ts';
import { spriteCompiler } from './sprite.ts';
import { tileMapCompiler } from './tile-map.ts';
import { tileSourceCompiler } from './tile-source.ts';

/** Every type of file that can be built. */
const COMPILERS: readonly Compiler[] = [
	renderTargetCompiler,
	modelFileCompiler,
	modelCompiler,
	meshCompiler,
	cubemapCompiler,
	bufferCompiler,
	animationSetCompiler,
	atlasCompiler,
	cameraCompiler,
	collectionCompiler,
	collectionFactoryCompiler,
	collectionProxyCompiler,
	collisionObjectCompiler,
	convexShapeCompiler,
	displayProfilesCompiler,
	factoryCompiler,
	fontCompiler,
	gameObjectCompiler,
	gamepadsCompiler,
	glyphBankCompiler,
	guiCompiler,
	guiScriptCompiler,
	inputBindingCompiler,
	labelCompiler,
	luaModuleCompiler,
	materialCompiler,
	oggCompiler,
	opusCompiler,
	particleFxCompiler,
	pictureCompiler,
	renderCompiler,
	renderScriptCompiler,
	scriptCompiler,
	shaderProgramCompiler,
	soundCompiler,
	spriteCompiler,
	tileMapCompiler,
	tileSourceCompiler,
	wavCompiler,
];

const byExtension = new Map(COMPILERS.flatMap((compiler) => compiler.extensions.map((one) => [one, compiler])));

/** Units that only other units make. */
const INTERNAL = new Set(['glyph_bank', 'sp']);

/** The compiler of a type of file. */
export function compilerOf(extension: string): Compiler | undefined {
	return byExtension.get(extension);
}

/** Extensions of files that can be built, in order. */
export function knownExtensions(): string[] {
	return [...byExtension.keys()].filter((extension) => !INTERNAL.has(extension)).sort();
}
