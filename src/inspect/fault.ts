/** What is wrong with a bundle, in one of these ways. */
export type FaultCode =
	/** The index's MD5 is not that of its content. */
	| 'index-digest'
	/** A part of the index or data that builders leave 0 is not. */
	| 'not-zero'
	/** An entry reaches beyond the archive data, or into another entry. */
	| 'range'
	/** Stored bytes are not what their digest says. */
	| 'digest'
	/** Stored bytes do not decode to what the entry says. */
	| 'decoding'
	/** A url hash is not that of its url. */
	| 'url-hash'
	/** The manifest lists bundled content that the archive does not have. */
	| 'missing-content'
	/** Manifest and index, or manifest and published blob, tell different sizes or flags. */
	| 'disagreement'
	/** The manifest's archive identifier is not the index's MD5. */
	| 'archive-identifier'
	/** A dependant is not listed in the same manifest, or is missing among the dependants. */
	| 'unlisted-dependant'
	/** A resource, or a setting, names a resource that no manifest lists. */
	| 'unlisted-resource'
	/** The manifest is not of the project that the settings name. */
	| 'project-identifier'
	/** An unsigned manifest supports an engine that there never was. */
	| 'engine-version'
	/** An unsigned manifest, an index or the list of pieces is not written as builders write it. */
	| 'encoding'
	/** A file is not there. */
	| 'missing-file'
	/** The signature does not belong to the manifest and the bundle's key. */
	| 'signature'
	/** A pack was not made for this bundle. */
	| 'foreign-pack'
	/** A part could not be read at all. */
	| 'unreadable';

/** Something wrong, and where. Plain JSON. */
export type Fault = {
	readonly code: FaultCode;
	/** What was read, expected and found. */
	readonly message: string;
	/** The part it was found in: a file of the bundle, or a pack. */
	readonly where: string;
	/** In that part, in bytes; undefined where it has no one place. */
	readonly offset?: number | undefined;
	/** Path, or url hash, of the resource. */
	readonly resource?: string | undefined;
};

/** Where checks put what they find. */
export type Findings = {
	readonly faults: Fault[];
	readonly notes: Fault[];
	checkedCount: number;
	checkedBytes: number;
};
