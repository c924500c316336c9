import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeProviders } from '../src/node/index.ts';
import { makeGame } from './make-game.ts';

const root = mkdtempSync(join(tmpdir(), 'livemount-odd-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
writeFileSync(join(root, 'empty.zip'), '');
writeFileSync(join(root, 'text.zip'), '<html>404</html>');

describe('what cannot be mounted', () => {
	it.each([
		['a folder', `zip:${root}`],
		['an empty file', `zip:${join(root, 'empty.zip')}`],
		['a web page', `zip:${join(root, 'text.zip')}`],
		['a file that is not there', 'zip:/not/there.zip'],
		['a path without a scheme', join(root, 'text.zip')],
		['an archive that is not there', 'archive:/not/there.dmanifest'],
		['a host that is not there', 'http://127.0.0.1:1/x.zip'],
		['nothing', ''],
		['half a URI', 'zip:'],
		['what a provider of its own cannot open', 'odd:/x'],
	])('is an answer when it is %s, and the game goes on', { timeout: 20_000 }, async (_, uri) => {
		const sample = await makeGame(
			{
				main: {
					hero: {
						script: `function init(self)
							liveupdate.add_mount("x", "${uri}", 1, function(self, name, uri, result) print(name, result) end)
						end`,
					},
				},
			},
			{
				era: 'B',
				providers: new Map([
					...nodeProviders(),
					[
						'odd',
						async () => {
							throw new TypeError('no idea');
						},
					],
				]),
			},
		);
		for (let turn = 0; turn < 300 && sample.printed().length === 0; turn++) {
			await new Promise((resolve) => setTimeout(resolve, 5));
			await sample.frames(1);
		}
		expect(sample.printed()).toEqual([expect.stringMatching(/^x\t-(1000|11)$/)]);
		expect(sample.errors()).toHaveLength(1);
		expect(sample.mounts.list()).toHaveLength(1);
	});
});
