import { dirname, join } from 'node:path';
import { BUILD_LAYOUT, findKeys, loadKeys } from '../node/index.ts';
import type { SigningKeys } from '../publisher/index.ts';
import { UsageError } from './command.ts';

/**
 * The pair to sign with: the one named, or the one kept in a build.
 *
 * @throws UsageError when only the public key is named; NodeError when a key cannot be read
 */
export async function readSigningKeys(
	named: { privateKey?: string | undefined; publicKey?: string | undefined },
	build: string | undefined,
): Promise<SigningKeys | undefined> {
	const { privateKey, publicKey } = named;
	if (privateKey !== undefined) return await loadKeys(privateKey, publicKey ?? join(dirname(privateKey), 'public.der'));
	if (publicKey !== undefined) throw new UsageError('--public-key needs --private-key as well');
	return build === undefined ? undefined : await findKeys(join(build, BUILD_LAYOUT.keys));
}
