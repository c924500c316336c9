import { InputBindingSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.input_binding`: which key, button or touch is which action. */
export const inputBindingCompiler: Compiler = messageCompiler({
	extensions: ['input_binding'],
	outputExtension: 'input_bindingc',
	schema: InputBindingSchema,
});
