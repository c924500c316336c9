import { CameraDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.camera`: a view and its projection. */
export const cameraCompiler: Compiler = messageCompiler({
	extensions: ['camera'],
	outputExtension: 'camerac',
	schema: CameraDescSchema,
});
