import { create, toBinary } from '@bufbuild/protobuf';
import {
	type NodeDesc,
	SceneDesc_FontDescSchema,
	SceneDesc_MaterialDescSchema,
	SceneDesc_ParticleFXDescSchema,
	SceneDesc_ResourceDescSchema,
	SceneDesc_TextureDescSchema,
	SceneDescSchema,
} from '../../formats/index.ts';
import { type Compiler, withExtension } from '../compiler.ts';
import { dissolveTemplates } from './gui-nodes.ts';
import type { GuiResources } from './gui-resources.ts';
import { resolveScene } from './gui-scene.ts';

/** `.gui`: a scene of nodes, with its templates dissolved in it. */
export const guiCompiler: Compiler = {
	extensions: ['gui'],
	outputExtension: 'guic',
	async compile(unit, context) {
		const reading = context.readMessage(SceneDescSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const reference = async (field: 'script' | 'material', extension: string): Promise<void> => {
			if (!Object.hasOwn(message, field)) return;
			const at = reading.at(message, field);
			message[field] = await context.reference(message[field], { at, field, extensions: [extension], optional: true });
		};
		await reference('script', 'gui_script');
		await reference('material', 'material');
		const { nodes, layouts, resources } = await resolveScene(reading, { path: unit.path, context });
		const find = finder(nodes);
		message.nodes = dissolveTemplates(nodes, find);
		for (const layout of message.layouts) {
			const own = layouts.get(layout.name) ?? [];
			const findOwn = finder(own);
			layout.nodes = dissolveTemplates(own, (id) => findOwn(id) ?? find(id));
		}
		const entries = <Item>(
			kind: Parameters<GuiResources['entries']>[0],
			make: (name: string, path: string) => Item,
		): Item[] => resources.entries(kind).map(([name, path]) => make(name, path));
		message.fonts = entries('font', (name, font) => create(SceneDesc_FontDescSchema, { name, font }));
		message.textures = entries('texture', (name, texture) => create(SceneDesc_TextureDescSchema, { name, texture }));
		message.materials = entries('material', (name, material) =>
			create(SceneDesc_MaterialDescSchema, { name, material }),
		);
		message.particlefxs = entries('particlefx', (name, particlefx) =>
			create(SceneDesc_ParticleFXDescSchema, { name, particlefx }),
		);
		message.resources = entries('resource', (name, path) => create(SceneDesc_ResourceDescSchema, { name, path }));
		message.spineScenes = [];
		return [{ path: withExtension(unit.path, 'guic'), bytes: toBinary(SceneDescSchema, message) }];
	},
};

function finder(nodes: readonly NodeDesc[]): (id: string) => NodeDesc | undefined {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	return (id) => byId.get(id);
}
