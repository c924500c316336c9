// Makes the models of the builtins, builtins/assets: shapes of our own under the names that projects give Defold's. Run it after
// changing a shape.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where projects look for them: engines of the last years, and those before. */
const FOLDERS = ['gltf', 'meshes'];
const RINGS = 20;

/** Vertices of a flat square looking along an axis; rows of its picture count from the top. */
function square(half, place = (x, y) => [x, y, 0], normal = [0, 0, 1]) {
	const corners = [
		[1, 1],
		[-1, 1],
		[-1, -1],
		[1, -1],
	];
	return {
		positions: corners.map(([x, y]) => place(x * half, y * half)),
		normals: corners.map(() => normal),
		texcoords: corners.map(([x, y]) => [(x + 1) / 2, (1 - y) / 2]),
		indices: [0, 1, 2, 0, 2, 3],
	};
}

function joined(parts) {
	let offset = 0;
	return parts.reduce(
		(all, part) => {
			const shifted = part.indices.map((index) => index + offset);
			offset += part.positions.length;
			return {
				positions: [...all.positions, ...part.positions],
				normals: [...all.normals, ...part.normals],
				texcoords: [...all.texcoords, ...part.texcoords],
				indices: [...all.indices, ...shifted],
			};
		},
		{ positions: [], normals: [], texcoords: [], indices: [] },
	);
}

const cube = joined([
	square(0.5, (x, y) => [x, y, 0.5], [0, 0, 1]),
	square(0.5, (x, y) => [-x, y, -0.5], [0, 0, -1]),
	square(0.5, (x, y) => [0.5, y, -x], [1, 0, 0]),
	square(0.5, (x, y) => [-0.5, y, x], [-1, 0, 0]),
	square(0.5, (x, y) => [x, 0.5, -y], [0, 1, 0]),
	square(0.5, (x, y) => [x, -0.5, y], [0, -1, 0]),
]);

function sphere() {
	const shape = { positions: [], normals: [], texcoords: [], indices: [] };
	for (let ring = 0; ring <= RINGS; ring++) {
		for (let step = 0; step <= RINGS * 2; step++) {
			const [down, around] = [(ring / RINGS) * Math.PI, (step / RINGS) * Math.PI];
			const normal = [Math.sin(down) * Math.sin(around), Math.cos(down), Math.sin(down) * Math.cos(around)];
			shape.normals.push(normal);
			shape.positions.push(normal.map((value) => value / 2));
			shape.texcoords.push([step / (RINGS * 2), ring / RINGS]);
			if (ring === RINGS || step === RINGS * 2) continue;
			const [here, below] = [ring * (RINGS * 2 + 1) + step, (ring + 1) * (RINGS * 2 + 1) + step];
			// At the poles one of the two triangles of a field has no area.
			if (ring > 0) shape.indices.push(here, below, here + 1);
			if (ring < RINGS - 1) shape.indices.push(here + 1, below, below + 1);
		}
	}
	return shape;
}

function writeGltf(name, { positions, normals, texcoords, indices }) {
	const floats = [positions, normals, texcoords].map((list) => Buffer.from(new Float32Array(list.flat()).buffer));
	const parts = [...floats, Buffer.from(new Uint16Array(indices).buffer)];
	let offset = 0;
	const bufferViews = parts.map((part) => {
		offset += part.length;
		return { buffer: 0, byteOffset: offset - part.length, byteLength: part.length };
	});
	const bounds = (pick) => [0, 1, 2].map((axis) => Math.fround(pick(...positions.map((position) => position[axis]))));
	const vertices = { componentType: 5126, count: positions.length };
	const document = {
		asset: { version: '2.0', generator: 'livemount' },
		scene: 0,
		scenes: [{ nodes: [0] }],
		nodes: [{ name, mesh: 0 }],
		meshes: [{ name, primitives: [{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 }, indices: 3 }] }],
		accessors: [
			{ bufferView: 0, type: 'VEC3', ...vertices, min: bounds(Math.min), max: bounds(Math.max) },
			{ bufferView: 1, type: 'VEC3', ...vertices },
			{ bufferView: 2, type: 'VEC2', ...vertices },
			{ bufferView: 3, type: 'SCALAR', componentType: 5123, count: indices.length },
		],
		bufferViews,
		buffers: [
			{ byteLength: offset, uri: `data:application/octet-stream;base64,${Buffer.concat(parts).toString('base64')}` },
		],
	};
	for (const folder of FOLDERS) {
		const file = fileURLToPath(new URL(`../builtins/assets/${folder}/${name}.gltf`, import.meta.url));
		mkdirSync(fileURLToPath(new URL('.', `file://${file}`)), { recursive: true });
		writeFileSync(file, `${JSON.stringify(document)}\n`);
	}
}

writeGltf('quad', square(0.5));
writeGltf('quad_2x2', square(1));
writeGltf('cube', cube);
writeGltf('sphere', sphere());
