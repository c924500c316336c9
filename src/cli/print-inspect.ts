import {
	type BundleReport,
	type FileReport,
	type ResourceReport,
	summarizeTypes,
	type TreeNode,
	treeOfResources,
} from '../inspect/index.ts';
import { formatBytes, type Output, plural } from './output.ts';
import { formatTable } from './table.ts';

/** Prints what is in a single file: its facts, then what it lists. */
export function printFile(report: FileReport, output: Output): void {
	const { color } = output;
	output.line(`${report.name}: ${color.bold(report.kind)}, ${formatBytes(report.sizeBytes)}`);
	const facts = Object.entries(report.facts);
	const width = facts.reduce((most, [name]) => Math.max(most, name.length), 0);
	for (const [name, value] of facts) {
		if (typeof value === 'string' && value.includes('\n')) output.line(`  ${color.dim(name)}\n${value.trimEnd()}`);
		else if (typeof value === 'object' && value !== null && !isPlainList(value) && Object.keys(value).length > 0) {
			output.line(`  ${color.dim(name)}\n${JSON.stringify(value, null, 2).replace(/^/gm, '    ')}`);
		} else output.line(`  ${color.dim(name.padEnd(width))}  ${cellOf(value)}`);
	}
	if (report.items.length > 0) {
		output.line();
		for (const line of tableOf(report.items)) output.line(`  ${line}`);
	}
	if (report.problem !== undefined) output.warn(`livemount: ${report.problem}`);
}

function tableOf(items: FileReport['items']): string[] {
	const titles = [...new Set(items.flatMap((item) => Object.keys(item)))];
	// What can be long stands last.
	const long = (title: string): boolean =>
		items.some((item) => typeof item[title] === 'object' && item[title] !== null);
	titles.sort((a, b) => Number(long(a)) - Number(long(b)));
	const columns = titles.map((title) => ({
		title,
		right: items.every((item) => item[title] === undefined || item[title] === null || typeof item[title] === 'number'),
	}));
	return formatTable(
		columns,
		items.map((item) => titles.map((title) => cellOf(item[title]))),
	);
}

function isPlainList(value: unknown): boolean {
	return Array.isArray(value) && value.every((item) => typeof item !== 'object');
}

function cellOf(value: unknown): string {
	if (value === undefined || value === null || value === '') return '-';
	if (typeof value === 'string') return value;
	if (Array.isArray(value) && isPlainList(value)) {
		return value.length === 0 ? '-' : value.map((item) => (item === '' ? '""' : String(item))).join(' ');
	}
	if (typeof value === 'object' && Object.keys(value).length === 0) return '-';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Prints a bundle: what it is, its resources as a list, a tree or by type, and what is wrong. */
export function printBundle(
	report: BundleReport,
	{ output, view, heading }: { output: Output; view: 'list' | 'tree' | 'types'; heading: string },
): void {
	const { resources } = report;
	output.line(heading);
	const engines = report.engines.filter((version) => version !== '').join(', ');
	if (report.projectTitle !== undefined) output.line(`  project    ${report.projectTitle}`);
	output.line(`  engines    ${engines || 'none'}`);
	output.line(`  signature  ${report.signature}`);
	for (const pack of report.packs) {
		const extra = pack.extraNames.length > 0 ? `, ${plural(pack.extraNames.length, 'other file')}` : '';
		output.line(
			`  content    ${pack.name}: ${plural(pack.blobCount, 'resource')}${extra}, signature: ${pack.signature ?? 'no manifest'}`,
		);
	}
	output.line();
	if (view === 'types') printTypes(resources, output);
	else if (view === 'tree') printTree(treeOfResources(resources), output);
	else printList(resources, output);
	output.line();
	printSummary(resources, output);
}

function size(bytes: number | undefined): string {
	return bytes === undefined ? '?' : formatBytes(bytes);
}

function printTypes(resources: readonly ResourceReport[], output: Output): void {
	const types = summarizeTypes(resources);
	const most = Math.max(1, ...types.map(({ storedSizeBytes }) => storedSizeBytes));
	const rows = types.map((type) => [
		type.extension || '(path not known)',
		`${type.count}`,
		type.excludedCount === 0 ? '' : `${type.excludedCount}`,
		size(type.storedSizeBytes),
		size(type.sizeBytes),
		'#'.repeat(Math.round((type.storedSizeBytes / most) * 24)),
		type.messageType ?? '',
	]);
	const columns = [
		{ title: 'type' },
		{ title: 'count', right: true },
		{ title: 'excluded', right: true },
		{ title: 'stored', right: true },
		{ title: 'raw', right: true },
		{ title: 'share' },
		{ title: 'message' },
	];
	for (const line of formatTable(columns, rows)) output.line(line);
}

function printTree(root: TreeNode, output: Output): void {
	const { color } = output;
	const print = (node: TreeNode, depth: number): void => {
		const isFolder = node.children.length > 0;
		const name = isFolder ? color.bold(`${node.name.replace(/\/$/, '')}/`) : node.name;
		const count = isFolder ? color.dim(`  ${node.count}`) : '';
		const excluded = node.excluded ? color.yellow('  excluded') : '';
		output.line(`${size(node.storedSizeBytes).padStart(8)}  ${'  '.repeat(depth)}${name}${count}${excluded}`);
		for (const child of node.children) print(child, depth + 1);
	};
	print(root, 0);
}

function printList(resources: readonly ResourceReport[], output: Output): void {
	output.line('  stored      raw  flags  resource');
	const byPath = [...resources].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	for (const resource of byPath) output.line(lineOf(resource, output));
	output.line();
	const recovered = resources.some((resource) => resource.recovered) ? '; * path found by hashing' : '';
	output.line(output.color.dim(`flags: B bundled, X excluded, C compressed, E enciphered${recovered}`));
}

function printSummary(resources: readonly ResourceReport[], output: Output): void {
	const count = (digest: ResourceReport['digest']): number =>
		resources.filter((resource) => resource.digest === digest).length;
	const [wrong, absent, unchecked] = [count('mismatch'), count('missing'), count('unchecked')];
	const sum = (of: (resource: ResourceReport) => number | undefined): string =>
		formatBytes(resources.reduce((total, resource) => total + (of(resource) ?? 0), 0));
	const nameless = resources.filter(({ path }) => path === undefined).length;
	const checked = resources.length - absent - unchecked;
	output.line(
		`${plural(resources.length, 'resource')}, ${sum((resource) => resource.storedSizeBytes)} stored, ${sum((resource) => resource.sizeBytes)} raw` +
			(unchecked > 0
				? '; content was not read'
				: `; ${plural(checked, 'digest')} checked, ${wrong === 0 ? 'all agree' : `${wrong} do NOT agree`}`) +
			(absent > 0 ? `; the content of ${absent} is not here` : '') +
			(nameless > 0 ? `; the paths of ${nameless} are not known` : ''),
	);
	for (const resource of resources) {
		if (resource.digest === 'mismatch') {
			output.warn(`${nameOf(resource)}: its stored bytes are not those of digest ${resource.hexDigest}`);
		} else if (resource.digest === 'ok' && resource.problem !== undefined) {
			output.warn(`${nameOf(resource)}: ${resource.problem}`);
		}
	}
}

function nameOf(resource: ResourceReport): string {
	return resource.path ?? `#${resource.urlHashHex}`;
}

function lineOf(resource: ResourceReport, { color }: Output): string {
	const flags = [
		resource.bundled ? 'B' : '.',
		resource.excluded ? 'X' : '.',
		resource.compressed ? 'C' : '.',
		resource.encrypted ? 'E' : '.',
	].join('');
	const type = resource.messageType ? color.dim(`  ${resource.messageType}`) : '';
	const wrong = resource.digest === 'mismatch' || resource.digest === 'missing';
	const digest = wrong ? `  ${color.red(resource.digest)}` : '';
	return `${size(resource.storedSizeBytes).padStart(8)} ${size(resource.sizeBytes).padStart(8)}  ${flags}   ${nameOf(resource)}${resource.recovered ? '*' : ''}${type}${digest}`;
}
