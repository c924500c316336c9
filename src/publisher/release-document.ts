import * as v from 'valibot';
import { decodeUtf8, encodeUtf8 } from '../bytes/index.ts';
import { PublishError } from './error.ts';

const SHA1 = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const SHA256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const ReleaseNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
// 40 digits; in manifests of version 1, which hold an engine's SHA-1 as text, 80.
const Digests = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}(?:[0-9a-f]{40})?$/))), v.maxLength(1000));

const FileSchema = v.object({ key: v.pipe(v.string(), v.maxLength(200)), sizeBytes: Count, sha256: SHA256 });
const PackSchema = v.object({ ...FileSchema.entries, name: v.pipe(v.string(), v.maxLength(200)) });

const ReleaseSchema = v.object({
	livemount: v.literal(1),
	release: ReleaseNumber,
	publishedAt: v.string(),
	note: v.string(),
	content: SHA256,
	project: v.string(),
	engineVersions: Digests,
	signedBy: v.nullable(SHA256),
	manifest: FileSchema,
	packs: v.array(PackSchema),
	objects: v.array(v.tuple([SHA1, Count])),
});

const ChannelSchema = v.object({
	livemount: v.literal(1),
	channel: v.string(),
	release: ReleaseNumber,
	highest: ReleaseNumber,
	rollback: v.boolean(),
	since: v.string(),
	document: v.pipe(v.string(), v.maxLength(200)),
	manifest: FileSchema,
	history: v.array(v.object({ release: ReleaseNumber, since: v.string() })),
	touched: v.optional(v.string()),
});

/** A file of a release with its digest. */
export type ReleaseFile = { readonly key: string; readonly sizeBytes: number; readonly sha256: string };
export type ReleasePack = ReleaseFile & { readonly name: string };

/** A release: everything it consists of, with digests. Written once, never changed. See docs/releases.md. */
export type ReleaseDocument = {
	readonly release: number;
	/** ISO 8601. */
	readonly publishedAt: string;
	readonly note: string;
	/** SHA-256 over what the manifest says, whatever its number and signature: the same content has the same. */
	readonly content: string;
	/** Project identifier, hexadecimal. */
	readonly project: string;
	/** SHA-1 of each engine version's text. */
	readonly engineVersions: readonly string[];
	/** SHA-256 of the public key that verifies the manifest, `null` when it is not signed or by nobody known. */
	readonly signedBy: string | null;
	readonly manifest: ReleaseFile;
	readonly packs: readonly ReleasePack[];
	/** Every blob: digest and size with its header, by digest. */
	readonly objects: readonly (readonly [hexDigest: string, sizeBytes: number])[];
};

/** A channel: which release its players are to have. The only kind of document that changes. */
export type ChannelDocument = {
	readonly channel: string;
	readonly release: number;
	/** The highest release this channel ever had; above `release` after a rollback. */
	readonly highest: number;
	readonly rollback: boolean;
	/** ISO 8601. */
	readonly since: string;
	/** Key of the release's document. */
	readonly document: string;
	/** The manifest for this channel: the release's own, or after a rollback one that says so. */
	readonly manifest: ReleaseFile;
	/** Earlier releases of this channel, the latest first, a limited number. */
	readonly history: readonly { readonly release: number; readonly since: string }[];
	/** Left by a prune, so that whoever read the channel before sees that it changed. */
	readonly touched?: string | undefined;
};

export function readReleaseDocument(bytes: Uint8Array, name: string): ReleaseDocument {
	return parse(ReleaseSchema, { bytes, name, what: 'a release document' });
}

export function writeReleaseDocument(document: ReleaseDocument): Uint8Array {
	return encodeUtf8(`${JSON.stringify({ livemount: 1, ...document })}\n`);
}

export function readChannelDocument(bytes: Uint8Array, name: string): ChannelDocument {
	return parse(ChannelSchema, { bytes, name, what: 'a channel document' });
}

export function writeChannelDocument(document: ChannelDocument): Uint8Array {
	return encodeUtf8(`${JSON.stringify({ livemount: 1, ...document }, null, '\t')}\n`);
}

/** @throws PublishError `invalid-document`, saying which field */
function parse<T>(
	schema: v.GenericSchema<unknown, T & { livemount: 1 }>,
	{ bytes, name, what }: { bytes: Uint8Array; name: string; what: string },
): T {
	const refuse = (found: string): PublishError =>
		new PublishError('invalid-document', `${name}: expected ${what} of version 1, found ${found}`, { data: { name } });
	let json: unknown;
	try {
		json = JSON.parse(decodeUtf8(bytes, name));
	} catch (cause) {
		throw refuse(`${bytes.length} bytes that are no JSON (${(cause as Error).message})`);
	}
	const parsed = v.safeParse(schema, json);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		const path = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the document';
		throw refuse(`${path}: ${issue.message}`);
	}
	const { livemount: _, ...document } = parsed.output;
	return document as T;
}
