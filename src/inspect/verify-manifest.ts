import { type Crypto, encodeUtf8, equalBytes, toHex } from '../bytes/index.ts';
import {
	type Bundle,
	FormatError,
	type Manifest,
	manifestContent,
	type ProjectSettings,
	RESOURCE_FLAG,
	readProjectSettings,
	writeManifest,
} from '../formats/index.ts';
import { labelOf } from './bundle-content.ts';
import { supportedEngines } from './engine-names.ts';
import type { Fault, Findings } from './fault.ts';

const MANIFEST = 'game.dmanifest';
const PROJECT = 'game.projectc';
/** What builders take for a title where the project has none. */
const TITLES_OF_NONE = ['', 'unnamed', '<anonymous>', '<anonymous project>'];
const BUNDLED_OR_EXCLUDED = RESOURCE_FLAG.BUNDLED | RESOURCE_FLAG.EXCLUDED;

/**
 * The bundle's settings, and whether the manifest is of the project that they name.
 *
 * @returns undefined when there are none that can be read
 */
export function verifyProject(bundle: Bundle, crypto: Crypto, found: Findings): ProjectSettings | undefined {
	const { manifest, projectText, unknownInList = [] } = bundle;
	for (const name of unknownInList) {
		const message = `expected only what builders write in the list of pieces, found ${JSON.stringify(name)}`;
		found.faults.push({ code: 'encoding', message, where: 'archive_files.json', resource: name });
	}
	if (projectText === '') {
		found.notes.push({ code: 'missing-file', message: `expected ${PROJECT}, found none`, where: bundle.name });
		return undefined;
	}
	let settings: ProjectSettings;
	try {
		settings = readProjectSettings(projectText, PROJECT);
	} catch (error) {
		if (!(error instanceof FormatError)) throw error;
		found.faults.push({ code: 'unreadable', message: error.message, where: PROJECT });
		return undefined;
	}
	const title = settings.get('project.title');
	const titles = title === undefined || title === '' ? TITLES_OF_NONE : [title];
	const { projectIdentifier } = manifest;
	if (!titles.some((text) => equalBytes(crypto.digest('sha1', encodeUtf8(text)), projectIdentifier))) {
		const message =
			`expected the project identifier to be the SHA-1 of the title ${JSON.stringify(title ?? '')} in ${PROJECT}, ` +
			`found ${toHex(projectIdentifier)}`;
		// A signature vouches for the manifest, so that the title was changed, which any text editor can do.
		const list = manifest.signature.length === 0 ? found.faults : found.notes;
		list.push({ code: 'project-identifier', message, where: MANIFEST });
	}
	return settings;
}

/**
 * Checks what no signature vouches for: that a manifest without one is, byte for byte, such as a builder writes.
 *
 * With a signature nothing is checked here, since any change breaks it.
 */
export function verifyUnsigned(manifest: Manifest, about: { where: string; crypto: Crypto; found: Findings }): void {
	if (manifest.signature.length > 0) return;
	const { where, crypto, found } = about;
	const fault = (code: Fault['code'], message: string, resource?: string): void => {
		found.faults.push({ code, message, where, resource });
	};
	const again = writeManifest(manifestContent(manifest));
	if (!equalBytes(again, manifest.fileBytes)) {
		const at = manifest.fileBytes.findIndex((byte, index) => byte !== again[index]);
		const offset = at < 0 ? manifest.fileBytes.length : at;
		const message = `expected the bytes that builders write for this manifest, found others from byte ${offset} on`;
		found.faults.push({ code: 'encoding', message, where, offset });
	}
	if (manifest.signatureHashAlgorithm !== 'sha256') {
		fault('encoding', `expected the signature hash algorithm sha256, found ${manifest.signatureHashAlgorithm}`);
	}
	for (const engine of supportedEngines(manifest, crypto)) {
		if (!/^[0-9a-f]{40}$/.test(engine)) continue;
		fault('engine-version', `expected digests of engine versions, found ${engine}, which is of none that is known`);
	}
	for (let at = 0; at < manifest.entryCount; at++) {
		const resource = manifest.entryAt(at);
		const kind = resource.flags & BUNDLED_OR_EXCLUDED;
		if (kind === RESOURCE_FLAG.BUNDLED || kind === RESOURCE_FLAG.EXCLUDED) continue;
		const label = labelOf(resource);
		fault('disagreement', `${label}: expected it to be bundled or excluded, found flags ${resource.flags}`, label);
	}
}
