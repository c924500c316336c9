import { compareText } from '../bytes/index.ts';
import type { BundleReport, ResourceReport } from './inspect-bundle.ts';

/** How one resource differs between two builds. */
export type ResourceChange = {
	/** `moved` has the same content, but went from the base to excluded content or back. */
	readonly kind: 'added' | 'removed' | 'changed' | 'moved';
	/** Path where either build knows it, else the url hash. */
	readonly name: string;
	readonly before: ResourceReport | undefined;
	readonly after: ResourceReport | undefined;
};

/** What changed from one build to another. Plain JSON. */
export type BundleDiff = {
	/** In the order of names. */
	readonly changes: readonly ResourceChange[];
	readonly sameCount: number;
	/** Stored bytes of what was added or changed: what an update has to bring. */
	readonly newStoredBytes: number;
	/** Stored bytes of what was removed or changed. */
	readonly oldStoredBytes: number;
};

/** Compares two builds by url hash, so that blank urls do not matter. */
export function diffBundles(before: BundleReport, after: BundleReport): BundleDiff {
	const old = new Map(before.resources.map((resource) => [resource.urlHashHex, resource]));
	const changes: ResourceChange[] = [];
	let sameCount = 0;
	for (const resource of after.resources) {
		const earlier = old.get(resource.urlHashHex);
		old.delete(resource.urlHashHex);
		const kind = kindOf(earlier, resource);
		if (kind) changes.push({ kind, name: nameOf(resource, earlier), before: earlier, after: resource });
		else sameCount++;
	}
	for (const resource of old.values()) {
		changes.push({ kind: 'removed', name: nameOf(resource, undefined), before: resource, after: undefined });
	}
	changes.sort((a, b) => compareText(a.name, b.name));
	const moving = changes.filter(({ kind }) => kind !== 'moved');
	const stored = (side: 'before' | 'after'): number =>
		moving.reduce((sum, change) => sum + (change[side]?.storedSizeBytes ?? 0), 0);
	return { changes, sameCount, newStoredBytes: stored('after'), oldStoredBytes: stored('before') };
}

function kindOf(before: ResourceReport | undefined, after: ResourceReport): ResourceChange['kind'] | undefined {
	if (!before) return 'added';
	if (before.hexDigest !== after.hexDigest) return 'changed';
	return before.excluded === after.excluded ? undefined : 'moved';
}

function nameOf(resource: ResourceReport, other: ResourceReport | undefined): string {
	return resource.path ?? other?.path ?? resource.urlHashHex;
}
