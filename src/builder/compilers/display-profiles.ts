import { DisplayProfilesSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.display_profiles`: which gui layout fits which screen. */
export const displayProfilesCompiler: Compiler = messageCompiler({
	extensions: ['display_profiles'],
	outputExtension: 'display_profilesc',
	schema: DisplayProfilesSchema,
});
