import { createFolderStore, loadPublishedContent, nodeCrypto, writeAtomically } from '../../node/index.ts';
import { type PublishedContent, publishToStore, publishZip } from '../../publisher/index.ts';
import { type CliCommand, EXIT, parseCount, UsageError } from '../command.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = { to: string; level: string };

export const publishCommand: CliCommand = {
	name: 'publish',
	summary: 'publish the excluded content of a build into a folder or a zip',
	example: 'livemount publish build/gallery --to build/live',
	define(command, action) {
		command
			.argument('<build>', 'a folder made by livemount build')
			.requiredOption('--to <dir|zip>', 'a folder for one file a resource, or a file that ends in .zip')
			.option('--level <0-9>', 'how hard to deflate the entries of a zip; 0 stores them', '1')
			.action(async (build: string, options: Options) => action((output) => publish(build, options, output)));
	},
};

async function publish(build: string, options: Options, output: Output): Promise<number> {
	const level = parseCount(options.level, '--level');
	if (level > 9) throw new UsageError(`--level ${options.level}: expected 0 to 9`);
	const content = await loadPublishedContent(build);
	if (options.to.toLowerCase().endsWith('.zip')) await toZip(content, { path: options.to, level, output });
	else await toFolder(content, options.to, output);
	return EXIT.ok;
}

async function toZip(
	content: PublishedContent,
	{ path, level, output }: { path: string; level: number; output: Output },
): Promise<void> {
	let sizeBytes = 0;
	await writeAtomically(path, async (write) => {
		await publishZip({
			content,
			crypto: nodeCrypto,
			level,
			write: async (bytes) => {
				sizeBytes += bytes.length;
				await write(bytes);
			},
		});
	});
	output.line(
		`${plural(content.blobs.length, 'resource')} and the manifest published into ${path}, ${formatBytes(sizeBytes)}`,
	);
	output.result({ ok: true, zip: path, sizeBytes, blobCount: content.blobs.length });
}

async function toFolder(content: PublishedContent, folder: string, output: Output): Promise<void> {
	const report = await publishToStore({ content, store: createFolderStore(folder), crypto: nodeCrypto });
	output.line(
		`${plural(report.sentCount, 'resource')} (${formatBytes(report.sentBytes)}) and the manifest published into ${folder}` +
			(report.keptCount > 0 ? `, ${report.keptCount} were there already` : ''),
	);
	output.result({ ok: true, folder, ...report });
}
