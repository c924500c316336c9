import { type ContentDiff, compareContent, type TextChange } from '../../inspect/index.ts';
import { nodeCrypto, openContent } from '../../node/index.ts';
import { type CliCommand, collect, EXIT } from '../command.ts';
import { CONTENT_ARGUMENT } from '../content-options.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = { contentA: string[]; contentB: string[]; text: boolean; exitCode?: boolean };

export const diffCommand: CliCommand = {
	name: 'diff',
	summary: 'compare two builds: what was added, removed, changed or moved, with the changed lines of scripts and texts',
	example: 'livemount diff build/gallery build/gallery-new',
	define(command, action) {
		command
			.argument('<before>', CONTENT_ARGUMENT)
			.argument('<after>', 'the same, of the later build')
			.option('--content-a <dir|zip>', 'published content of the earlier build; may be repeated', collect, [])
			.option('--content-b <dir|zip>', 'published content of the later build; may be repeated', collect, [])
			.option('--no-text', 'leave out the changed lines')
			.option('--exit-code', 'end with 1 when there are differences')
			.action(async (before: string, after: string, options: Options) =>
				action((output) => diff({ before, after }, options, output)),
			);
	},
};

async function diff(paths: { before: string; after: string }, options: Options, output: Output): Promise<number> {
	const result = compareContent({
		before: await openContent(paths.before, options.contentA),
		after: await openContent(paths.after, options.contentB),
		crypto: nodeCrypto,
		texts: options.text,
	});
	print(result, output);
	output.result({ ok: true, same: result.changes.length === 0, ...result });
	return options.exitCode && result.changes.length > 0 ? EXIT.input : EXIT.ok;
}

function print(diff: ContentDiff, output: Output): void {
	const { changes, sameCount, newStoredBytes, oldStoredBytes, facts } = diff;
	for (const { name, before, after } of facts) output.line(`${name}: ${before} → ${after}`);
	if (facts.length > 0) output.line();
	for (const change of changes) output.line(lineOf(change, output));
	if (changes.length === 0) {
		output.line(`no differences in ${plural(sameCount, 'resource')}`);
		return;
	}
	for (const { text } of changes) if (text !== undefined) printText(text, output);
	const counts = (['added', 'removed', 'changed', 'moved'] as const).flatMap((kind) => {
		const count = changes.filter((change) => change.kind === kind).length;
		return count === 0 ? [] : [`${count} ${kind}`];
	});
	output.line();
	output.line(
		`${counts.join(', ')}, ${sameCount} the same; ${formatBytes(newStoredBytes)} of new content take the place of ${formatBytes(oldStoredBytes)}`,
	);
}

const SIGNS = { added: '+', removed: '-', changed: '~', moved: '>' } as const;

function lineOf({ kind, name, before, after, sameDecoded }: TextChange, { color }: Output): string {
	const paint = { added: color.green, removed: color.red, changed: color.yellow, moved: color.cyan }[kind];
	const size = (bytes: number | undefined): string => (bytes === undefined ? '?' : formatBytes(bytes));
	const sizes =
		before && after && kind === 'changed'
			? `${size(before.storedSizeBytes)} → ${size(after.storedSizeBytes)}`
			: size((after ?? before)?.storedSizeBytes);
	const place = (excluded: boolean): string => (excluded ? 'excluded' : 'base');
	const moved =
		before && after && before.excluded !== after.excluded
			? `  ${place(before.excluded)} → ${place(after.excluded)}`
			: (after ?? before)?.excluded
				? '  excluded'
				: '';
	return `${paint(`${SIGNS[kind]} ${kind.padEnd(7)}`)}  ${sizes.padStart(20)}  ${name}${color.dim(moved)}${sameDecoded ? color.dim('  same content, stored otherwise') : ''}`;
}

function printText(text: string, { color, line }: Output): void {
	line();
	for (const row of text.trimEnd().split('\n')) {
		if (row.startsWith('+++') || row.startsWith('---')) line(color.bold(row));
		else if (row.startsWith('@@')) line(color.cyan(row));
		else if (row.startsWith('+')) line(color.green(row));
		else if (row.startsWith('-')) line(color.red(row));
		else line(row);
	}
}
