import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GraphNode, readGraphFile, writeGraphFile } from './graph-file.ts';
import { codeOf } from './refusal-contract.ts';

const node: fc.Arbitrary<GraphNode> = fc.record(
	{
		path: fc.string(),
		hexDigest: fc.option(fc.stringMatching(/^[0-9a-f]{40}$/), { nil: null }),
		children: fc.array(fc.string(), { maxLength: 4 }),
		nodeType: fc.constantFrom('CollectionProxy', 'ExcludedCollectionProxy', 'ExcludedCollection'),
		isInMainBundle: fc.boolean(),
	},
	{ requiredKeys: ['path', 'hexDigest', 'children'] },
);

test('a graph is read as it was written', () => {
	fc.assert(
		fc.property(fc.array(node, { maxLength: 8 }), (nodes) => {
			expect(readGraphFile(writeGraphFile(nodes), 'test')).toEqual(nodes);
		}),
	);
});

test('a node without a digest or children, as the root can be, is read', () => {
	expect(readGraphFile('[{"path":"root"}]', 'test')).toEqual([{ path: 'root', hexDigest: null, children: [] }]);
});

test('throws invalid for what is no graph', () => {
	for (const text of ['', '{}', '[1]', '[{"children":[]}]', '[{"path":"a","children":[1]}]']) {
		expect(codeOf(() => readGraphFile(text, 'test'))).toBe('invalid');
	}
});
