import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8Lossy, encodeUtf8 } from '../bytes/index.ts';
import { smallFont } from './fonts/small-font-contract.ts';
import { build, png } from './memory-project-contract.ts';
import { proxyProject } from './proxy-project-contract.ts';

/** A project with a file of nearly every type. */
async function everything(): Promise<Record<string, Uint8Array>> {
	const files: Record<string, string | Uint8Array> = {
		...proxyProject({ main: { scripts: ['main'], excludedProxies: ['level'] }, level: { scripts: ['level'] } }),
		'/game.project':
			'[bootstrap]\nmain_collection = /all.collectionc\n[project]\ncustom_resources = /data\n[liveupdate]\nsettings = /l.settings\n',
		'/l.settings': '[liveupdate]\nmode = Zip\n',
		'/all.collection': `name: "all"
instances { id: "a" prototype: "/a.go" children: "b" component_properties { id: "s" properties { id: "n" value: "2" type: PROPERTY_TYPE_NUMBER } } }
collection_instances { id: "sub" collection: "/main.collection" scale3 { x: 2 y: 2 z: 1 } }
embedded_instances { id: "b" data: "embedded_components {\\n  id: \\"l\\"\\n  type: \\"label\\"\\n  data: \\"size { x: 1 y: 1 } font: \\\\\\"/f.font\\\\\\" material: \\\\\\"/builtins/fonts/label.material\\\\\\"\\"\\n}\\n" }`,
		'/a.go': ['s.script', 'x.sprite', 'g.gui', 'p.particlefx', 't.tilemap', 'c.collisionobject', 'f.factory']
			.map((path) => `components { id: "${path[0]}" component: "/${path}" }`)
			.join('\n'),
		'/s.script':
			'go.property("n", 1)\nlocal m = require("lib.m")\nfunction init(self) print(m.x) end\nfunction final(self) end\n',
		'/lib/m.lua': 'return { x = [[text]] } -- comment',
		'/x.sprite': 'tile_set: "/a.atlas" default_animation: "p" material: "/m.material"',
		'/a.atlas':
			'images { image: "/p.png" } animations { id: "run" images { image: "/p.png" } } margin: 1 extrude_borders: 1',
		'/p.png': await png(4, 4),
		'/m.material':
			'name: "m" vertex_program: "/m.vp" fragment_program: "/m.fp" vertex_constants { name: "view_proj" type: CONSTANT_TYPE_VIEWPROJ } samplers { name: "t" wrap_u: WRAP_MODE_REPEAT wrap_v: WRAP_MODE_REPEAT filter_min: FILTER_MODE_MIN_LINEAR filter_mag: FILTER_MODE_MAG_LINEAR }',
		'/m.vp':
			'uniform highp mat4 view_proj;\nattribute highp vec4 position;\nvoid main() { gl_Position = view_proj * position; }',
		'/m.fp': 'uniform lowp sampler2D t;\nvoid main() { gl_FragColor = texture2D(t, vec2(0.0)); }',
		'/g.gui':
			'script: "/g.gui_script" textures { name: "a" texture: "/a.atlas" } nodes { id: "n" texture: "a/p" } layouts { name: "L" }',
		'/g.gui_script': 'function init(self) end',
		'/p.particlefx':
			'emitters { mode: PLAY_MODE_ONCE space: EMISSION_SPACE_WORLD tile_source: "/t.tilesource" animation: "a" material: "/builtins/materials/particlefx.material" max_particle_count: 1 type: EMITTER_TYPE_BOX }',
		'/t.tilemap': 'tile_set: "/t.tilesource" layers { id: "l" z: 0 cell { x: 0 y: 0 tile: 1 } }',
		'/t.tilesource':
			'image: "/p.png" tile_width: 2 tile_height: 2 collision: "/p.png" animations { id: "a" start_tile: 1 end_tile: 2 }',
		'/c.collisionobject':
			'type: COLLISION_OBJECT_TYPE_STATIC mass: 0 friction: 0 restitution: 0 group: "g" embedded_collision_shape { shapes { shape_type: TYPE_BOX position { } rotation { } index: 0 count: 3 } data: 1 data: 1 data: 1 }',
		'/f.factory': 'prototype: "/level.go"',
		'/f.font': 'font: "/f.ttf" material: "/builtins/fonts/font.material" size: 8',
		'/f.ttf': smallFont(),
		'/data/x.json': '{}',
	};
	return Object.fromEntries(
		Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? encodeUtf8(content) : content]),
	);
}

describe('a damaged project', () => {
	it('is one that builds before it is damaged', async () => {
		const { ok, diagnostics, resources } = await build(await everything());
		expect([ok, diagnostics]).toEqual([true, []]);
		expect(resources.filter((one) => !one.path.startsWith('/builtins/')).length).toBe(30);
	});

	it('never makes the builder fail: it builds, or errors say where it is damaged', async () => {
		const files = await everything();
		const damage = fc.record({
			path: fc.constantFrom(...Object.keys(files)),
			at: fc.double({ min: 0, max: 1, noNaN: true }),
			length: fc.nat(12),
			put: fc.oneof(
				fc.constantFrom(
					'',
					'{',
					'}',
					'"',
					'\\',
					'0',
					'-1',
					'1e99',
					'/',
					'[[',
					'--[[',
					'\n',
					'\0',
					'\uFFFD',
					'99999999999',
				),
				fc.string({ maxLength: 4 }),
			),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
				const damaged = { ...files };
				for (const { path, at, length, put } of damages) {
					const bytes = damaged[path] ?? new Uint8Array();
					const start = Math.floor(at * bytes.length);
					damaged[path] = Buffer.concat([bytes.subarray(0, start), encodeUtf8(put), bytes.subarray(start + length)]);
				}
				const { ok, diagnostics, bundle } = await build(damaged);
				expect(ok).toBe(diagnostics.every((one) => one.severity !== 'error'));
				expect(bundle.size > 0).toBe(ok);
				for (const { file, line, column, message } of diagnostics) {
					expect(message).not.toBe('');
					const lines = decodeUtf8Lossy(damaged[file] ?? new Uint8Array()).split('\n');
					expect(damaged[file], file).toBeDefined();
					expect(line).toBeGreaterThanOrEqual(1);
					expect(line).toBeLessThanOrEqual(lines.length);
					expect(column).toBeGreaterThanOrEqual(1);
					expect(column, `${file}:${line} ${message}`).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
				}
			}),
			{ numRuns: 100 },
		);
	}, 60_000);
});
