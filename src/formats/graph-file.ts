import { FormatError } from './error.ts';
import { isRecord, parseJson } from './json.ts';

/** What a resource of the graph is to live update; anything that is no collection proxy or its collection has no type. */
export type GraphNodeType = 'CollectionProxy' | 'ExcludedCollectionProxy' | 'ExcludedCollection';

/** One resource of `game.graph.json`. */
export type GraphNode = {
	/** Absolute path; "<AnonymousRoot>" or the like for the first. */
	readonly path: string;
	/** Digest of the stored bytes; null for the root. */
	readonly hexDigest: string | null;
	readonly nodeType?: GraphNodeType | undefined;
	/** Written only when content is published. */
	readonly isInMainBundle?: boolean | undefined;
	/** Paths of what it needs directly. */
	readonly children: readonly string[];
};

/**
 * Reads `game.graph.json`: all resources of a build and what each needs. The first node is the root.
 *
 * @throws FormatError `invalid`
 */
export function readGraphFile(text: string, name: string): GraphNode[] {
	const json = parseJson(text, name);
	if (!Array.isArray(json)) throw new FormatError('invalid', `${name}: expected a list of nodes`, { data: { name } });
	return json.map((item: unknown, index) => {
		const path = isRecord(item) ? item['path'] : undefined;
		const children = isRecord(item) ? (item['children'] ?? []) : undefined;
		if (!isRecord(item) || typeof path !== 'string' || !isTextList(children)) {
			throw new FormatError('invalid', `${name}: expected node ${index} with a path and a list of children`, {
				data: { name, node: index },
			});
		}
		const { hexDigest, nodeType, isInMainBundle } = item;
		return {
			path,
			hexDigest: typeof hexDigest === 'string' ? hexDigest : null,
			...(isNodeType(nodeType) ? { nodeType } : {}),
			...(typeof isInMainBundle === 'boolean' ? { isInMainBundle } : {}),
			children,
		};
	});
}

/** Writes `game.graph.json`, one node a line. */
export function writeGraphFile(nodes: readonly GraphNode[]): string {
	const lines = nodes.map(({ path, hexDigest, nodeType, isInMainBundle, children }) =>
		JSON.stringify({ path, hexDigest, nodeType, isInMainBundle, children }),
	);
	return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNodeType(value: unknown): value is GraphNodeType {
	return value === 'CollectionProxy' || value === 'ExcludedCollectionProxy' || value === 'ExcludedCollection';
}
