import { didYouMean, readGraphFile } from '../../formats/index.ts';
import {
	createResourceGraph,
	explainResource,
	type GraphResource,
	graphToDot,
	type ProxySaving,
	proxySavings,
	type ResourceExplanation,
	type ResourceGraph,
	resourceGraphOf,
	walkBase,
} from '../../inspect/index.ts';
import { NodeError, openContent, readFileOrFail } from '../../node/index.ts';
import { type CliCommand, EXIT } from '../command.ts';
import { addContentOption, type ContentOptions } from '../content-options.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = ContentOptions & { dot?: boolean };

/** Longer lists are cut short on paper; --json has them whole. */
const LISTED_COUNT = 12;

export const graphCommand: CliCommand = {
	name: 'graph',
	summary: 'why a resource is in the base, who uses it, and which proxies would take it out',
	example: 'livemount graph build/gallery /art/frames.texturec',
	define(command, action) {
		addContentOption(
			command
				.argument('<bundle>', 'a build, a bundle, or a game.graph.json')
				.argument('[resource]', 'a path, as compiled or of its source; without one: what each proxy would save'),
		)
			.option('--dot', 'print the graph for Graphviz, of the whole or of what leads to the resource')
			.action(async (path: string, resource: string | undefined, options: Options) =>
				action((output) => graph({ path, resource }, options, output)),
			);
	},
};

async function graph(
	{ path, resource }: { path: string; resource: string | undefined },
	options: Options,
	output: Output,
): Promise<number> {
	const made = await loadGraph(path, options);
	const target = resource === undefined ? undefined : findPath(made, resource, path);
	if (options.dot) {
		const dot = graphToDot(made, target);
		if (output.json) output.result({ ok: true, dot });
		else output.line(dot.trimEnd());
		return EXIT.ok;
	}
	if (target === undefined) printOverview(made, output);
	else printExplanation(explainResource(made, target) as ResourceExplanation, made, output);
	return EXIT.ok;
}

async function loadGraph(path: string, options: Options): Promise<ResourceGraph> {
	if (!path.endsWith('.json') || path.endsWith('archive_files.json')) {
		return createResourceGraph(await openContent(path, options.content));
	}
	return resourceGraphOf(readGraphFile(Buffer.from(await readFileOrFail(path)).toString('utf8'), path));
}

/** The path as the graph has it: as given, of its compiled form, without the slash. @throws NodeError `not-found` */
function findPath(graph: ResourceGraph, wanted: string, name: string): string {
	const absolute = /^[/#]/.test(wanted) ? wanted : `/${wanted}`;
	const found = [absolute, `${absolute}c`].find((candidate) => graph.resources.has(candidate));
	if (found !== undefined) return found;
	const paths = [...graph.resources.keys()];
	const ends = paths.filter((path) => path.endsWith(absolute) || path.endsWith(`${absolute}c`));
	const [only] = ends;
	if (only !== undefined && ends.length === 1) return only;
	const hint = ends.length > 1 ? `it could be ${ends.slice(0, 5).join(', ')}` : didYouMean(absolute, paths);
	throw new NodeError('not-found', `${name}: there is no resource ${wanted}${hint ? `; ${hint}` : ''}`, {
		data: { path: name, resource: wanted },
	});
}

function printOverview(graph: ResourceGraph, output: Output): void {
	const { resources, unnamed } = graph;
	const listed = [...resources.values()].filter(({ place }) => place !== 'unlisted');
	const reached = new Set(walkBase(graph).reached);
	const base = listed.filter(({ path }) => reached.has(path));
	const excluded = listed.filter(({ path, place }) => place === 'excluded' && !reached.has(path));
	const rest = listed.filter(({ path, place }) => place !== 'excluded' && !reached.has(path));
	const unlisted = [...resources.values()].filter(({ place }) => place === 'unlisted').map(({ path }) => path);
	const savings = proxySavings(graph);
	output.line(sumOf(listed));
	output.line(`  ${sumOf(base)}: the base, to which the settings lead without passing an excluded proxy`);
	output.line(`  ${sumOf(excluded)}: excluded`);
	if (rest.length > 0)
		output.line(`  ${sumOf(rest)}: bundled, but no setting leads to them (custom resources, or loaded by name)`);
	if (unlisted.length > 0) output.line(`  ${unlisted.length} more are named, but listed nowhere: ${listOf(unlisted)}`);
	output.line();
	if (savings.length === 0) output.line('no collection proxy in the base is left to exclude');
	else {
		output.line('what excluding one more collection proxy would take out of the base:');
		for (const saving of savings) output.line(`  ${savingLine(saving)}`);
	}
	output.result({
		ok: true,
		resources: [...resources.values()],
		roots: graph.roots,
		unnamed,
		base: base.map(({ path }) => path),
		savings,
	});
}

function sumOf(resources: readonly GraphResource[]): string {
	const bytes = resources.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
	return `${plural(resources.length, 'resource')}, ${formatBytes(bytes)} stored`;
}

function savingLine({ proxy, collection, resourceCount, savedBytes }: ProxySaving): string {
	const what = collection === undefined ? proxy : `${collection} (proxy ${proxy})`;
	return `${formatBytes(savedBytes).padStart(8)}  ${plural(resourceCount, 'resource').padStart(13)}  ${what}`;
}

function printExplanation(about: ResourceExplanation, graph: ResourceGraph, output: Output): void {
	const { color } = output;
	const size = about.sizeBytes === undefined ? '' : `, ${formatBytes(about.sizeBytes)} stored`;
	const place = about.place === 'unlisted' ? 'named, but listed nowhere' : about.place;
	output.line(`${color.bold(about.path)}: ${place}${size}`);
	if (about.problem !== undefined) output.line(`what it names cannot be read: ${about.problem}`);
	output.line();
	if (!about.way) output.line('no setting leads to it: a custom resource, or one that scripts load by name');
	else {
		const steps = plural(about.way.length - 1, 'step');
		output.line(
			about.inBase
				? `it is in the base; the shortest way from the settings (${steps}):`
				: `it is not in the base: every way passes an excluded proxy; the shortest (${steps}):`,
		);
		if (about.setting !== undefined) output.line(`  ${color.dim(about.setting)}`);
		for (const [depth, step] of about.way.entries()) {
			const excluded = graph.resources.get(step)?.kind === 'excluded-proxy' ? color.yellow('  excluded proxy') : '';
			output.line(`  ${'  '.repeat(Math.min(depth, 20))}→ ${step === about.path ? color.bold(step) : step}${excluded}`);
		}
	}
	output.line();
	output.line(`used by ${about.usedBy.length}: ${listOf(about.usedBy)}`);
	output.line(`uses ${about.uses.length}: ${listOf(about.uses)}`);
	if (about.inBase) {
		output.line();
		printRemovers(about, output);
	}
	output.result({ ok: true, ...about });
}

function printRemovers({ leavesWith, leavesWithAll }: ResourceExplanation, output: Output): void {
	if (leavesWith.length > 0) {
		output.line('it would leave the base when one of these proxies is excluded; with it would go:');
		for (const saving of leavesWith) output.line(`  ${savingLine(saving)}`);
	} else if (leavesWithAll) {
		output.line(`it would leave the base only when all of these ${leavesWithAll.length} proxies are excluded:`);
		for (const proxy of leavesWithAll) output.line(`  ${proxy}`);
	} else output.line('no exclusion takes it out of the base: a way to it passes no collection proxy');
}

function listOf(paths: readonly string[]): string {
	if (paths.length === 0) return 'nothing';
	const rest = paths.length - LISTED_COUNT;
	return `${paths.slice(0, LISTED_COUNT).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
