import { decodeUtf8, toHex } from '../../bytes/index.ts';
import {
	createSourceText,
	FormatError,
	readGameProject,
	readGraphFile,
	readLiveUpdateSettings,
	readMountsFile,
	readReferenceFile,
	readRsaPrivateKey,
	readRsaPublicKey,
} from '../../formats/index.ts';
import { type FileContent, type FileKind, type InspectedFile, orNull } from './file-kind.ts';

/** Small files of a bundle, of a project's live update, and of the folder that an engine keeps on a device. */
export const SMALL_KINDS: readonly FileKind[] = [
	{
		kind: 'mounts',
		named: (base) => base === 'liveupdate.mounts',
		inspect({ bytes, name }) {
			const { mounts, invalidLines } = readMountsFile(bytes(), name);
			return { facts: { mounts: mounts.length, invalidLines }, items: mounts.map((mount) => ({ ...mount })) };
		},
	},
	{
		kind: 'reference',
		named: (base) => /^liveupdate\.ref(\.tmp)?$/.test(base),
		inspect: ({ bytes, name }) => ({ facts: { path: readReferenceFile(bytes(), name) } }),
	},
	{ kind: "signature of the bundle's manifest", named: (base) => base === 'bundle.ver', inspect: inspectBundleVer },
	{ kind: 'resource graph', named: (base) => base.endsWith('.graph.json'), inspect: inspectGraph },
	{
		kind: 'settings',
		named: (base) => /\.projectc0?$/.test(base) || /^game\d*\.projectc$/.test(base) || base === 'game.project',
		inspect: inspectProject,
	},
	{ kind: 'live-update settings', named: (base) => /\.settings$/.test(base), inspect: inspectSettings },
	{
		kind: 'key',
		named: (base) => /\.(der0?|pem|key)$/.test(base) || /^game\d*\.public\.der$/.test(base),
		inspect: inspectKey,
	},
];

function inspectBundleVer({ bytes, name, beside }: InspectedFile): FileContent {
	const signature = bytes();
	const known = [64, 128, 256, 512].includes(signature.length);
	return {
		facts: {
			signatureBits: signature.length * 8,
			signature: toHex(signature),
			storedManifestBeside: beside('liveupdate.dmanifest') !== undefined,
		},
		problem: known
			? undefined
			: `${name}: expected a signature of 64, 128, 256 or 512 bytes, found ${signature.length}`,
	};
}

function inspectGraph({ bytes, name }: InspectedFile): FileContent {
	const nodes = readGraphFile(decodeUtf8(bytes(), name), name);
	return {
		facts: { nodes: nodes.length, excluded: nodes.filter(({ isInMainBundle }) => isInMainBundle === false).length },
		items: nodes.map(({ path, hexDigest, nodeType, isInMainBundle, children }) => ({
			path,
			hexDigest,
			nodeType: orNull(nodeType),
			isInMainBundle: orNull(isInMainBundle),
			children: [...children],
		})),
	};
}

function inspectProject({ bytes, name }: InspectedFile): FileContent {
	const { settings, diagnostics } = readGameProject(createSourceText(name, decodeUtf8(bytes(), name)));
	const facts: { [name: string]: string } = {};
	for (const { section, key, value } of settings.entries) facts[`${section}.${key}`] = value;
	return { facts, problem: firstOf(diagnostics) };
}

function inspectSettings({ bytes, name }: InspectedFile): FileContent {
	const { settings, diagnostics } = readLiveUpdateSettings(createSourceText(name, decodeUtf8(bytes(), name)));
	const known = settings.values.size > 0 || diagnostics.length > 0;
	return {
		facts: { mode: orNull(settings.mode), ...Object.fromEntries(settings.values) },
		problem: known ? firstOf(diagnostics) : `${name}: expected settings in a section [liveupdate], found none`,
	};
}

/** The first error of a source, as compilers print it. */
export function firstOf(
	diagnostics: readonly { file: string; line: number; column: number; message: string; severity: string }[],
): string | undefined {
	const errors = diagnostics.filter(({ severity }) => severity === 'error');
	const [first] = errors;
	if (!first) return undefined;
	const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
	return `${first.file}:${first.line}:${first.column}: ${first.message}${more}`;
}

function inspectKey({ bytes, name, crypto }: InspectedFile): FileContent {
	const key = bytes();
	const about = (what: string, bits: number, exponent: bigint): FileContent => ({
		facts: {
			key: what,
			bits,
			exponent: `${exponent}`,
			...(bits < 2048 ? { warning: 'keys below 2048 bits are not safe any more' } : {}),
			sha1: toHex(crypto.digest('sha1', key)),
		},
	});
	try {
		const { modulusBits, exponent } = readRsaPublicKey(key, name);
		return about('public', modulusBits, exponent);
	} catch (publicError) {
		if (!(publicError instanceof FormatError)) throw publicError;
		// A private key has more in it than a public one, so the message about the public one says more when it is neither.
		try {
			const { modulusBits, exponent } = readRsaPrivateKey(key, name);
			return about('private', modulusBits, exponent);
		} catch {
			throw publicError;
		}
	}
}
