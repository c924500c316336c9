// The data of a report as it stands in the page: what the page's script reads of the build's `report.json`.

export type Resource = {
	readonly path: string;
	readonly place: 'bundled' | 'excluded';
	readonly sizeBytes: number;
	readonly storedSizeBytes: number;
	readonly hexDigest: string;
	readonly why: readonly string[];
	readonly alsoUsedBy: readonly string[];
};

type Pack = {
	readonly name: string;
	readonly users: readonly string[];
	readonly paths: readonly string[];
	readonly sizeBytes: number;
};

export type Report = {
	readonly title: string;
	readonly engineVersion: string;
	readonly variant: string;
	readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
	readonly bundleSizeBytes: number;
	readonly excludedSizeBytes: number;
	readonly resources: readonly Resource[];
	readonly packs: readonly Pack[];
	readonly duplicates: readonly { readonly sizeBytes: number; readonly paths: readonly string[] }[];
	readonly nearlyExcludable: readonly {
		readonly kind: 'edge' | 'proxy';
		readonly owner: string;
		readonly path: string;
		readonly freedSizeBytes: number;
		readonly resourceCount: number;
	}[];
	readonly diagnostics: readonly { readonly file: string; readonly line: number; readonly message: string }[];
};
