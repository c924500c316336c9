import { type Crypto, decodeUtf8Lossy, toHex } from '../bytes/index.ts';
import { engineVersionDigest, type Manifest } from '../formats/index.ts';

/** Minor versions and the highest patch looked for in each; 1.2 had hundreds. */
const MINORS: readonly (readonly [minor: number, patches: number])[] = [
	[2, 260],
	...Array.from({ length: 38 }, (_, index) => [index + 3, 12] as const),
];

/**
 * The engines a manifest supports, by name where the digest is that of a known version, else as they are stored.
 *
 * Builders write the digest of an empty text beside the real ones; it is given as "".
 */
export function supportedEngines(manifest: Manifest, crypto: Crypto): string[] {
	const names = new Map<string, string>();
	const add = (name: string): void => {
		names.set(toHex(engineVersionDigest(name, crypto)), name);
	};
	add('');
	for (const [minor, patches] of MINORS) for (let patch = 0; patch <= patches; patch++) add(`1.${minor}.${patch}`);
	return manifest.engineVersions.map((stored) => {
		const hex = toHex(stored);
		return names.get(hex) ?? (stored.length === 40 ? decodeUtf8Lossy(stored) : hex);
	});
}
