import { create } from '@bufbuild/protobuf';
import { RenderPrototypeDesc_RenderResourceDescSchema, RenderPrototypeDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.render`: the render script and what it draws with. The older list of materials joins the list of resources. */
export const renderCompiler: Compiler = messageCompiler({
	extensions: ['render'],
	outputExtension: 'renderc',
	schema: RenderPrototypeDescSchema,
	async transform({ message, reading, context }) {
		message.script = await context.reference(message.script, {
			at: reading.at(message, 'script'),
			field: 'script',
			extensions: ['render_script'],
		});
		const resources = [
			...message.materials.map((one) => ({ ...one, path: one.material, at: reading.at(one, 'material') })),
			...message.renderResources.map((one) => ({ ...one, at: reading.at(one, 'path') })),
		];
		message.materials = [];
		message.renderResources = [];
		const names = new Set<string>();
		for (const { name, path, at } of resources) {
			if (names.has(name)) context.report(at, { code: 'duplicate-name', message: `${name} names two resources` });
			names.add(name);
			const compiled = await context.reference(path, { at, field: name });
			message.renderResources.push(create(RenderPrototypeDesc_RenderResourceDescSchema, { name, path: compiled }));
		}
	},
});
