import { isAbsolute, resolve } from 'node:path';
import { readArchiveIndex, readManifest } from '../formats/index.ts';
import {
	createArchiveProvider,
	createHttpProvider,
	createZipProvider,
	type Fetch,
	type MountUri,
	type OpenContext,
	type OpenProvider,
	openRemoteZip,
	type ProviderTable,
} from '../resource/index.ts';
import { nodeFetch } from './fetch.ts';
import { openFile } from './file-access.ts';
import { createFolderProvider } from './folder-provider.ts';
import { nodeInflate, openNodeZip } from './open-zip.ts';
import { readFileOrFail } from './read-file.ts';

/**
 * What Node can mount: `zip:` from disk or over HTTP, `archive:` (also `dmanif:`), `file:` folders, and folders behind
 * `http:` and `https:`. To add one of your own, put it into a map with these.
 */
export function nodeProviders(options: { fetch?: Fetch } = {}): ProviderTable {
	const { fetch = nodeFetch } = options;
	return new Map<string, OpenProvider>([
		['zip', (context) => (urlOf(context.uri) === undefined ? openLocalZip(context) : openZipOverHttp(context, fetch))],
		['archive', openArchive],
		['file', async ({ uri }) => createFolderProvider(pathOf(uri))],
		['http', async ({ uri }) => createHttpProvider({ fetch, baseUrl: urlOf(uri) as string })],
	]);
}

/** Paths without a "/" in front are taken from the working folder. */
function pathOf({ location, path }: MountUri): string {
	const file = `${location}${path}`;
	return isAbsolute(file) ? file : resolve(file);
}

/** The address behind `http://host/path`, also when it stands after `zip:`. */
function urlOf({ scheme, location, path }: MountUri): string | undefined {
	return scheme === 'http' || scheme === 'https' ? `${scheme}://${location}${path}` : undefined;
}

async function openLocalZip({ uri, name, crypto, verify, manifest, acceptManifest }: OpenContext) {
	return createZipProvider({
		zip: openNodeZip(pathOf(uri)),
		name,
		crypto,
		verifyReads: verify === 'read',
		acceptManifest,
		...(manifest ? { manifest } : {}),
	});
}

function openZipOverHttp({ uri, crypto, verify, acceptManifest }: OpenContext, fetch: Fetch) {
	return openRemoteZip({
		fetch,
		url: urlOf(uri) as string,
		crypto,
		verifyReads: verify !== 'off',
		acceptManifest,
		inflate: nodeInflate,
	});
}

async function openArchive({ uri, crypto, verify, acceptManifest }: OpenContext) {
	const base = pathOf(uri).replace(/\.dmanifest$/, '');
	const manifest = readManifest(await readFileOrFail(`${base}.dmanifest`), `${base}.dmanifest`);
	acceptManifest(manifest);
	return createArchiveProvider({
		manifest,
		index: readArchiveIndex(await readFileOrFail(`${base}.arci`), `${base}.arci`),
		data: openFile(`${base}.arcd`),
		crypto,
		verifyReads: verify === 'read',
	});
}
