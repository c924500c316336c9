import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NodeDesc_Type, SceneDescSchema } from '../../formats/index.ts';
import { meaningOf } from '../meaning-contract.ts';
import { compile } from '../memory-project-contract.ts';
import { readProject, readPublished } from '../published-contract.ts';

const BUTTON = `
textures { name: "ui" texture: "/ui.atlas" }
layers { name: "low" }
nodes { id: "bg" type: TYPE_BOX texture: "ui/button" layer: "low" inherit_alpha: true alpha: 0.5 }
nodes { id: "text" type: TYPE_TEXT text: "Button" parent: "bg" position { x: 10 } }
layouts { name: "Portrait" nodes { id: "text" text: "B" overridden_fields: 8 } }
`;

const SCENE = `
script: "/a.gui_script"
material: "/builtins/materials/gui.material"
textures { name: "ui" texture: "/main.atlas" }
fonts { name: "f" font: "/f.font" }
layers { name: "low" }
layers { name: "top" }
nodes { id: "root" type: TYPE_BOX position { x: 5 } }
nodes {
  id: "play" type: TYPE_TEMPLATE template: "/button.gui" parent: "root" layer: "top"
  position { x: 100 y: 10 } scale { x: 2 y: 2 z: 1 } rotation { z: 90 } alpha: 0.5 inherit_alpha: true
}
nodes { id: "play/bg" type: TYPE_BOX template_node_child: true }
nodes {
  id: "play/text" type: TYPE_TEXT text: "Play" font: "f" template_node_child: true overridden_fields: 8 overridden_fields: 10
}
layouts { name: "Landscape" nodes { id: "root" position { x: 50 } overridden_fields: 1 } }
layouts { name: "Portrait" }
`;

const FILES = {
	'/scene.gui': SCENE,
	'/button.gui': BUTTON,
	'/ui.atlas': '',
	'/main.atlas': '',
	'/a.gui_script': '',
	'/f.font': '',
};

describe('gui scenes', () => {
	it('have the nodes of their templates in the place of these, with what the scene changes', async () => {
		const { message, diagnostics } = await compile('/scene.gui', FILES);
		expect(diagnostics).toEqual([]);
		const scene = message(SceneDescSchema);
		expect(scene).toMatchObject({
			script: '/a.gui_scriptc',
			material: '/builtins/materials/gui.materialc',
			fonts: [{ name: 'f', font: '/f.fontc' }],
			textures: [{ name: 'ui', texture: '/main.a.texturesetc' }],
			layers: [{ name: 'low' }, { name: 'top' }],
		});
		expect(scene.nodes.map((node) => [node.id, node.parent, node.layer])).toEqual([
			['root', '', ''],
			['play/bg', 'root', 'low'],
			['play/text', 'play/bg', ''],
		]);
		const [, background, text] = scene.nodes;
		expect(background).toMatchObject({
			type: NodeDesc_Type.BOX,
			alpha: 0.25,
			inheritAlpha: true,
			position: { x: 100, y: 10, w: 1 },
			scale: { x: 2, y: 2, z: 1, w: 1 },
			overriddenFields: [],
		});
		expect(background?.rotation?.z).toBeCloseTo(90, 4);
		expect(text).toMatchObject({ text: 'Play', font: 'f', position: { x: 10 } });
	});

	it('have layouts with the nodes that they change and all nodes of templates', async () => {
		const { message } = await compile('/scene.gui', FILES);
		const [landscape, portrait] = message(SceneDescSchema).layouts;
		expect(landscape?.nodes.map((node) => [node.id, node.position?.x ?? 0, node.text])).toEqual([
			['root', 50, ''],
			['play/bg', 100, ''],
			['play/text', 10, 'Play'],
		]);
		expect(landscape?.nodes[0]?.type).toBe(NodeDesc_Type.BOX);
		expect(portrait?.nodes.map((node) => [node.id, node.text])).toEqual([
			['play/bg', ''],
			['play/text', 'B'],
		]);
	});

	it('report names that the scene does not have, twins, cycles and what cannot be built', async () => {
		const { diagnostics } = await compile('/scene.gui', {
			'/scene.gui': `
fonts { name: "title" font: "/f.font" }
fonts { name: "title" font: "/f.font" }
nodes { id: "a" font: "titel" }
nodes { id: "a" texture: "ui/button" }
nodes { id: "b" type: TYPE_TEMPLATE template: "/scene.gui" }
nodes { id: "c" type: TYPE_SPINE spine_scene: "s" }
nodes { id: "d" type: TYPE_TEMPLATE template: "/none.gui" }
nodes { id: "e" type: TYPE_TEMPLATE }
`,
			'/f.font': '',
		});
		expect(diagnostics.map(({ line, code, hint }) => [line, code, hint])).toEqual([
			[3, 'duplicate-name', undefined],
			[4, 'unknown-name', 'did you mean title?'],
			[5, 'duplicate-id', undefined],
			[5, 'unknown-name', undefined],
			[6, 'cycle', undefined],
			[7, 'unsupported', undefined],
			[8, 'missing-file', undefined],
			[9, 'missing-reference', undefined],
		]);
	});
});

const corpus = join(import.meta.dirname, '../../../../shared/corpus');

describe.skipIf(!existsSync(corpus))('published gui scenes (skipped where the corpus is absent)', () => {
	it.each([
		['publicexamples-menu_and_game', '/menu_and_game/menu.guic'],
		['Invaders', '/game/gui/game.guic'],
	])('of %s mean what bob wrote', async (game, path) => {
		const published = readPublished(join(corpus, 'bundles', game));
		const files = readProject(join(corpus, 'projects', game), published);
		const { resources, diagnostics } = await compile(path.slice(0, -1), files);
		expect(diagnostics).toEqual([]);
		const ours = new Map(resources.map((resource) => [resource.path, resource.bytes]));
		expect(meaningOf(path, ours)).toEqual(meaningOf(path, published));
	});
});
