import type { Command } from 'commander';
import type { OpenedContent } from '../node/index.ts';
import { collect } from './command.ts';
import { formatBytes, plural } from './output.ts';

/** What commands that look into content take as their argument. */
export const CONTENT_ARGUMENT =
	'a build, a bundle, a live-update zip, a folder of published content or a single .dmanifest';

/** Options of every command that looks into content. */
export type ContentOptions = { content: string[] };

export function addContentOption(command: Command): Command {
	return command.option(
		'--content <dir|zip>',
		'published content of the bundle; content beside it is found by itself; may be repeated',
		collect,
		[],
	);
}

const KINDS: Readonly<Record<OpenedContent['kind'], string>> = {
	bundle: 'bundle',
	device: "a device's content",
	published: 'published content without its bundle',
	manifest: 'a manifest alone',
};

/** One line that says what was opened. */
export function describeContent({ kind, bundle, packs }: OpenedContent): string {
	const { manifest, index, name, data, split } = bundle;
	const archive =
		kind === 'bundle' || kind === 'device'
			? `, index ${index.version}, ${formatBytes(data.sizeBytes)} of archive data${split ? ' in pieces' : ''}`
			: '';
	const beside = kind === 'published' ? packs.slice(1) : packs;
	const content = beside.length === 0 ? '' : `, with ${beside.map((pack) => pack.name).join(' and ')}`;
	return `${name}: ${KINDS[kind]}, manifest ${manifest.version} of ${plural(manifest.entryCount, 'resource')}${archive}${content}`;
}
