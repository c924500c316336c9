import type { Gltf, GltfNode } from './gltf.ts';
import { IDENTITY, type Matrix, matrixOf, multiply } from './transforms.ts';

/** A node in its place in the scene. */
export type PlacedNode = {
	readonly index: number;
	readonly node: GltfNode;
	readonly name: string;
	readonly parent: number | undefined;
	readonly world: Matrix;
};

/**
 * Nodes of the document's scene, parents before children, in their order; those of other scenes are no part of the model.
 *
 * @throws Error when a node is its own ancestor or is not there
 */
export function placeNodes({ document }: Gltf): ReadonlyMap<number, PlacedNode> {
	const nodes = document.nodes ?? [];
	const children = new Set(nodes.flatMap((node) => node.children ?? []));
	const roots =
		document.scenes?.[document.scene ?? 0]?.nodes ?? [...nodes.keys()].filter((index) => !children.has(index));
	const placed = new Map<number, PlacedNode>();
	const place = (index: number, parent: PlacedNode | undefined): void => {
		const node = nodes[index];
		if (!node) throw new Error(`expected node ${index}, found ${nodes.length} nodes`);
		if (placed.has(index)) throw new Error(`node ${index} stands in two places`);
		const world = multiply(parent?.world ?? IDENTITY, matrixOf(node));
		const one = { index, node, name: node.name ?? `node_${index}`, parent: parent?.index, world };
		placed.set(index, one);
		for (const child of node.children ?? []) place(child, one);
	};
	for (const root of roots) place(root, undefined);
	return placed;
}

/** The bones of the first skin, in its order; empty for a model that no skeleton moves. */
export function bonesOf(gltf: Gltf, nodes: ReadonlyMap<number, PlacedNode>): PlacedNode[] {
	const joints = gltf.document.skins?.[0]?.joints ?? [];
	return joints.map((joint) => {
		const node = nodes.get(joint);
		if (!node) throw new Error(`the skeleton names node ${joint}, which is not in the scene`);
		return node;
	});
}
