import {
	createHttpProvider,
	type MountUri,
	type OpenProvider,
	openRemoteZip,
	type ProviderTable,
} from '../resource/index.ts';
import { webFetch } from './fetch.ts';

/**
 * What a browser can mount: `zip:` over HTTP, read in ranges, and folders behind `http:` and `https:`. Addresses without a
 * scheme of their own are taken from the page's.
 */
export function webProviders(): ProviderTable {
	return new Map<string, OpenProvider>([
		[
			'zip',
			({ uri, crypto, verify, acceptManifest }) =>
				openRemoteZip({
					fetch: webFetch,
					url: urlOf(uri),
					crypto,
					verifyReads: verify !== 'off',
					acceptManifest,
				}),
		],
		['http', async ({ uri }) => createHttpProvider({ fetch: webFetch, baseUrl: urlOf(uri) })],
	]);
}

function urlOf({ scheme, location, path }: MountUri): string {
	const isWhole = scheme === 'http' || scheme === 'https';
	return isWhole ? `${scheme}://${location}${path}` : new URL(`${location}${path}`, self.location.href).href;
}
