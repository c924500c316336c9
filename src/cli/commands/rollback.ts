import { nodeCrypto, openReleaseStore } from '../../node/index.ts';
import { DEFAULT_CHANNEL, rollbackChannel } from '../../publisher/index.ts';
import { type CliCommand, EXIT, parseCount } from '../command.ts';
import { printMove } from '../print-move.ts';
import { readSigningKeys } from '../signing-keys.ts';
import { addStoreOptions, type StoreCliOptions, s3OptionsOf } from '../store-options.ts';

type Options = StoreCliOptions & {
	channel: string;
	release?: string;
	build?: string;
	privateKey?: string;
	publicKey?: string;
};

export const rollbackCommand: CliCommand = {
	name: 'rollback',
	summary: 'take a channel back to an earlier release, signed so that devices follow; nothing is sent',
	example: 'livemount rollback build/live --build build/gallery',
	define(command, action) {
		addStoreOptions(command.argument('<place>', 'a folder or s3://bucket/prefix that livemount publish wrote'))
			.option('--channel <name>', 'the channel to take back', DEFAULT_CHANNEL)
			.option('--release <number>', 'the release to go back to; default the one before')
			.option('--build <dir>', 'sign with the pair kept in this build')
			.option('--private-key <file>', 'sign with this key (PKCS#8 DER)')
			.option('--public-key <file>', 'the key of the pair that installed bundles have (SPKI DER)')
			.action(async (place: string, options: Options) =>
				action(async (output) => {
					const store = await openReleaseStore(place, s3OptionsOf(options));
					const report = await rollbackChannel({
						store,
						crypto: nodeCrypto,
						channel: options.channel,
						release: options.release === undefined ? undefined : parseCount(options.release, '--release', 1),
						keys: await readSigningKeys(options, options.build),
						now: new Date().toISOString(),
					});
					printMove(report, output);
					output.result({ ok: true, store: store.name, ...report });
					return EXIT.ok;
				}),
			);
	},
};
