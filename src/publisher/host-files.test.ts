import { describe, expect, it } from 'vitest';
import { hostFiles } from './host-files.ts';
import { CACHE_CONTROL, headersOf, KEY } from './layout.ts';

const files = hostFiles();
const SHA1 = '0c'.repeat(20);
const SHA256 = 'c0'.repeat(32);
const KEYS = [
	SHA1,
	'c'.repeat(40),
	'ca'.repeat(20),
	KEY.manifest(SHA256),
	KEY.pack(SHA256),
	KEY.release(7),
	KEY.channel('live'),
	KEY.channel('c0ffee'),
	KEY.channelManifest('live'),
	KEY.channelManifest('qa'),
];

/** The cache rules of `_headers` that match a path, as static hosts match them: `*` stands for any text. */
function rulesFor(key: string): string[] {
	const blocks = (files.get('_headers') as string).split(/^(?=\/)/m).filter((block) => block.startsWith('/'));
	return blocks.flatMap((block) => {
		const [pattern = '', ...lines] = block.trimEnd().split('\n');
		const matcher = new RegExp(`^${pattern.replace(/[.]/g, '\\.').replace('*', '.*')}$`);
		const rule = lines.find((line) => line.includes('Cache-Control:'));
		return rule && matcher.test(`/${key}`) ? [rule.replace(/.*Cache-Control: /, '')] : [];
	});
}

describe('hostFiles()', () => {
	it.each(KEYS)('gives %s exactly one cache rule, the one it has in a bucket', (key) => {
		expect(rulesFor(key)).toEqual([headersOf(key).cacheControl]);
	});

	it('says the same to Apache', () => {
		const htaccess = files.get('.htaccess') as string;
		const pattern = new RegExp(/<FilesMatch "(\^\([^"]+)">/.exec(htaccess)?.[1] ?? '$.');
		for (const key of KEYS) {
			const name = key.slice(key.lastIndexOf('/') + 1);
			expect(pattern.test(name), key).toBe(headersOf(key).cacheControl === CACHE_CONTROL.content);
		}
		expect(htaccess).toContain('ForceType application/octet-stream');
	});
});
