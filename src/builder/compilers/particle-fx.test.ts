import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import { ParticleFXSchema } from '../../formats/index.ts';
import { meaningOf } from '../meaning-contract.ts';
import { compile } from '../memory-project-contract.ts';
import { readPublished } from '../published-contract.ts';

const EMITTER =
	'mode: PLAY_MODE_LOOP space: EMISSION_SPACE_WORLD tile_source: "/a.atlas" animation: "a" max_particle_count: 5 ' +
	'type: EMITTER_TYPE_CIRCLE material: "/builtins/materials/particlefx.material"';

describe('particle effects', () => {
	it('name compiled resources, and have the modifiers of the whole in each emitter, seen from it', async () => {
		const { message, diagnostics } = await compile('/x.particlefx', {
			'/x.particlefx': `
emitters { id: "still" ${EMITTER} modifiers { type: MODIFIER_TYPE_DRAG } }
emitters { id: "turned" ${EMITTER} position { x: 10 y: 5 } rotation { z: 0.70710678 w: 0.70710678 } }
modifiers { type: MODIFIER_TYPE_VORTEX position { x: 10 y: 8 } }
`,
			'/a.atlas': '',
		});
		expect(diagnostics).toEqual([]);
		const { emitters, modifiers } = message(ParticleFXSchema);
		expect(modifiers).toEqual([]);
		const [still, turned] = emitters;
		expect(still).toMatchObject({
			tileSource: '/a.a.texturesetc',
			material: '/builtins/materials/particlefx.materialc',
			modifiers: [{ type: 1 }, { type: 3, position: { x: 10, y: 8 } }],
		});
		const [seen] = turned?.modifiers ?? [];
		expect([seen?.position?.x, seen?.position?.y].map((one) => Math.round((one ?? 0) * 1000) / 1000)).toEqual([3, 0]);
		expect(seen?.rotation?.z).toBeCloseTo(-Math.SQRT1_2, 6);
	});

	it('keep attributes that their material declares', async () => {
		const { message } = await compile('/x.particlefx', {
			'/x.particlefx': `emitters { ${EMITTER.replace('/builtins/materials/particlefx.material', '/m.material')}
				attributes { name: "tint" double_values { v: 0.5 v: 1 } } attributes { name: "unknown" double_values { v: 1 } } }`,
			'/a.atlas': '',
			'/m.material':
				'name: "m" vertex_program: "/m.vp" fragment_program: "/m.fp" attributes { name: "tint" element_count: 2 data_type: TYPE_FLOAT double_values { v: 1 v: 1 } }',
		});
		const [emitter] = message(ParticleFXSchema).emitters;
		expect(emitter?.attributes).toMatchObject([{ name: 'tint', nameHash: hash64('tint'), elementCount: 2 }]);
		expect(emitter?.attributes[0]?.binaryValues).toEqual(new Uint8Array(Float32Array.of(0.5, 1).buffer));
	});

	it('report what is missing where it is named', async () => {
		const { diagnostics } = await compile('/x.particlefx', { '/x.particlefx': `emitters {\n ${EMITTER}\n}` });
		expect(diagnostics).toMatchObject([{ line: 2, code: 'missing-file' }]);
	});
});

const corpus = join(import.meta.dirname, '../../../../shared/corpus');

describe.skipIf(!existsSync(corpus))('published particle effects (skipped where the corpus is absent)', () => {
	it.each(['jump', 'dust'])('%s means what bob 1.7.0 wrote', async (name) => {
		const published = readPublished(join(corpus, 'bundles/action-tester@2024-04-18-559b041'));
		const source = join(corpus, `projects/sample-pixel-line-platformer/game/${name}.particlefx`);
		const { resources } = await compile(`/game/${name}.particlefx`, {
			[`/game/${name}.particlefx`]: readFileSync(source),
		});
		const ours = new Map(resources.map((resource) => [resource.path, resource.bytes]));
		const path = `/game/${name}.particlefxc`;
		expect(meaningOf(path, ours)).toEqual(meaningOf(path, published));
	});
});
