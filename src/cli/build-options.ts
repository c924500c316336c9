import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { type PackRule, readPacksFile } from '../builder/index.ts';
import type { ObjectStore } from '../bytes/index.ts';
import { eraRules } from '../liveupdate/index.ts';
import { type BuildFolderOptions, createCacheStore, type KeyPair, loadKeys, openReleaseStore } from '../node/index.ts';
import { collect, parseConfigOptions, parseCount, parseSize, UsageError } from './command.ts';
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
	/** False for none, undefined for the default beside the output. */
	cache?: string | false;
	workers?: string;
	packs?: string;
	packSize?: string;
	budget?: string;
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
		.option('--public-key <file>', 'the key of the pair that goes into the bundle (SPKI DER)')
		.option(
			'--cache <place>',
			'where results are kept for the next build: a folder, or s3://bucket/prefix with the credentials and AWS_ENDPOINT_URL ' +
				'of the environment; default: beside the output, with ".cache"',
		)
		.option('--no-cache', 'keep no results, use none')
		.option('--workers <number>', 'threads that compile; 0 for none; default: by the size of the project')
		.option(
			'--packs <rule>',
			'divide excluded content into zips: one, proxy (one for each excluded collection, and one for each set of them that ' +
				'shares content), or a file with lines "name: pattern …"',
		)
		.option('--pack-size <size>', 'the most a pack may weigh, such as 10MB')
		.option('--budget <size>', 'the most the bundle may weigh, such as 15MB; more fails the build');
}

/** @throws UsageError when only one key of a pair is given */
export async function readBuildOptions(
	project: string,
	out: string,
	options: BuildCliOptions,
): Promise<BuildFolderOptions> {
	const digestMemory = options.cache === false ? undefined : join(cacheFolder(out, options), 'digests.json');
	const rule = await readPackRule(options);
	return {
		project,
		out,
		variant: options.variant,
		excludeContent: options.liveupdate,
		exclude: options.exclude,
		engineVersion: options.engineVersion,
		overrides: parseConfigOptions(options.config),
		keys: await readKeys(options),
		cache: options.cache === false ? undefined : await openCache(out, options),
		digestMemory,
		workerCount: options.workers === undefined ? undefined : parseCount(options.workers, '--workers'),
		packs: rule,
		budgetBytes: options.budget === undefined ? undefined : parseSize(options.budget, '--budget'),
	};
}

/** Where this machine keeps what it knows: the cache itself when it is a folder. */
function cacheFolder(out: string, { cache }: BuildCliOptions): string {
	return cache && !isBucket(cache) ? cache : `${out.replace(/[/\\]+$/, '')}.cache`;
}

function isBucket(place: string): boolean {
	return /^s3:\/\//i.test(place);
}

/** The cache: a folder, or a bucket, with the credentials and the endpoint of the environment. */
async function openCache(out: string, options: BuildCliOptions): Promise<ObjectStore> {
	const { cache } = options;
	return cache && isBucket(cache) ? await openReleaseStore(cache) : createCacheStore(cacheFolder(out, options));
}

/** @throws UsageError for a rule that is neither known nor a readable file */
async function readPackRule({ packs, packSize }: BuildCliOptions): Promise<PackRule | undefined> {
	const maxSizeBytes = packSize === undefined ? undefined : parseSize(packSize, '--pack-size');
	if (packs === undefined) return maxSizeBytes === undefined ? undefined : { by: 'one', maxSizeBytes };
	if (packs === 'one' || packs === 'proxy') return { by: packs, maxSizeBytes };
	let text: string;
	try {
		text = await readFile(packs, 'utf8');
	} catch (cause) {
		throw new UsageError(`--packs ${packs}: expected one, proxy or a file with packs: ${(cause as Error).message}`);
	}
	const { packs: patterns, diagnostics } = readPacksFile(packs, text);
	const [fault] = diagnostics;
	if (fault) throw new UsageError(`${fault.file}:${fault.line}: ${fault.message}`);
	return { by: 'proxy', maxSizeBytes, patterns };
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
