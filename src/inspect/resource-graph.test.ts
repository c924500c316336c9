import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainResource, proxySavings } from './explain-resource.ts';
import { usersOf, walkBase } from './graph-base.ts';
import { graphToDot } from './graph-dot.ts';
import { fewestProxies } from './proxy-cut.ts';
import { type GraphResource, type ResourceGraph, resourceGraphOf } from './resource-graph.ts';

/** `a>b,c` names resources; a name beginning with p is a proxy, with x an excluded one. */
function graphOf(...lines: string[]): ResourceGraph {
	const resources = new Map<string, GraphResource>();
	const add = (path: string, children: string[]): void => {
		const kind = path.startsWith('p') ? 'proxy' : path.startsWith('x') ? 'excluded-proxy' : 'resource';
		resources.set(path, { path, sizeBytes: 10, kind, place: 'bundled', children, problem: undefined });
	};
	for (const line of lines) {
		const [path = '', children = ''] = line.split('>');
		add(path, children.split(',').filter(Boolean));
	}
	for (const { children } of [...resources.values()]) for (const at of children) if (!resources.has(at)) add(at, []);
	return { resources, roots: [{ path: 'main', setting: 'bootstrap.main_collection' }], unnamed: [] };
}

describe('explainResource', () => {
	test('tells the shortest way, the users and the proxies that would take it out', () => {
		const graph = graphOf('main>p1,go', 'go>deep', 'deep>p2', 'p1>room', 'p2>hall', 'room>tex', 'hall>own,tex');
		expect(explainResource(graph, 'own')).toMatchObject({
			inBase: true,
			way: ['main', 'go', 'deep', 'p2', 'hall', 'own'],
			setting: 'bootstrap.main_collection',
			usedBy: ['hall'],
			leavesWith: [{ proxy: 'p2', collection: 'hall', resourceCount: 2, savedBytes: 20 }],
		});
		expect(explainResource(graph, 'tex')).toMatchObject({
			way: ['main', 'p1', 'room', 'tex'],
			usedBy: ['room', 'hall'],
			leavesWith: [],
			leavesWithAll: ['p1', 'p2'],
		});
		expect(explainResource(graph, 'deep')).toMatchObject({ leavesWith: [], leavesWithAll: undefined });
		expect(explainResource(graph, 'none')).toBeUndefined();
	});

	test('leads through excluded proxies to what is not in the base', () => {
		const graph = graphOf('main>x1', 'x1>room', 'room>tex');
		expect(explainResource(graph, 'tex')).toMatchObject({
			inBase: false,
			way: ['main', 'x1', 'room', 'tex'],
			behind: ['x1'],
		});
		expect(walkBase(graph).reached).toEqual(['main', 'x1']);
	});

	test('tells of what no setting leads to', () => {
		const graph = graphOf('main>a', 'lonely>b');
		expect(explainResource(graph, 'b')).toMatchObject({ way: undefined, inBase: false, usedBy: ['lonely'] });
	});

	test('is not caught in circles', () => {
		const graph = graphOf('main>a', 'a>b', 'b>a,p1', 'p1>c', 'c>a');
		expect(explainResource(graph, 'c')?.way).toEqual(['main', 'a', 'b', 'p1', 'c']);
		expect(proxySavings(graph)).toEqual([{ proxy: 'p1', collection: 'c', resourceCount: 1, savedBytes: 10 }]);
	});
});

/** What is reached when these proxies are excluded, by the plainest of ways. */
function reachedWithout(graph: ResourceGraph, excluded: readonly string[]): Set<string> {
	const reached = new Set(['main']);
	for (const path of reached) {
		if (excluded.includes(path) || path.startsWith('x')) continue;
		for (const child of graph.resources.get(path)?.children ?? []) reached.add(child);
	}
	return reached;
}

const arbitraryGraph = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 13 })), { maxLength: 30 })
	.map((edges) => {
		const names = ['main', 'p1', 'p2', 'p3', 'p4', 'x1', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
		const children = new Map<string, string[]>(names.map((name) => [name, []]));
		for (const [from, to] of edges) children.get(names[from] as string)?.push(names[to] as string);
		return graphOf(...[...children].map(([name, list]) => `${name}>${list.join(',')}`));
	});

describe('on any graph', () => {
	test('each proxy named alone takes the resource out, and no other does', () => {
		fc.assert(
			fc.property(arbitraryGraph, (graph) => {
				const whole = reachedWithout(graph, []);
				for (const path of whole) {
					const alone = (explainResource(graph, path)?.leavesWith ?? []).map(({ proxy }) => proxy).sort();
					const expected = [...whole].filter(
						(proxy) => proxy.startsWith('p') && proxy !== path && !reachedWithout(graph, [proxy]).has(path),
					);
					expect(alone, path).toEqual(expected.sort());
				}
			}),
		);
	});

	test('what a proxy would save is what is no longer reached', () => {
		fc.assert(
			fc.property(arbitraryGraph, (graph) => {
				const whole = reachedWithout(graph, []);
				for (const { proxy, resourceCount } of proxySavings(graph)) {
					expect(whole.size - reachedWithout(graph, [proxy]).size).toBe(resourceCount);
				}
			}),
		);
	});

	test('the fewest proxies together take it out, and no fewer do', () => {
		fc.assert(
			fc.property(arbitraryGraph, (graph) => {
				const subsets = Array.from({ length: 16 }, (_, bits) =>
					['p1', 'p2', 'p3', 'p4'].filter((_proxy, at) => bits & (1 << at)),
				).sort((a, b) => a.length - b.length);
				for (const path of reachedWithout(graph, [])) {
					if (path === 'main') continue;
					// A proxy itself stays when it is excluded.
					const helping = subsets.find((set) => !set.includes(path) && !reachedWithout(graph, set).has(path));
					const found = fewestProxies(graph, path);
					expect(found?.length, path).toBe(helping?.length);
					if (found) expect(reachedWithout(graph, found).has(path)).toBe(false);
				}
			}),
		);
	});
});

test('reads the graph of a builder, with what it excluded', () => {
	const graph = resourceGraphOf([
		{ path: '<root>', hexDigest: null, children: ['/main.collectionc'] },
		{ path: '/main.collectionc', hexDigest: 'aa', children: ['/a.collectionproxyc'] },
		{ path: '/a.collectionproxyc', hexDigest: 'bb', nodeType: 'ExcludedCollectionProxy', children: ['/a.collectionc'] },
		{ path: '/a.collectionc', hexDigest: 'cc', isInMainBundle: false, children: [] },
	]);
	expect(walkBase(graph).reached).toEqual(['/main.collectionc', '/a.collectionproxyc']);
	expect(graph.resources.get('/a.collectionc')?.place).toBe('excluded');
});

test('writes DOT of the whole, and of what leads to a resource', () => {
	const graph = graphOf('main>p1,other', 'p1>room', 'room>tex');
	expect(graphToDot(graph)).toContain('"main" -> "other";');
	const around = graphToDot(graph, 'room');
	expect(around).toContain('"p1" [label="p1", shape=diamond];');
	expect(around).toContain('"room" -> "tex";');
	expect(around).not.toContain('other');
	expect(usersOf(graph).get('tex')).toEqual(['room']);
});
