import type { BuildReport, PlannedPack, ResourceReport } from '../builder/index.ts';
import type { FolderBuild } from '../node/index.ts';
import { formatBytes, type Output, plural } from './output.ts';

/** How many excluded resources are listed before the rest is only counted. */
const LISTED_COUNT = 12;

/** What a person wants to know of a build: sizes with and without exclusion, what was left out and why. */
export function printBuild(result: BuildReport, output: Output): void {
	const { color } = output;
	const bundled = result.resources.filter(({ place }) => place === 'bundled');
	const excluded = result.resources.filter(({ place }) => place === 'excluded');
	const { bundleSizeBytes: bundleBytes, excludedSizeBytes: excludedBytes } = result;
	output.line(`bundle    ${color.bold(formatBytes(bundleBytes))}  ${plural(bundled.length, 'resource')}`);
	if (excluded.length === 0) {
		output.line('excluded  nothing: no collection proxy is excluded, or everything behind one is used elsewhere too');
		return;
	}
	output.line(`excluded  ${color.bold(formatBytes(excludedBytes))}  ${plural(excluded.length, 'resource')}`);
	output.line(`          without exclusion the bundle would be ${formatBytes(bundleBytes + excludedBytes)}`);
	output.line('left out, largest first:');
	const largest = [...excluded].sort((a, b) => b.storedSizeBytes - a.storedSizeBytes || (a.path < b.path ? -1 : 1));
	for (const resource of largest.slice(0, LISTED_COUNT)) {
		output.line(
			`  ${formatBytes(resource.storedSizeBytes).padStart(8)}  ${resource.path}${color.dim(reason(resource))}`,
		);
	}
	const rest = largest.slice(LISTED_COUNT);
	if (rest.length > 0) {
		const restBytes = rest.reduce((sum, { storedSizeBytes }) => sum + storedSizeBytes, 0);
		output.line(`  ${formatBytes(restBytes).padStart(8)}  ${plural(rest.length, 'smaller resource')}`);
	}
	printKept(result, output);
}

function reason({ path, why }: ResourceReport): string {
	// The chain begins with the proxy, often an embedded one without a name of its own; its collection says more.
	return why[1] === undefined || why[1] === path ? '' : `  behind ${why[1]}`;
}

/** Resources that an excluded collection uses and that stay bundled, because the bundle uses them too. */
function printKept(result: BuildReport, output: Output): void {
	const kept = result.resources.filter(({ place, alsoUsedBy }) => place === 'bundled' && alsoUsedBy.length > 0);
	if (kept.length === 0) return;
	output.line('kept in the bundle, because it is used there too:');
	for (const { path, storedSizeBytes, why } of kept.slice(0, LISTED_COUNT)) {
		output.line(
			`  ${formatBytes(storedSizeBytes).padStart(8)}  ${path}${output.color.dim(`  by ${why.at(-2) ?? 'the project'}`)}`,
		);
	}
	if (kept.length > LISTED_COUNT) output.line(`            and ${kept.length - LISTED_COUNT} more`);
}

/** How excluded content is going to be divided, before it is. */
export function printPlan(packs: readonly PlannedPack[], output: Output): void {
	if (packs.length === 0) {
		output.line('packs     none: nothing is excluded');
		return;
	}
	const total = packs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
	output.line(`packs     ${output.color.bold(plural(packs.length, 'zip'))}, ${formatBytes(total)}, nothing twice:`);
	for (const { name, users, paths, sizeBytes } of packs) {
		const whom = users.length > 0 ? `  for ${users.join(', ')}` : '';
		output.line(
			`  ${formatBytes(sizeBytes).padStart(8)}  ${name}.zip  ${plural(paths.length, 'resource')}${output.color.dim(whom)}`,
		);
	}
}

/** Why a build is over its budget: the heaviest resources and the ways on which they came into the bundle. */
export function printOverBudget(build: FolderBuild, budgetBytes: number, output: Output): void {
	const size = build.report?.bundleSizeBytes ?? 0;
	output.warn(
		`the bundle has ${formatBytes(size)}, ${formatBytes(size - budgetBytes)} more than its budget of ${formatBytes(budgetBytes)}`,
	);
	for (const { path, storedSizeBytes, why } of build.overBudget) {
		output.warn(`  ${formatBytes(storedSizeBytes).padStart(8)}  ${path}`);
		output.warn(`            ${output.color.dim(why.join(' → '))}`);
	}
}
