import { hostname } from 'node:os';
import { openReleaseStore } from '../../node/index.ts';
import { planPrune, pruneStore } from '../../publisher/index.ts';
import { type CliCommand, EXIT, parseCount } from '../command.ts';
import { formatBytes, plural } from '../output.ts';
import { addStoreOptions, type StoreCliOptions, s3OptionsOf } from '../store-options.ts';

type Options = StoreCliOptions & { keep: string; delete?: boolean };

export const pruneCommand: CliCommand = {
	name: 'prune',
	summary: 'say what no kept release needs any more, and with --delete delete it',
	example: 'livemount prune build/live --keep 5',
	define(command, action) {
		addStoreOptions(command.argument('<place>', 'a folder or s3://bucket/prefix that livemount publish wrote'))
			.option('--keep <number>', 'how many of the latest releases stay, besides those of channels', '5')
			.option('--delete', 'really delete; without it nothing is changed')
			.action(async (place: string, options: Options) =>
				action(async (output) => {
					const s3 = s3OptionsOf(options);
					const store = await openReleaseStore(place, s3);
					const keepCount = parseCount(options.keep, '--keep', 1);
					const deleted = options.delete === true;
					const who = `livemount prune on ${hostname()}, process ${process.pid}`;
					const plan = deleted
						? await pruneStore({ store, keepCount, clock: Date.now, who, connections: s3.connections })
						: await planPrune({ store, keepCount });
					const { keptReleases, releases, objects, objectBytes, keptObjectCount } = plan;
					output.line(
						`kept     ${plural(keptReleases.length, 'release')} (${keptReleases.join(', ') || 'none'}), ${plural(keptObjectCount, 'object')}`,
					);
					output.line(
						`${deleted ? 'deleted' : 'unneeded'} ${plural(releases.length, 'release')}${releases.length > 0 ? ` (${releases.join(', ')})` : ''}, ` +
							`${plural(objects.length, 'object')}, ${formatBytes(objectBytes)}`,
					);
					if (!deleted && (releases.length > 0 || objects.length > 0)) {
						output.line('nothing was deleted; --delete does it');
					}
					output.result({ ok: true, store: store.name, deleted, ...plan });
					return EXIT.ok;
				}),
			);
	},
};
