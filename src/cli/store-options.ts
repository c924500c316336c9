import type { Command } from 'commander';
import type { openReleaseStore } from '../node/index.ts';
import { parseCount } from './command.ts';

/** Options that every command has that talks to a store of releases. */
export type StoreCliOptions = {
	endpoint?: string;
	profile?: string;
	region?: string;
	pathStyle?: boolean;
	conditions: boolean;
	connections: string;
};

type S3Options = NonNullable<Parameters<typeof openReleaseStore>[1]>;

export function addStoreOptions(command: Command): Command {
	return command
		.option('--endpoint <url>', 'an S3-compatible store; default AWS, or AWS_ENDPOINT_URL')
		.option('--profile <name>', 'a profile of ~/.aws/credentials; default the environment, then "default"')
		.option('--region <name>', 'the region of the bucket')
		.option('--path-style', 'the bucket in the path, not in the host name; the default with --endpoint')
		.option('--no-path-style', 'the bucket in the host name')
		.option(
			'--no-conditions',
			'for a store that refuses writes on a condition: two publishers at once can undo each other',
		)
		.option('--connections <number>', 'how many requests at a time', '16');
}

/** @throws UsageError */
export function s3OptionsOf(options: StoreCliOptions, profile?: string): S3Options & { connections: number } {
	return {
		endpoint: options.endpoint,
		profile: options.profile ?? profile,
		region: options.region,
		pathStyle: options.pathStyle,
		conditions: options.conditions,
		connections: parseCount(options.connections, '--connections', 1),
	};
}
