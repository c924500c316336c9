import { describe, expect, it } from 'vitest';
import { encodeUtf8, hash64 } from '../../bytes/index.ts';
import {
	AnimationSetSchema,
	MeshSetSchema,
	ModelSchema,
	RigSceneSchema,
	readMessage,
	SkeletonSchema,
} from '../../formats/index.ts';
import { compile, png } from '../memory-project-contract.ts';

/** A triangle on two bones, the second of which moves up within a second. */
function makeGltf(change: (document: Record<string, unknown>) => void = () => {}): Uint8Array {
	const floats = [
		...[0, 0, 0, 1, 0, 0, 0, 1, 0],
		...[0, 0, 1, 0, 0, 1],
		...[1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0],
		...[0, 1],
		...[0, 1, 0, 0, 3, 0],
	];
	const bytes = new Uint8Array(floats.length * 4 + 6 + 2 + 12);
	const view = new DataView(bytes.buffer);
	for (const [index, value] of floats.entries()) view.setFloat32(index * 4, value, true);
	for (const index of [0, 1, 2]) view.setUint16(floats.length * 4 + index * 2, index, true);
	bytes.set([0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0], floats.length * 4 + 8);
	const places: [number, number, string, number, number][] = [
		[0, 36, 'VEC3', 5126, 3],
		[36, 24, 'VEC2', 5126, 3],
		[60, 48, 'VEC4', 5126, 3],
		[108, 8, 'SCALAR', 5126, 2],
		[116, 24, 'VEC3', 5126, 2],
		[140, 6, 'SCALAR', 5123, 3],
		[148, 12, 'VEC4', 5121, 3],
	];
	const document = {
		asset: { version: '2.0' },
		scenes: [{ nodes: [0, 1] }],
		nodes: [
			{ name: 'body', mesh: 0, skin: 0 },
			{ name: 'root', children: [2], translation: [0, 1, 0] },
			{ name: 'tip', translation: [0, 1, 0], scale: [2, 2, 2] },
		],
		meshes: [
			{
				primitives: [
					{ attributes: { POSITION: 0, TEXCOORD_0: 1, WEIGHTS_0: 2, JOINTS_0: 6 }, indices: 5, material: 0 },
				],
			},
		],
		materials: [{ name: 'skin', doubleSided: true }],
		skins: [{ joints: [1, 2] }],
		animations: [
			{
				name: 'wave',
				channels: [{ sampler: 0, target: { node: 2, path: 'translation' } }],
				samplers: [{ input: 3, output: 4 }],
			},
		],
		accessors: places.map(([, , type, componentType, count], bufferView) => ({
			bufferView,
			type,
			componentType,
			count,
		})),
		bufferViews: places.map(([byteOffset, byteLength]) => ({ buffer: 0, byteOffset, byteLength })),
		buffers: [
			{
				byteLength: bytes.length,
				uri: `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`,
			},
		],
	};
	change(document);
	return encodeUtf8(JSON.stringify(document));
}

/** The same as one binary file. */
function makeGlb(): Uint8Array {
	let binary = new Uint8Array();
	const json = makeGltf((document) => {
		const [buffer] = document['buffers'] as { uri?: string }[];
		binary = Buffer.from((buffer?.uri ?? '').replace(/^.*,/, ''), 'base64');
		delete buffer?.uri;
	});
	const padded = Buffer.concat([json, Buffer.alloc((4 - (json.length % 4)) % 4, ' ')]);
	const out = Buffer.alloc(12 + 8 + padded.length + 8 + binary.length);
	const header = [0x46546c67, 2, out.length, padded.length, 0x4e4f534a];
	for (const [index, value] of header.entries()) out.writeUInt32LE(value, index * 4);
	padded.copy(out, 20);
	out.writeUInt32LE(binary.length, 20 + padded.length);
	out.writeUInt32LE(0x004e4942, 24 + padded.length);
	Buffer.from(binary).copy(out, 28 + padded.length);
	return out;
}

describe('models', () => {
	it.each([
		['gltf', makeGltf()],
		['glb', makeGlb()],
	])('of a .%s have their vertices, bones and animations', async (type, bytes) => {
		const { resources, diagnostics } = await compile(`/hero.${type}`, { [`/hero.${type}`]: bytes });
		expect(diagnostics).toEqual([]);
		expect(resources.map(({ path }) => path)).toEqual([
			'/hero.meshsetc',
			'/hero.skeletonc',
			'/hero_generated_0.animationsetc',
		]);
		const [meshes, skeleton, animations] = resources.map((one) => one.bytes) as [Uint8Array, Uint8Array, Uint8Array];
		const set = readMessage(MeshSetSchema, meshes, 'meshes');
		expect(set).toMatchObject({ maxBoneCount: 2, boneList: [hash64('root'), hash64('tip')] });
		expect(set.materials).toMatchObject([{ name: 'skin', isSkinned: true, doubleSided: true }]);
		const [mesh] = set.models[0]?.meshes ?? [];
		expect(mesh?.positions).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
		// glTF counts rows of a picture from the top.
		expect(mesh?.texcoord0).toEqual([0, 1, 1, 1, 0, 0]);
		expect([...(mesh?.indices ?? [])]).toEqual([0, 0, 1, 0, 2, 0]);
		expect(mesh).toMatchObject({ aabbMax: { x: 1, y: 1, z: 0 }, boneIndices: [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0] });
		const { bones } = readMessage(SkeletonSchema, skeleton, 'skeleton');
		expect(bones).toMatchObject([
			{ name: 'root', parent: 0xffffffff, world: { translation: { y: 1 } } },
			{ name: 'tip', parent: 0, local: { translation: { y: 1 }, scale: { x: 2 } }, world: { translation: { y: 2 } } },
		]);
		const [wave] = readMessage(AnimationSetSchema, animations, 'animations').animations;
		expect(wave).toMatchObject({ id: hash64('wave'), duration: 1, sampleRate: 30 });
		const [track] = wave?.tracks ?? [];
		expect(track?.boneId).toBe(hash64('tip'));
		expect(track?.positions).toHaveLength(32 * 3);
		expect([track?.positions[1], track?.positions[15 * 3 + 1], track?.positions.at(-2)]).toEqual([1, 2, 3]);
	});

	it('name their scene, materials and textures', async () => {
		const files = {
			'/hero.glb': makeGlb(),
			'/a.png': await png(4, 4),
			'/set.animationset': 'animations { animation: "/hero.glb" }',
			'/hero.model':
				'mesh: "/hero.glb" skeleton: "/hero.glb" animations: "/hero.glb" default_animation: "wave" materials { name: "skin" ' +
				'material: "/builtins/materials/model.material" textures { sampler: "tex0" texture: "/a.png" } }',
			'/old.model':
				'mesh: "/hero.glb" material: "/builtins/materials/model.material" textures: "/a.png" animations: "/set.animationset"',
		};
		const { resources, diagnostics } = await compile('/hero.model', files);
		expect(diagnostics).toEqual([]);
		expect(resources.map(({ path }) => path)).toEqual(['/hero.modelc', '/hero.rigscenec']);
		const [model, scene] = resources.map((one) => one.bytes) as [Uint8Array, Uint8Array];
		expect(readMessage(ModelSchema, model, 'model')).toMatchObject({
			rigScene: '/hero.rigscenec',
			defaultAnimation: 'wave',
			materials: [
				{
					name: 'skin',
					material: '/builtins/materials/model.materialc',
					textures: [{ sampler: 'tex0', texture: '/a.texturec' }],
				},
			],
		});
		expect(readMessage(RigSceneSchema, scene, 'scene')).toMatchObject({
			skeleton: '/hero.skeletonc',
			animationSet: '/hero_generated_0.animationsetc',
			meshSet: '/hero.meshsetc',
		});
		const old = await compile('/old.model', files);
		expect(old.diagnostics).toEqual([]);
		expect(old.message(ModelSchema).materials).toMatchObject([{ name: 'default', textures: [{ sampler: 'tex0' }] }]);
		const set = (await compile('/set.animationset', files)).message(AnimationSetSchema);
		expect(set.animations.map(({ id }) => id)).toEqual([hash64('hero')]);
	});

	it.each([
		['a node that is its own child', { nodes: [{ children: [0] }], scenes: [{ nodes: [0] }] }, /two places/],
		['a vertex that is not there', { accessors: undefined }, /accessor 0/],
		['an extension that packs its numbers', { extensionsRequired: ['KHR_draco_mesh_compression'] }, /draco/],
		[
			'bytes past the end of the buffer',
			{ bufferViews: Array(7).fill({ buffer: 0, byteOffset: 1e6 }) },
			/ends at byte/,
		],
		['another version', { asset: { version: '1.0' } }, /version 2/],
	])('with %s are reported', async (_, change, reason) => {
		const bytes = makeGltf((document) => Object.assign(document, change));
		const { resources, diagnostics } = await compile('/a.gltf', { '/a.gltf': bytes });
		expect(resources).toEqual([]);
		expect(diagnostics).toMatchObject([{ file: '/a.gltf', code: 'invalid-model' }]);
		expect(diagnostics[0]?.message).toMatch(reason);
	});

	it.each([
		['gltf/cube.gltf', 24, 0.5],
		['gltf/quad.gltf', 4, 0.5],
		['meshes/quad_2x2.dae', 4, 1],
		['meshes/sphere.dae', 21 * 41, 0.5],
	])('can be of the builtins: %s', async (name, vertexCount, half) => {
		const text = `mesh: "/builtins/assets/${name}" material: "/builtins/materials/model.material"`;
		const model = await compile('/a.model', { '/a.model': text });
		expect(model.diagnostics).toEqual([]);
		const [file = ''] = model.units.filter((unit) => unit.endsWith('.gltf'));
		const { message, diagnostics } = await compile(file, {});
		expect(diagnostics).toEqual([]);
		const [mesh] = message(MeshSetSchema).models[0]?.meshes ?? [];
		expect([mesh?.positions.length, mesh?.aabbMax?.x]).toEqual([vertexCount * 3, half]);
		// Every triangle is seen from the side its normals point to.
		const indices = new Uint16Array(new Uint8Array(mesh?.indices ?? []).buffer);
		const point = (list: readonly number[] | undefined, at: number): number[] => list?.slice(at * 3, at * 3 + 3) ?? [];
		for (let at = 0; at < indices.length; at += 3) {
			const [a = 0, b = 0, c = 0] = indices.subarray(at, at + 3);
			const [p, q, r] = [a, b, c].map((index) => point(mesh?.positions, index)) as [number[], number[], number[]];
			const side = (to: number[]): number[] => to.map((value, axis) => value - (p[axis] ?? 0));
			const [[ux = 0, uy = 0, uz = 0], [vx = 0, vy = 0, vz = 0]] = [side(q), side(r)];
			const across = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
			const normal = point(mesh?.normals, a);
			expect(across.reduce((sum, value, axis) => sum + value * (normal[axis] ?? 0), 0)).toBeGreaterThan(0);
		}
	});

	it('made with Collada are told how to become glTF', async () => {
		const text = 'mesh: "/a.dae"\nmaterial: "/builtins/materials/model.material"';
		const { diagnostics } = await compile('/a.model', { '/a.model': text, '/a.dae': '' });
		expect(diagnostics).toMatchObject([{ line: 1, code: 'unsupported', hint: expect.stringContaining('glTF') }]);
	});
});
