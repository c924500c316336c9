import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { eraRules } from '../liveupdate/index.ts';
import { type BuildFolderOptions, type KeyPair, loadKeys } from '../node/index.ts';
import { collect, parseConfigOptions, UsageError } from './command.ts';
import type { Output } from './output.ts';

/** Options that every command that builds has. */
export type BuildCliOptions = {
	liveupdate: boolean;
	exclude: string[];
	variant: 'debug' | 'release';
	engineVersion: string;
	config: string[];
	privateKey?: string;
	publicKey?: string;
};

export function addBuildOptions(command: Command): Command {
	return command
		.option('--no-liveupdate', 'leave nothing out: everything goes into the bundle')
		.option(
			'--exclude <glob>',
			'exclude the collections that match, as if every proxy to them were ticked; may be repeated',
			collect,
			[],
		)
		.addOption(
			new Option('--variant <name>', 'release leaves paths out of the manifests')
				.choices(['debug', 'release'])
				.default('debug'),
		)
		.option('--engine-version <version>', 'the engine the content is for', eraRules('B').engineVersion)
		.option('--config <section.key=value>', 'override a setting of game.project; may be repeated', collect, [])
		.option('--private-key <file>', 'sign with this key (PKCS#8 DER); default: a pair kept in the output folder')
		.option('--public-key <file>', 'the key of the pair that goes into the bundle (SPKI DER)');
}

/** @throws UsageError when only one key of a pair is given */
export async function readBuildOptions(
	project: string,
	out: string,
	options: BuildCliOptions,
): Promise<BuildFolderOptions> {
	return {
		project,
		out,
		variant: options.variant,
		excludeContent: options.liveupdate,
		exclude: options.exclude,
		engineVersion: options.engineVersion,
		overrides: parseConfigOptions(options.config),
		keys: await readKeys(options),
	};
}

async function readKeys({ privateKey, publicKey }: BuildCliOptions): Promise<KeyPair | undefined> {
	if (privateKey === undefined && publicKey === undefined) return undefined;
	if (privateKey === undefined) throw new UsageError('--public-key needs --private-key as well');
	return loadKeys(privateKey, publicKey ?? join(dirname(privateKey), 'public.der'));
}

/** Shows how far a build is, on a terminal only. */
export function buildProgress(output: Output): Pick<BuildFolderOptions, 'onProgress'> {
	if (!output.interactive) return {};
	return {
		onProgress: ({ phase, done, total }) => {
			process.stderr.write(`\r\x1b[K${phase} ${done}/${total}`);
			if (done === total) process.stderr.write('\r\x1b[K');
		},
	};
}
