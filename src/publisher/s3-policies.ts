/** A place in a bucket for which policies are written. */
export type PolicyPlace = { readonly bucket: string /** Without "/" at either end. */; readonly prefix: string };

/** Everything that publishing, pruning and the doctor ask of S3; the last two are what Defold's editor asks besides. */
export type S3Action =
	| 's3:ListBucket'
	| 's3:GetBucketLocation'
	| 's3:GetBucketPolicy'
	| 's3:GetBucketCORS'
	| 's3:GetObject'
	| 's3:PutObject'
	| 's3:DeleteObject'
	| 's3:AbortMultipartUpload'
	| 's3:GetBucketAcl'
	| 's3:ListAllMyBuckets';

const OBJECT_ACTIONS: readonly S3Action[] = [
	's3:GetObject',
	's3:PutObject',
	's3:DeleteObject',
	's3:AbortMultipartUpload',
];
const BUCKET_ACTIONS: readonly S3Action[] = [
	's3:ListBucket',
	's3:GetBucketLocation',
	's3:GetBucketPolicy',
	's3:GetBucketCORS',
	's3:GetBucketAcl',
];
const ACCOUNT_ACTIONS: readonly S3Action[] = ['s3:ListAllMyBuckets'];

type Statement = {
	readonly Sid: string;
	readonly Effect: 'Allow';
	readonly Principal?: '*';
	readonly Action: string | readonly string[];
	readonly Resource: string;
};
export type PolicyDocument = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] };

/** The bucket policy by which anyone may fetch content, as games do without credentials. */
export function bucketPolicy(place: PolicyPlace): PolicyDocument {
	return {
		Version: '2012-10-17',
		Statement: [
			{
				Sid: 'PlayersFetchContent',
				Effect: 'Allow',
				Principal: '*',
				Action: 's3:GetObject',
				Resource: objectsOf(place),
			},
		],
	};
}

/** The IAM policy of who publishes. @param actions  default: all that Livemount and Defold's editor ask for */
export function iamPolicy(
	place: PolicyPlace,
	actions: readonly S3Action[] = [...OBJECT_ACTIONS, ...BUCKET_ACTIONS, ...ACCOUNT_ACTIONS],
): PolicyDocument {
	const groups = [
		['PublishContent', OBJECT_ACTIONS, objectsOf(place)],
		['LookAtBucket', BUCKET_ACTIONS, `arn:aws:s3:::${place.bucket}`],
		// Defold's editor lists all buckets to choose from.
		['ListBuckets', ACCOUNT_ACTIONS, 'arn:aws:s3:::*'],
	] as const;
	return {
		Version: '2012-10-17',
		Statement: groups
			.map(([Sid, group, Resource]) => ({
				Sid,
				Effect: 'Allow' as const,
				Action: group.filter((action) => actions.includes(action)),
				Resource,
			}))
			.filter(({ Action }) => Action.length > 0),
	};
}

/** Headers by which a page may learn of sizes, versions and ranges. */
const EXPOSED_HEADERS: readonly string[] = ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'];

/** One rule of a bucket's CORS configuration. */
export type CorsRule = {
	readonly AllowedOrigins: readonly string[];
	readonly AllowedMethods: readonly string[];
	readonly AllowedHeaders: readonly string[];
	readonly ExposeHeaders: readonly string[];
	readonly MaxAgeSeconds: number;
};

/** The CORS rules by which HTML5 games on these origins may fetch content; `*` is any page. */
export function corsRules(origins: readonly string[]): readonly CorsRule[] {
	return [
		{
			AllowedOrigins: origins,
			AllowedMethods: ['GET', 'HEAD'],
			AllowedHeaders: ['*'],
			ExposeHeaders: EXPOSED_HEADERS,
			MaxAgeSeconds: 86_400,
		},
	];
}

/** The same rules in the XML form of the S3 interface. */
export function corsXml(rules: readonly CorsRule[]): string {
	const element = (name: string, value: string): string => `\t\t<${name}>${escapeXml(value)}</${name}>\n`;
	const body = rules.map(
		(rule) =>
			`\t<CORSRule>\n${rule.AllowedOrigins.map((value) => element('AllowedOrigin', value)).join('')}` +
			`${rule.AllowedMethods.map((value) => element('AllowedMethod', value)).join('')}` +
			`${rule.AllowedHeaders.map((value) => element('AllowedHeader', value)).join('')}` +
			`${rule.ExposeHeaders.map((value) => element('ExposeHeader', value)).join('')}` +
			`${element('MaxAgeSeconds', String(rule.MaxAgeSeconds))}\t</CORSRule>\n`,
	);
	return (
		'<?xml version="1.0" encoding="UTF-8"?>\n' +
		`<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n${body.join('')}</CORSConfiguration>\n`
	);
}

function objectsOf({ bucket, prefix }: PolicyPlace): string {
	return `arn:aws:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}*`;
}

function escapeXml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
