import { create } from '@bufbuild/protobuf';
import { childResources, MaterialDescSchema, type MessageShape, readResource } from '../../formats/index.ts';
import { type Hash, hashOf } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import type { Loaded, ResourceType } from '../resources.ts';
import { Vector4 } from '../vector.ts';

/** A material: what its constants are at first, and whom predicates find it by. */
export type MaterialResource = {
	readonly path: string;
	readonly desc: MessageShape<typeof MaterialDescSchema>;
	readonly tags: readonly Hash[];
	readonly constants: ReadonlyMap<Hash, readonly (Vector4 | Matrix4)[]>;
	readonly needs: ReadonlyMap<string, Loaded>;
};

const USER = 0;
const USER_MATRIX4 = 9;

export const materialType: ResourceType<MaterialResource> = {
	extension: 'materialc',
	createBuiltin(path) {
		const desc = create(MaterialDescSchema, { name: path });
		return {
			path,
			desc,
			tags: [],
			constants: new Map([[hashOf('tint'), [new Vector4(1, 1, 1, 1)]]]),
			needs: new Map(),
		};
	},
	create(bytes, { path, load }) {
		const resource = readResource(path, bytes);
		if (resource.kind !== 'message') throw new TypeError(`${path}: a material is a message`);
		const desc = resource.message as MessageShape<typeof MaterialDescSchema>;
		const needs = new Map<string, Loaded>();
		for (const needed of childResources(path, bytes)) needs.set(needed, load(needed));
		const constants = new Map<Hash, (Vector4 | Matrix4)[]>();
		for (const { name, type, value } of [...desc.vertexConstants, ...desc.fragmentConstants]) {
			const vectors = value.map(({ x, y, z, w }) => new Vector4(x, y, z, w));
			if (type === USER) constants.set(hashOf(name), vectors.length > 0 ? vectors : [new Vector4(0, 0, 0, 0)]);
			else if (type === USER_MATRIX4) constants.set(hashOf(name), matricesOf(vectors));
		}
		return { path, desc, tags: desc.tags.map((tag) => hashOf(tag)), constants, needs };
	},
};

function matricesOf(columns: readonly Vector4[]): Matrix4[] {
	const matrices: Matrix4[] = [];
	for (let at = 0; at + 3 < columns.length; at += 4) {
		const m = new Float32Array(16);
		columns.slice(at, at + 4).forEach(({ x, y, z, w }, column) => {
			m.set([x, y, z, w], column * 4);
		});
		matrices.push(new Matrix4(m));
	}
	return matrices.length > 0 ? matrices : [new Matrix4()];
}

/** Constants of one component: the material's until it sets its own. */
export class Constants {
	readonly constants: Map<Hash, (Vector4 | Matrix4)[]> = new Map();
	#material: MaterialResource | undefined;

	constructor(material: MaterialResource | undefined) {
		this.setMaterial(material);
	}

	get material(): MaterialResource | undefined {
		return this.#material;
	}

	setMaterial(material: MaterialResource | undefined): void {
		this.#material = material;
		this.constants.clear();
		if (material) for (const name of material.constants.keys()) this.reset(name);
	}

	/** Back to what the material says; false when it has no such constant. */
	reset(name: Hash): boolean {
		const values = this.#material?.constants.get(name);
		if (!values) return this.constants.delete(name);
		this.constants.set(
			name,
			values.map((value) =>
				value instanceof Matrix4 ? new Matrix4(value.m.slice()) : new Vector4(value.x, value.y, value.z, value.w),
			),
		);
		return true;
	}

	set(name: Hash, value: Vector4 | Matrix4): void {
		this.constants.set(name, [
			value instanceof Matrix4 ? new Matrix4(value.m.slice()) : new Vector4(value.x, value.y, value.z, value.w),
		]);
	}
}
