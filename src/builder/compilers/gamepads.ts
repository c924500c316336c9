import { GamepadMapsSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.gamepads`: what the buttons and axes of each kind of gamepad mean. */
export const gamepadsCompiler: Compiler = messageCompiler({
	extensions: ['gamepads'],
	outputExtension: 'gamepadsc',
	schema: GamepadMapsSchema,
});
