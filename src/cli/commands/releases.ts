import { nodeCrypto, openReleaseStore } from '../../node/index.ts';
import { listReleases, type ReleaseList } from '../../publisher/index.ts';
import { type CliCommand, EXIT } from '../command.ts';
import { formatBytes, type Output, plural } from '../output.ts';
import { addStoreOptions, type StoreCliOptions, s3OptionsOf } from '../store-options.ts';

type Options = StoreCliOptions & { verify?: boolean };

export const releasesCommand: CliCommand = {
	name: 'releases',
	summary: 'list releases and channels, and what is missing of them',
	example: 'livemount releases build/live',
	define(command, action) {
		addStoreOptions(command.argument('<place>', 'a folder or s3://bucket/prefix that livemount publish wrote'))
			.option('--verify', 'fetch every object and compare it with its digest')
			.action(async (place: string, options: Options) =>
				action(async (output) => {
					const s3 = s3OptionsOf(options);
					const store = await openReleaseStore(place, s3);
					const verify = options.verify === true;
					const list = await listReleases({ store, crypto: nodeCrypto, verify, connections: s3.connections });
					const faults = faultsOf(list);
					print(list, output);
					if (verify && faults.length === 0) output.line('every object is what its name says');
					for (const fault of faults) output.warn(`${output.color.red('fault')} ${fault}`);
					output.result({ ok: faults.length === 0, ...list, faults });
					return faults.length === 0 ? EXIT.ok : EXIT.input;
				}),
			);
	},
};

function print({ store, releases, channels }: ReleaseList, output: Output): void {
	if (releases.length === 0) output.line(`${store}: nothing was published yet`);
	for (const {
		release,
		publishedAt,
		channels: having,
		objectCount,
		packCount,
		sizeBytes,
		newBytes,
		note,
	} of releases) {
		const packs = packCount > 0 ? `, ${plural(packCount, 'pack')}` : '';
		output.line(
			`${output.color.bold(String(release).padStart(4))}  ${publishedAt.slice(0, 16).replace('T', ' ')}  ` +
				`${plural(objectCount, 'object').padStart(12)}${packs}, ${formatBytes(sizeBytes)}, ${formatBytes(newBytes)} new` +
				`${having.length > 0 ? `  ${output.color.green(having.join(', '))}` : ''}${note === '' ? '' : `  ${note}`}`,
		);
	}
	for (const { channel, release, rollback, highest, since } of channels) {
		output.line(`${channel} is at release ${release} since ${since}${rollback ? `, a rollback from ${highest}` : ''}`);
	}
}

function faultsOf({ releases, channels, behind, corrupt }: ReleaseList): string[] {
	const there = new Set(releases.map(({ release }) => release));
	return [
		...releases
			.filter(({ missing }) => missing.length > 0)
			.map(
				({ release, missing }) =>
					`release ${release} lacks ${plural(missing.length, 'object')}: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}; publish its build again`,
			),
		...channels
			.filter(({ release }) => !there.has(release))
			.map(({ channel, release }) => `${channel} points to release ${release}, which is not there`),
		...behind.map(
			(channel) =>
				`the manifest that games fetch of ${channel} is not the one it points to: a publisher was killed at its last step; ` +
				'publish or promote again',
		),
		...corrupt.map((key) => `${key} is not what its name says; delete it and publish again`),
	];
}
