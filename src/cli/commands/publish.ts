import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
	BUILD_LAYOUT,
	loadBundle,
	loadContent,
	loadPublishSettings,
	nodeCrypto,
	openPublishTarget,
	type PublishSettings,
	readFileOrFail,
} from '../../node/index.ts';
import {
	type InstalledBundle,
	type PublishedContent,
	type PublishProgress,
	type SigningKeys,
	type TargetReport,
	verifyAgainst,
	verifyKeys,
} from '../../publisher/index.ts';
import { type CliCommand, collect, EXIT, parseCount, UsageError } from '../command.ts';
import { formatBytes, type Output, plural } from '../output.ts';
import { printDiagnostics } from '../print-diagnostics.ts';
import { readSigningKeys } from '../signing-keys.ts';
import { addStoreOptions, type StoreCliOptions, s3OptionsOf } from '../store-options.ts';

type Options = StoreCliOptions & {
	to?: string;
	settings?: string;
	level?: string;
	channel?: string;
	note?: string;
	release?: string;
	engineVersion: string[];
	privateKey?: string;
	publicKey?: string;
	against?: string;
};

export const publishCommand: CliCommand = {
	name: 'publish',
	summary: 'publish the excluded content of a build as a release: into a folder, an S3 bucket or a zip',
	example: 'livemount publish build/gallery --to build/live',
	define(command, action) {
		addStoreOptions(
			command
				.argument('<build>', 'a folder made by livemount build, or the folder or zip that bob published')
				.option('--to <place>', 'a folder, s3://bucket/prefix, or a file that ends in .zip')
				.option('--settings <file>', 'a liveupdate.settings file, or the project whose game.project names one'),
		)
			.option('--channel <name>', 'the channel that gets the release; default live')
			.option('--note <text>', 'a line about this release')
			.option('--against <bundle>', 'the bundle that players have: refuse what does not fit it')
			.option('--release <number>', 'the number of the release in a zip, which has no list of releases')
			.option('--engine-version <version>', 'an engine that may run this content too; may be repeated', collect, [])
			.option('--private-key <file>', 'sign with this key (PKCS#8 DER); default: the pair kept in the build')
			.option('--public-key <file>', 'the key of the pair that installed bundles have (SPKI DER)')
			.option('--level <0-9>', 'how hard to deflate the entries of a zip; 0 stores them; default 1')
			.action(async (build: string, options: Options) => action((output) => publish(build, options, output)));
	},
};

async function publish(build: string, options: Options, output: Output): Promise<number> {
	const settings =
		options.settings === undefined ? undefined : await loadPublishSettings({ path: options.settings, build });
	printDiagnostics(settings?.diagnostics ?? [], output);
	const place = options.to ?? settings?.place;
	if (place === undefined) throw new UsageError('expected --to <place>, or --settings <file> that says where');
	const zipLevel = options.level === undefined ? settings?.zipLevel : parseCount(options.level, '--level');
	if (zipLevel !== undefined && zipLevel > 9) throw new UsageError(`--level ${zipLevel}: expected 0 to 9`);
	const s3 = s3OptionsOf(options, settings?.profile);
	const content = await loadContent(build);
	const keys = await keysFor(build, { options, settings });
	const engineVersions = [...new Set([...(settings?.engineVersions ?? []), ...options.engineVersion])];
	const warnings = await verify(build, { content, keys, engineVersions, against: options.against });
	for (const warning of warnings) output.warn(`warning: ${warning}`);
	const target = await openPublishTarget(place, { s3, ...(zipLevel === undefined ? {} : { zipLevel }) });
	const report = await target.publish({
		content,
		crypto: nodeCrypto,
		keys,
		now: new Date().toISOString(),
		channel: options.channel,
		note: options.note,
		engineVersions,
		release: options.release === undefined ? undefined : parseCount(options.release, '--release', 1),
		connections: s3.connections,
		onProgress: publishProgress(output),
	});
	printReport(target.name, report, output);
	output.result({ ok: true, target: target.name, ...report, warnings });
	return EXIT.ok;
}

async function keysFor(
	build: string,
	{ options, settings }: { options: Options; settings: PublishSettings | undefined },
): Promise<SigningKeys | undefined> {
	const named = options.privateKey !== undefined || options.publicKey !== undefined;
	// Builders of 2026 and later ignore the keys of the settings; files that are not there mean that nobody signs.
	const inSettings = settings?.privateKey !== undefined && existsSync(settings.privateKey) ? settings : undefined;
	return await readSigningKeys(named ? options : (inSettings ?? {}), build);
}

/** Checks a release before anything of it is sent. @returns warnings */
async function verify(
	build: string,
	release: {
		content: PublishedContent;
		keys: SigningKeys | undefined;
		engineVersions: readonly string[];
		against: string | undefined;
	},
): Promise<string[]> {
	const { content, keys, engineVersions, against } = release;
	const installed = against === undefined ? undefined : await loadInstalled(against);
	const ownKey = join(build, BUILD_LAYOUT.bundle, 'game.public.der');
	const installedKey = installed ? installed.publicKey : existsSync(ownKey) ? await readFileOrFail(ownKey) : undefined;
	const name = installed?.name ?? `the bundle of ${build}`;
	const warnings = verifyKeys({ content, keys, installedKey, name, engineVersions, crypto: nodeCrypto });
	if (installed) warnings.push(...verifyAgainst({ content, installed, engineVersions, crypto: nodeCrypto }));
	return warnings;
}

async function loadInstalled(folder: string): Promise<InstalledBundle> {
	const { manifest, publicKey, index } = await loadBundle(folder);
	return { name: folder, manifest, publicKey, has: (hexDigest) => index.find(hexDigest) !== undefined };
}

function publishProgress(output: Output): PublishProgress | undefined {
	if (!output.interactive) return undefined;
	return ({ doneCount, totalCount, doneBytes, totalBytes }) => {
		process.stderr.write(
			`\r\x1b[K${doneCount}/${totalCount} objects, ${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`,
		);
		if (doneCount === totalCount) process.stderr.write('\r\x1b[K');
	};
}

function printReport(name: string, report: TargetReport, output: Output): void {
	const { release, channel, previous, unchanged, objectCount, sentCount, sentBytes, keptCount } = report;
	const called = release === undefined ? '' : `release ${release}`;
	if (unchanged) {
		const stays = called ? `${channel ?? 'it'} stays at ${called}` : 'the file stays';
		output.line(`${name}: nothing changed, 0 objects sent; ${stays}`);
	} else if (channel === undefined) {
		output.line(
			`${plural(objectCount, 'resource')} and the manifest published into ${name}, ${formatBytes(sentBytes)}${called && `, as ${called}`}`,
		);
	} else {
		output.line(
			`${plural(sentCount, 'object')} sent (${formatBytes(sentBytes)}) into ${name}` +
				(keptCount > 0 ? `, ${keptCount} were there already` : ''),
		);
		output.line(
			`${channel} is now ${output.color.bold(called)}${previous === undefined || previous === release ? '' : `, before it was ${previous}`}`,
		);
	}
	if (!report.numbered && channel !== undefined) {
		output.warn(
			'warning: the manifest is signed and no private key was given, so it is published as built, without the number of ' +
				'its release; devices cannot refuse an older one',
		);
	}
}
