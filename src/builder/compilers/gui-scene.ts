import { clone } from '@bufbuild/protobuf';
import {
	type NodeDesc,
	NodeDesc_Type,
	NodeDescSchema,
	SceneDescSchema,
	type TextReading,
} from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';
import { overrideNode } from './gui-nodes.ts';
import { createGuiResources, type GuiResources } from './gui-resources.ts';

/** Nodes of a scene, with those of its templates among them; of each layout the nodes that it changes. */
export type GuiScene = {
	readonly nodes: NodeDesc[];
	readonly layouts: ReadonlyMap<string, NodeDesc[]>;
	readonly resources: GuiResources;
};

type SceneReading = TextReading<typeof SceneDescSchema>;

/** How deep templates may be nested: more is a mistake, or an attack. */
const MAX_DEPTH = 32;

/**
 * Puts the templates of a scene in their places, with what the scene changes in them, and completes its layouts.
 *
 * A layout has the nodes that it changes, with every value, and all nodes of templates.
 */
export async function resolveScene(
	reading: SceneReading,
	{ path, context }: { path: string; context: CompileContext },
	chain: readonly string[] = [path],
): Promise<GuiScene> {
	const scene: GuiScene = {
		nodes: [],
		layouts: new Map(reading.message?.layouts.map((layout) => [layout.name, []])),
		resources: await createGuiResources(reading, context),
	};
	const { message } = reading;
	if (!message) return scene;
	const written = byId(message.nodes);
	const changed = new Map(message.layouts.map((layout) => [layout.name, byId(layout.nodes)]));
	const ids = new Set<string>();
	for (const node of message.nodes) {
		// What a template has inside is written here too, but only for what is changed in it.
		if (node.templateNodeChild) continue;
		if (ids.has(node.id)) {
			const text = `two nodes have the id ${node.id}`;
			context.report(reading.at(node, 'id'), { code: 'duplicate-id', message: text });
		}
		ids.add(node.id);
		scene.resources.check(node, (field) => reading.at(node, field));
		scene.nodes.push(clone(NodeDescSchema, node));
		for (const [name, nodes] of scene.layouts) {
			const change = changed.get(name)?.get(node.id);
			if (!change) continue;
			scene.resources.check(change, (field) => reading.at(change, field));
			const whole = clone(NodeDescSchema, node);
			overrideNode(whole, change);
			nodes.push(whole);
		}
		if (node.type !== NodeDesc_Type.TEMPLATE) continue;
		const inner = await loadTemplate(node, { reading, context, chain });
		if (!inner) continue;
		scene.resources.add(inner.resources);
		scene.nodes.push(...inner.nodes.map((one) => placed(one, node, written)));
		for (const [name, nodes] of scene.layouts) {
			const innerLayout = inner.layouts.get(name);
			const innerChanged = byId(innerLayout ?? []);
			for (const one of inner.nodes) {
				// As bob does it: where the template has the layout too, what the scene changes outside of layouts does not count.
				const base = innerChanged.get(one.id) ?? one;
				const outer = placed(base, node, innerLayout ? new Map() : written);
				const change = changed.get(name)?.get(outer.id);
				if (change) overrideNode(outer, change);
				nodes.push(outer);
			}
		}
	}
	return scene;
}

async function loadTemplate(
	node: NodeDesc,
	{ reading, context, chain }: { reading: SceneReading; context: CompileContext; chain: readonly string[] },
): Promise<GuiScene | undefined> {
	const at = reading.at(node, 'template');
	const path = node.template;
	await context.reference(path, { at, field: 'template', extensions: ['gui'] });
	if (chain.includes(path) || chain.length > MAX_DEPTH) {
		const circle = [...chain.slice(Math.max(0, chain.indexOf(path))), path].join(' → ');
		context.report(at, { code: 'cycle', message: `templates contain one another: ${circle}` });
		return undefined;
	}
	const template = await context.readFile(SceneDescSchema, path);
	return template?.message && (await resolveScene(template, { path, context }, [...chain, path]));
}

/** A node of a template as it is in the scene around it, with the changes that the scene has for it. */
function placed(inner: NodeDesc, template: NodeDesc, changes: ReadonlyMap<string, NodeDesc>): NodeDesc {
	const node = clone(NodeDescSchema, inner);
	node.parent = node.parent === '' ? template.id : `${template.id}/${node.parent}`;
	node.id = `${template.id}/${node.id}`;
	const change = changes.get(node.id);
	if (change) overrideNode(node, change);
	node.overriddenFields = [];
	return node;
}

function byId(nodes: readonly NodeDesc[]): Map<string, NodeDesc> {
	return new Map(nodes.map((node) => [node.id, node]));
}
