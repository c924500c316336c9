import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from './livemount.ts';
import { runExample } from './lua-host-example.ts';

const read = (path: string): string => readFileSync(join(REPOSITORY, path), 'utf8');

it('the typed example of docs/lua-host-api.md is code that compiles', () => {
	const [, shown] = /```ts\n([\s\S]*?)```/.exec(read('docs/lua-host-api.md')) ?? [];
	expect(shown).toBe(read('test/lua-host-example.ts').replace('../src/lua/index.ts', 'livemount/lua'));
});

it('host objects work with operators, as keys and as arguments', () => {
	const lines = runExample(`
		local v = vmath.vector(1, 2) * 2 + 3 * vmath.vector(1, 0)
		print(v, v.x, v == vmath.vector(5, 4), v == 1, vmath.split(v))
		local seen = { [hash("a")] = true }
		print(seen[hash("a")], seen[hash("b")], hash("a"), type(v))
		print(pcall(function() return v + 1 end))
		print(pcall(function() return v.z end))
		print(pcall(function() return v < v end))
	`);
	expect(lines).toEqual([
		'(5, 4)\t5\ttrue\tfalse\t5\t4',
		'true\tnil\thash: [a]\tuserdata',
		"false\t/main/example.script:6: bad argument #2 to '?' (vector expected)",
		"false\t/main/example.script:7: a vector has no 'z'",
		'false\t/main/example.script:8: attempt to compare two userdata values',
	]);
});
