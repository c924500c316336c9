/** The files of a game's folder on a device. Those called `livemount.*` are ours, the others Defold's. */
export const DEVICE_FILES = {
	/** What `store_manifest` kept. */
	manifest: 'liveupdate.dmanifest',
	/** Index of the archive of single resources. */
	index: 'liveupdate.arci',
	/** Where Defold's engine leaves the new index until its next start. */
	indexTmp: 'liveupdate.arci.tmp',
	/** Its data: blobs one after the other. */
	data: 'liveupdate.arcd',
	/** The same, being written anew without what was removed. */
	dataTmp: 'liveupdate.arcd.tmp',
	/** Path of the zip that era A's `store_archive` kept; the first until the next start. */
	referenceTmp: 'liveupdate.ref.tmp',
	reference: 'liveupdate.ref',
	/** The mounts that era B keeps. */
	mounts: 'liveupdate.mounts',
	/** Era A's mark of the bundle to which the stored manifest belongs: its manifest's signature. */
	bundleVersion: 'bundle.ver',
	/** Bundle and releases seen, in every era. */
	state: 'livemount.state',
	/** Which stored resources were read last. */
	usage: 'livemount.usage',
	/** The index that fits the data being written anew; once it is there, the change is finished at the next start. */
	compactedIndex: 'livemount.compacted.arci',
} as const;

/** The name under which a file that cannot be read is kept. */
export function asideName(name: string): string {
	return `${name}.unreadable`;
}
