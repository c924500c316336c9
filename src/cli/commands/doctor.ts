import { examine, type Finding, parseS3Url } from '../../node/index.ts';
import {
	bucketPolicy,
	channelManifestKey,
	corsRules,
	corsXml,
	DEFAULT_CHANNEL,
	iamPolicy,
} from '../../publisher/index.ts';
import { type CliCommand, collect, EXIT, UsageError } from '../command.ts';
import type { Output } from '../output.ts';
import { addStoreOptions, type StoreCliOptions, s3OptionsOf } from '../store-options.ts';

type Options = StoreCliOptions & { url?: string; origin: string[]; channel: string; setup?: string };

/** Stands for the page of a game when none is named. */
const ANY_ORIGIN = 'https://example.com';

export const doctorCommand: CliCommand = {
	name: 'doctor',
	summary: 'examine a bucket, folder or address as publishers and games see it, and say how to mend it',
	example: 'livemount doctor build/live',
	define(command, action) {
		addStoreOptions(
			command.argument('<place>', 's3://bucket/prefix, a folder, or the https:// address games fetch from'),
		)
			.option('--url <address>', 'where games fetch the content of this bucket or folder')
			.option('--origin <address>', 'the page of an HTML5 game, for CORS; may be repeated', collect, [])
			.option('--channel <name>', 'the channel whose manifest is fetched', DEFAULT_CHANNEL)
			.option('--setup <s3>', 'print bucket policy, CORS and IAM policy for the bucket instead; changes nothing')
			.action(async (place: string, options: Options) =>
				action(async (output) => {
					if (options.setup !== undefined) return setup(place, options, output);
					const findings = await examine({
						place,
						s3: s3OptionsOf(options),
						url: options.url,
						origin: options.origin[0] ?? ANY_ORIGIN,
						manifestName: channelManifestKey(options.channel),
						now: Date.now(),
					});
					print(findings, output);
					const ok = findings.every(({ state }) => state !== 'fail');
					output.result({ ok, place, findings });
					return ok ? EXIT.ok : EXIT.input;
				}),
			);
	},
};

function print(findings: readonly Finding[], output: Output): void {
	const { color } = output;
	const marks = { ok: color.green('ok  '), warn: color.yellow('warn'), fail: color.red('FAIL') };
	for (const { check, state, found, fix } of findings) {
		output.line(`${marks[state]} ${check}: ${found}`);
		if (fix !== undefined && state !== 'ok') output.line(`       ${fix.replaceAll('\n', '\n       ')}`);
	}
	const count = (state: Finding['state']): number => findings.filter((finding) => finding.state === state).length;
	output.line(`${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} to mend`);
}

function setup(place: string, options: Options, output: Output): number {
	if (options.setup !== 's3') throw new UsageError(`--setup ${options.setup}: expected s3`);
	const location = parseS3Url(place);
	const origins = options.origin.length > 0 ? options.origin : ['*'];
	const documents = {
		bucketPolicy: bucketPolicy(location),
		cors: corsRules(origins),
		corsXml: corsXml(corsRules(origins)),
		iamPolicy: iamPolicy(location),
	};
	const text = (value: unknown): string => JSON.stringify(value, null, 2);
	const part = (title: string, body: string): void => output.line(`${output.color.bold(title)}\n${body}\n`);
	part('Bucket policy: players may fetch content (Permissions ▸ Bucket policy)', text(documents.bucketPolicy));
	part('CORS: pages may fetch content, for HTML5 (Permissions ▸ CORS)', text(documents.cors));
	part('The same as XML, for stores that want it so', documents.corsXml.trimEnd());
	part('IAM policy: who publishes (IAM ▸ Policies ▸ Create policy ▸ JSON)', text(documents.iamPolicy));
	part(
		'Credentials: ~/.aws/credentials',
		`[${options.profile ?? location.bucket}]\naws_access_key_id = <Access key ID>\naws_secret_access_key = <Secret access key>`,
	);
	output.line(`Then: livemount doctor ${place}${options.profile ? ` --profile ${options.profile}` : ''}`);
	output.result({ ok: true, place, ...documents });
	return EXIT.ok;
}
