import type { ResourceReport } from './inspect-bundle.ts';

/** What resources of one type add up to. Plain JSON. */
export type TypeSummary = {
	/** Ending of the path, "" where paths are not known. */
	readonly extension: string;
	readonly messageType: string | undefined;
	readonly count: number;
	readonly excludedCount: number;
	readonly storedSizeBytes: number;
	readonly sizeBytes: number;
};

/** A folder or a resource of a bundle, with what is in it. Plain JSON. */
export type TreeNode = {
	readonly name: string;
	/** Resources in it, 1 for a resource itself. */
	readonly count: number;
	readonly storedSizeBytes: number;
	readonly sizeBytes: number;
	/** True when all of it is excluded. */
	readonly excluded: boolean;
	/** Folders first; empty for a resource. */
	readonly children: readonly TreeNode[];
};

/** Adds up resources by type, the largest first. */
export function summarizeTypes(resources: readonly ResourceReport[]): TypeSummary[] {
	const types = new Map<string, TypeSummary>();
	for (const resource of resources) {
		const { extension, messageType } = resource;
		const before = types.get(extension);
		types.set(extension, {
			extension,
			messageType,
			count: (before?.count ?? 0) + 1,
			excludedCount: (before?.excludedCount ?? 0) + (resource.excluded ? 1 : 0),
			storedSizeBytes: (before?.storedSizeBytes ?? 0) + (resource.storedSizeBytes ?? 0),
			sizeBytes: (before?.sizeBytes ?? 0) + (resource.sizeBytes ?? 0),
		});
	}
	return [...types.values()].sort(
		(a, b) => b.storedSizeBytes - a.storedSizeBytes || (a.extension < b.extension ? -1 : 1),
	);
}

type Folder = { folders: Map<string, Folder>; leaves: TreeNode[] };

/** The folders of a bundle. Resources whose path is not known are in a folder `#`. */
export function treeOfResources(resources: readonly ResourceReport[]): TreeNode {
	const root: Folder = { folders: new Map(), leaves: [] };
	for (const resource of resources) {
		const parts = (resource.path ?? `/#/${resource.urlHashHex}`).split('/').filter((part) => part !== '');
		const name = parts.pop() ?? '';
		let folder = root;
		for (const part of parts) {
			const inside = folder.folders.get(part) ?? { folders: new Map(), leaves: [] };
			folder.folders.set(part, inside);
			folder = inside;
		}
		folder.leaves.push({
			name,
			count: 1,
			storedSizeBytes: resource.storedSizeBytes ?? 0,
			sizeBytes: resource.sizeBytes ?? 0,
			excluded: resource.excluded,
			children: [],
		});
	}
	return finish('/', root);
}

function finish(name: string, folder: Folder): TreeNode {
	const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
	const folders = [...folder.folders].map(([inside, content]) => finish(inside, content)).sort(byName);
	const children = [...folders, ...folder.leaves.sort(byName)];
	const sum = (size: (node: TreeNode) => number): number => children.reduce((total, node) => total + size(node), 0);
	return {
		name,
		count: sum((node) => node.count),
		storedSizeBytes: sum((node) => node.storedSizeBytes),
		sizeBytes: sum((node) => node.sizeBytes),
		excluded: children.length > 0 && children.every((node) => node.excluded),
		children,
	};
}
