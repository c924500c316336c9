import { RenderTargetDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.render_target`: textures that a game draws into. */
export const renderTargetCompiler: Compiler = messageCompiler({
	extensions: ['render_target'],
	outputExtension: 'render_targetc',
	schema: RenderTargetDescSchema,
	transform({ message, reading, context }) {
		const parts = [
			...message.colorAttachments,
			...(message.depthStencilAttachment ? [message.depthStencilAttachment] : []),
		];
		if (parts.length === 0) {
			const text = 'a render target needs a colour or depth attachment, found none';
			context.report(reading.at(message, ''), { code: 'empty-render-target', message: text });
		}
		for (const part of parts) {
			if (part.width > 0 && part.height > 0) continue;
			const found = `${part.width} by ${part.height}`;
			const at = reading.at(part, part.width > 0 ? 'height' : 'width');
			context.report(at, { code: 'limit', message: `expected width and height of at least 1, found ${found}` });
		}
	},
});
