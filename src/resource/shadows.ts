import { LivemountError } from '../bytes/index.ts';
import type { Mount, Mounts } from './mounts.ts';
import type { Listed } from './provider.ts';
import { keyOfHash, keyOfPath } from './resource-key.ts';

/** A resource of one mount that is never read because a mount above has it too. */
export type Shadow = {
	readonly urlHash: bigint;
	/** Where any of the mounts knows it. */
	readonly path: string | undefined;
	/** The mount that is read. */
	readonly by: Mount;
	/** The mount that is hidden. */
	readonly hidden: Mount;
	/** False when both have the same content, and nothing changes by it. */
	readonly differs: boolean;
};

/** What each mount hides of those below it, by the highest mount that has the resource. */
export function findShadows(mounts: Mounts): Shadow[] {
	const shadows: Shadow[] = [];
	const seen = new Map<bigint, { mount: Mount; listed: Listed }>();
	for (const mount of mounts.list()) {
		for (const listed of mount.provider.list()) {
			const above = seen.get(listed.urlHash);
			if (!above) {
				seen.set(listed.urlHash, { mount, listed });
				continue;
			}
			shadows.push({
				urlHash: listed.urlHash,
				path: above.listed.path ?? listed.path,
				by: above.mount,
				hidden: mount,
				differs: contentDiffers(above, { mount, listed }),
			});
		}
	}
	return shadows;
}

type Place = { readonly mount: Mount; readonly listed: Listed };

/** By digest where both have one, else byte for byte; what cannot be read counts as different. */
function contentDiffers(a: Place, b: Place): boolean {
	if (a.listed.hexDigest !== undefined && a.listed.hexDigest === b.listed.hexDigest) return false;
	try {
		const [first, second] = [readPlace(a), readPlace(b)];
		if (first?.length !== second?.length) return true;
		return first?.some((byte, at) => byte !== second?.[at]) ?? true;
	} catch (error) {
		if (!(error instanceof LivemountError)) throw error;
		return true;
	}
}

function readPlace({ mount, listed }: Place): Uint8Array | undefined {
	return mount.provider.read(listed.path === undefined ? keyOfHash(listed.urlHash) : keyOfPath(listed.path));
}
