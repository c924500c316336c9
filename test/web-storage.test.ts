import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HAS_CHROMIUM } from './browser/chromium.ts';
import { ask, type ServedSuite, serveSuite } from './browser/serve-suite.ts';

describe.skipIf(!HAS_CHROMIUM)('storage in a browser', () => {
	let suite: ServedSuite;
	beforeAll(async () => {
		suite = await serveSuite('storage-suite.ts');
	});
	afterAll(() => suite?.close());

	it('keeps the contract of storages, as files and as a database', async () => {
		const page = await suite.open(await suite.browser.newContext());
		const faults: string[] = [];
		const names = await ask<string[]>(page, 'list');
		expect(names.length).toBeGreaterThan(12);
		for (const name of names.filter((name) => !name.startsWith('on demand'))) {
			const fault = await ask<string>(page, name);
			if (fault) faults.push(`${name}: ${fault}`);
		}
		expect(faults).toEqual([]);
	});

	it.each(['OPFS', 'IndexedDB'])(
		'%s: a tab killed while it stores loses nothing that its index counts',
		async (kind) => {
			const context = await suite.browser.newContext();
			for (let round = 0; round < 4; round++) {
				const victim = await suite.open(context);
				const stored = ask(victim, `on demand > ${kind}: stores until it is killed`).catch(() => undefined);
				await delay(300 + 37 * round);
				// Half of them in the middle of whatever the process does, half by closing the tab.
				if (round % 2 === 0) await victim.goto('chrome://crash').catch(() => undefined);
				await victim.close();
				await stored;
				const page = await suite.open(context);
				expect(await ask(page, `on demand > ${kind}: has every record that the index counts`)).toBe('');
				await page.close();
			}
		},
	);
});
