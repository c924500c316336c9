import { nodeCrypto, openReleaseStore } from '../../node/index.ts';
import { DEFAULT_CHANNEL, promoteRelease } from '../../publisher/index.ts';
import { type CliCommand, EXIT, parseCount, UsageError } from '../command.ts';
import { printMove } from '../print-move.ts';
import { addStoreOptions, type StoreCliOptions, s3OptionsOf } from '../store-options.ts';

type Options = StoreCliOptions & { channel: string; from?: string; release?: string };

export const promoteCommand: CliCommand = {
	name: 'promote',
	summary: 'give a channel the release that another one has, or one by number; nothing is sent',
	example: 'livemount promote build/live --from qa --channel live',
	define(command, action) {
		addStoreOptions(command.argument('<place>', 'a folder or s3://bucket/prefix that livemount publish wrote'))
			.option('--channel <name>', 'the channel that gets the release', DEFAULT_CHANNEL)
			.option('--from <channel>', 'the channel whose release it gets')
			.option('--release <number>', 'the release it gets')
			.action(async (place: string, options: Options) =>
				action(async (output) => {
					const { from } = options;
					if ((from === undefined) === (options.release === undefined)) {
						throw new UsageError('expected either --from <channel> or --release <number>');
					}
					const store = await openReleaseStore(place, s3OptionsOf(options));
					const report = await promoteRelease({
						store,
						crypto: nodeCrypto,
						channel: options.channel,
						release: from === undefined ? parseCount(options.release ?? '', '--release', 1) : { channel: from },
						now: new Date().toISOString(),
					});
					printMove(report, output);
					output.result({ ok: true, store: store.name, ...report });
					return EXIT.ok;
				}),
			);
	},
};
