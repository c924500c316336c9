// What the repository must not hold: paths of one machine, addresses of package registries, badly named files.
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = /\.(ts|mjs|json|md|lua|script|proto|toml|yml)$|^\.ci\/|^\.npmrc$/;
const FORBIDDEN = [
	[/(^|[\s'"`(=:])\/(home|root|work|Users|farm)\/[A-Za-z]/, 'an absolute path of one machine'],
	[/registry\.(npmjs|yarnpkg)/, 'the address of a package registry'],
	[/"resolved":/, 'download addresses (see .npmrc)'],
];
const FORBIDDEN_FOLDERS = /(^|\/)(utils|helpers|common)\//;

export function checkHygiene(root) {
	const faults = [];
	const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
		cwd: root,
		encoding: 'utf8',
	})
		.split('\n')
		.filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
	for (const path of files) {
		if (path.startsWith('src/') && FORBIDDEN_FOLDERS.test(path)) faults.push(`${path}: name the folder for its job`);
		if (
			/^src\/.*\.ts$/.test(path) &&
			!path.includes('/gen/') &&
			!/^[a-z0-9.-]+$/.test(path.slice(path.lastIndexOf('/') + 1))
		) {
			faults.push(`${path}: file names are kebab-case`);
		}
		if (/\.(spec|tests)\.ts$/.test(path)) faults.push(`${path}: tests are named *.test.ts, or they are never run`);
		if (!TEXT.test(path) || path === 'tools/check/hygiene.mjs') continue;
		const lines = readFileSync(join(root, path), 'utf8').split('\n');
		for (const [pattern, what] of FORBIDDEN) {
			const at = lines.findIndex((line) => pattern.test(line));
			if (at >= 0) faults.push(`${path}:${at + 1}: holds ${what}`);
		}
	}
	return faults;
}
