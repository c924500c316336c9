/**
 * The order in which bob writes things that it keeps in a hash map keyed by text.
 *
 * The order is that of a Java `HashMap` into which the keys were put one after the other: by bucket of the spread string
 * hash, in a table that doubles when three quarters full. It means nothing to an engine; with it, equal projects give
 * equal bytes. Keys that stand twice keep their first place.
 */
export function javaHashOrder(keys: Iterable<string>): string[] {
	const unique = [...new Set(keys)];
	let buckets = 16;
	while (unique.length > buckets * 0.75) buckets *= 2;
	return unique
		.map((key, index) => ({ key, index, bucket: spread(stringHash(key)) & (buckets - 1) }))
		.sort((a, b) => a.bucket - b.bucket || a.index - b.index)
		.map(({ key }) => key);
}

function stringHash(text: string): number {
	let hash = 0;
	for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
	return hash;
}

function spread(hash: number): number {
	return hash ^ (hash >>> 16);
}
