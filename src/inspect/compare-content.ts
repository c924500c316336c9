import type { Crypto } from '../bytes/index.ts';
import { type Bundle, FormatError } from '../formats/index.ts';
import { type ContentEntry, listContent, readContent } from './bundle-content.ts';
import type { ContentPack } from './content-pack.ts';
import { recoverContentPaths } from './content-paths.ts';
import { type BundleDiff, diffBundles, type ResourceChange } from './diff-bundles.ts';
import { inspectBundle } from './inspect-bundle.ts';
import { resourceText, unifiedDiff } from './text-diff.ts';

/** One side of a comparison. */
export type ComparedContent = { readonly bundle: Bundle; readonly packs?: readonly ContentPack[] };

/** A changed resource with, where both sides have a text, the unified diff. Plain JSON. */
export type TextChange = ResourceChange & {
	readonly text?: string | undefined;
	/** True when the decoded bytes are the same: it was only stored otherwise, compressed by another encoder for one. */
	readonly sameDecoded?: boolean | undefined;
};

/** What changed from one build to another, with texts. Plain JSON. */
export type ContentDiff = Omit<BundleDiff, 'changes'> & {
	readonly changes: readonly TextChange[];
	/** What the manifests themselves say differently: versions, project, engines. */
	readonly facts: readonly { readonly name: string; readonly before: string; readonly after: string }[];
};

/** Compares two builds, whatever their versions; reads the content only of what changed. */
export function compareContent(options: {
	before: ComparedContent;
	after: ComparedContent;
	crypto: Crypto;
	/** False leaves texts out. */
	texts?: boolean;
}): ContentDiff {
	const { before, after, crypto, texts = true } = options;
	const reports = [before, after].map((side) => inspectBundle({ ...side, crypto, decode: false }));
	const [old, now] = reports as [(typeof reports)[0], (typeof reports)[0]];
	const sides = { before: contentOf(before), after: contentOf(after) };
	const named = (report: typeof old, side: 'before' | 'after'): typeof old => ({
		...report,
		resources: report.resources.map((resource) => {
			const path = resource.path ?? sides[side].paths.get(resource.urlHashHex);
			return path === undefined ? resource : { ...resource, path };
		}),
	});
	const diff = diffBundles(named(old, 'before'), named(now, 'after'));
	const facts = [
		['project', old.projectTitle ?? old.projectIdentifier, now.projectTitle ?? now.projectIdentifier],
		['manifest version', `${old.manifestVersion}`, `${now.manifestVersion}`],
		['index version', `${old.indexVersion}`, `${now.indexVersion}`],
		['engines', old.engines.filter(Boolean).join(', '), now.engines.filter(Boolean).join(', ')],
		['signature', old.signature, now.signature],
	] as const;
	return {
		...diff,
		changes: texts ? diff.changes.map((change) => withText(change, sides)) : diff.changes,
		facts: facts.flatMap(([name, first, second]) => (first === second ? [] : [{ name, before: first, after: second }])),
	};
}

type Side = {
	readonly bundle: Bundle;
	readonly contents: ReadonlyMap<string, ContentEntry>;
	/** Recovered paths by url hash in hexadecimal. */
	readonly paths: ReadonlyMap<string, string>;
};

function contentOf({ bundle, packs = [] }: ComparedContent): Side {
	const contents = listContent(bundle, packs);
	const hex = (urlHash: bigint): string => urlHash.toString(16).padStart(16, '0');
	return {
		bundle,
		contents: new Map(contents.map((content) => [hex(content.resource.urlHash), content])),
		paths: new Map([...recoverContentPaths(bundle, contents)].map(([urlHash, path]) => [hex(urlHash), path])),
	};
}

function withText(change: ResourceChange, sides: { before: Side; after: Side }): TextChange {
	if (change.kind !== 'changed') return change;
	const read = (side: 'before' | 'after'): Uint8Array | undefined => {
		const content = sides[side].contents.get(change[side]?.urlHashHex ?? '');
		return content && readContent(content, sides[side].bundle).bytes;
	};
	const before = read('before');
	const after = read('after');
	if (!before || !after) return change;
	if (before.length === after.length && before.every((byte, at) => byte === after[at]))
		return { ...change, sameDecoded: true };
	const path = change.after?.path ?? change.before?.path;
	if (path === undefined) return change;
	try {
		const texts = { before: resourceText(path, before), after: resourceText(path, after) };
		if (texts.before === undefined || texts.after === undefined) return change;
		const name = path.slice(1);
		const text = unifiedDiff({
			beforeName: `a/${name}`,
			afterName: `b/${name}`,
			before: texts.before,
			after: texts.after,
		});
		return { ...change, text };
	} catch (error) {
		// A broken resource has no text; that it changed is told anyway.
		if (!(error instanceof FormatError)) throw error;
		return change;
	}
}
