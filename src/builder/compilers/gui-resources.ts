import {
	didYouMean,
	type NodeDesc,
	NodeDesc_Type,
	type Position,
	type SceneDescSchema,
	type TextReading,
} from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';
import { PICTURE_TYPES, TEXTURE_SET_TYPES } from '../textures/texture-source.ts';

/** What nodes use by name, and the compiled path of each. */
const KINDS = ['texture', 'font', 'material', 'particlefx', 'resource'] as const;

type Kind = (typeof KINDS)[number];

export type GuiResources = {
	/** Names and compiled paths of one kind, in the order of the scene, those of templates last. */
	entries(kind: Kind): readonly (readonly [name: string, path: string])[];
	/** Adds those of a template. A name that the scene has stays the scene's. */
	add(resources: GuiResources): void;
	/** Reports names that a node uses but the scene does not have. */
	check(node: NodeDesc, at: (field: string) => Position): void;
};

/** Registers what a scene names. */
export async function createGuiResources(
	reading: TextReading<typeof SceneDescSchema>,
	context: CompileContext,
): Promise<GuiResources> {
	const names = new Map<Kind, Map<string, string>>(KINDS.map((kind) => [kind, new Map()]));
	const layers = new Set<string>();
	const claim = (taken: boolean, at: Position, what: string): void => {
		if (taken) context.report(at, { code: 'duplicate-name', message: `the scene has two ${what}` });
	};
	const register = async (
		kind: Kind,
		{ name, path, at }: { name: string; path: string; at: Position },
		extensions?: readonly string[],
	): Promise<void> => {
		claim(named(kind).has(name), at, `${kind}s named ${name}`);
		const options = extensions ? { at, field: kind, extensions } : { at, field: kind };
		named(kind).set(name, await context.reference(path, options));
	};
	const named = (kind: Kind): Map<string, string> => names.get(kind) ?? new Map();
	const { message } = reading;
	for (const one of message?.fonts ?? []) {
		await register('font', { ...one, path: one.font, at: reading.at(one, 'font') }, ['font']);
	}
	for (const one of message?.particlefxs ?? []) {
		await register('particlefx', { ...one, path: one.particlefx, at: reading.at(one, 'particlefx') }, ['particlefx']);
	}
	for (const one of message?.textures ?? []) {
		await register('texture', { ...one, path: one.texture, at: reading.at(one, 'texture') }, [
			...TEXTURE_SET_TYPES,
			...PICTURE_TYPES,
		]);
	}
	for (const one of message?.materials ?? []) {
		await register('material', { ...one, path: one.material, at: reading.at(one, 'material') }, ['material']);
	}
	for (const one of message?.resources ?? []) {
		await register('resource', { ...one, at: reading.at(one, 'path') });
	}
	for (const one of message?.layers ?? []) {
		claim(layers.has(one.name), reading.at(one, 'name'), `layers named ${one.name}`);
		layers.add(one.name);
	}
	const entries = (kind: Kind): (readonly [string, string])[] => [...named(kind)];
	return {
		entries,
		add(resources) {
			for (const kind of KINDS) {
				for (const [name, path] of resources.entries(kind)) if (!named(kind).has(name)) named(kind).set(name, path);
			}
		},
		check(node, at) {
			const used: readonly (readonly [field: string, name: string, known: Iterable<string>])[] = [
				['texture', node.texture.split('/')[0] ?? '', named('texture').keys()],
				['material', node.material, named('material').keys()],
				['font', node.font, named('font').keys()],
				['particlefx', node.particlefx, named('particlefx').keys()],
				['layer', node.layer, layers],
			];
			for (const [field, name, known] of used) {
				const all = [...known];
				if (name === '' || all.includes(name)) continue;
				const message = `the node ${node.id} uses the ${field} ${name}, which the scene does not have`;
				context.report(at(field), { code: 'unknown-name', message, hint: didYouMean(name, all) });
			}
			if (node.type === NodeDesc_Type.SPINE || node.type === NodeDesc_Type.CUSTOM) {
				const message = `the node ${node.id} is of a type that comes with a native extension, which cannot be built`;
				context.report(at('type'), { code: 'unsupported', message });
			}
			if (node.type === NodeDesc_Type.PARTICLEFX && node.particlefx === '') {
				const message = `the node ${node.id} must name a particlefx, found nothing`;
				context.report(at('id'), { code: 'missing-reference', message });
			}
		},
	};
}
