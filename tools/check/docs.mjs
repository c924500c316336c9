// Docs = code: what the documents name is there, what is there the documents name. Returns a list of faults, one line each.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAX_ARCHITECTURE_LINES = 150;
const DOCUMENT_FOLDERS = ['.', 'docs'];

function documents(root) {
	return DOCUMENT_FOLDERS.flatMap((folder) =>
		existsSync(join(root, folder))
			? readdirSync(join(root, folder))
					.filter((name) => name.endsWith('.md'))
					.map((name) => (folder === '.' ? name : `${folder}/${name}`))
			: [],
	);
}

export function checkDocs(root) {
	const faults = [];
	const texts = new Map(documents(root).map((name) => [name, readFileSync(join(root, name), 'utf8')]));
	for (const [name, text] of texts) faults.push(...checkPaths(root, name, text));
	const architecture = texts.get('ARCHITECTURE.md') ?? '';
	const lineCount = architecture.trimEnd().split('\n').length;
	if (lineCount > MAX_ARCHITECTURE_LINES) {
		faults.push(
			`ARCHITECTURE.md: ${lineCount} lines, more than ${MAX_ARCHITECTURE_LINES}; it is a picture, not a manual`,
		);
	}
	faults.push(...checkCommands(root, texts), ...checkScripts(root, texts));
	return faults;
}

/** Every path in back quotes or in a link exists. */
function checkPaths(root, name, text) {
	const faults = [];
	const named = new Set([
		...[...text.matchAll(/`((?:src|docs|tools|test|bench|examples|builtins)\/[\w./-]*)`/g)].map(([, path]) => path),
		...[...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) => join(name, '..', path)),
	]);
	for (const path of named) {
		if (!existsSync(join(root, path))) faults.push(`${name}: names ${path}, which is not there`);
	}
	return faults;
}

/** Commands: one file each in src/cli/commands, all in the README, and no others there. */
function checkCommands(root, texts) {
	const folder = join(root, 'src/cli/commands');
	if (!existsSync(folder)) return [];
	const commands = new Set(
		readdirSync(folder)
			.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
			.map((name) => name.slice(0, -3)),
	);
	const faults = [];
	for (const [name, text] of texts) {
		for (const [, command] of text.matchAll(/\blivemount ([a-z]+)\b/g)) {
			// "livemount" is also the product's name in a sentence; a command stands in code.
			if (commands.has(command)) continue;
			if (new RegExp(`\`[^\`\n]*livemount ${command}\\b`).test(text))
				faults.push(`${name}: names the command "livemount ${command}", which is not there`);
		}
	}
	const readme = texts.get('README.md') ?? '';
	for (const command of commands) {
		if (!readme.includes(`livemount ${command}`))
			faults.push(`README.md: does not name the command "livemount ${command}"`);
	}
	return faults;
}

/** npm scripts that documents name are in package.json. */
function checkScripts(root, texts) {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const faults = [];
	for (const [name, text] of texts) {
		for (const [, script] of text.matchAll(/\bnpm run ([\w:-]+)/g)) {
			if (!scripts[script]) faults.push(`${name}: names "npm run ${script}", which is not in package.json`);
		}
	}
	return faults;
}
