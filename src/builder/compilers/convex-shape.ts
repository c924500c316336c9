import { ConvexShapeSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.convexshape`: one collision shape in a file of its own. */
export const convexShapeCompiler: Compiler = messageCompiler({
	extensions: ['convexshape'],
	outputExtension: 'convexshapec',
	schema: ConvexShapeSchema,
});
