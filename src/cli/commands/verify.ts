import { type Fault, fitReport, verifyBundle } from '../../inspect/index.ts';
import { nodeCrypto, openContent, readFileOrFail, verifyBundleFiles } from '../../node/index.ts';
import { type CliCommand, EXIT } from '../command.ts';
import { addContentOption, CONTENT_ARGUMENT, type ContentOptions, describeContent } from '../content-options.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = ContentOptions & { publicKey?: string; all?: boolean; decode: boolean };

/** Faults that are printed before the rest is only counted. */
const PRINTED_FAULTS = 10;

export const verifyCommand: CliCommand = {
	name: 'verify',
	summary: 'check every digest, signature, order and reference of a bundle and its published content',
	example: 'livemount verify build/gallery',
	define(command, action) {
		addContentOption(command.argument('<bundle>', CONTENT_ARGUMENT))
			.option('--public-key <file>', "check signatures with this key (DER); default: the bundle's own")
			.option('--no-decode', 'check digests alone, and do not decipher and unpack every resource')
			.option('--all', `print all faults, not only the first ${PRINTED_FAULTS}`)
			.action(async (path: string, options: Options) => action((output) => verify(path, options, output)));
	},
};

async function verify(path: string, options: Options, output: Output): Promise<number> {
	const start = performance.now();
	const opened = await openContent(path, options.content);
	const { kind, packs } = opened;
	const publicKey = options.publicKey === undefined ? undefined : await readFileOrFail(options.publicKey);
	const own = publicKey === undefined ? {} : { publicKey };
	const bundle = { ...opened.bundle, ...own };
	const { decode } = options;
	const found = opened.files
		? await verifyBundleFiles({ bundle: { ...opened.files, ...own }, packs, decode })
		: verifyBundle({ bundle, packs, crypto: nodeCrypto, decode });
	const report = fitReport(found, { kind, packCount: packs.filter(({ manifest }) => manifest).length });
	const { faults, notes, checkedCount, checkedBytes, signature } = report;
	const seconds = (performance.now() - start) / 1000;
	output.line(describeContent(opened));
	output.line(`signature: ${SIGNATURES[signature]}`);
	const blobs = `${plural(checkedCount, 'blob')}, ${formatBytes(checkedBytes)}, read${decode ? ' and decoded' : ''} in ${seconds.toFixed(1)} s`;
	output.line(blobs);
	for (const note of notes.slice(0, PRINTED_FAULTS)) output.line(output.color.dim(`note: ${lineOf(note)}`));
	if (notes.length > PRINTED_FAULTS) output.line(output.color.dim(`and ${notes.length - PRINTED_FAULTS} more notes`));
	if (faults.length === 0) output.line(output.color.green('nothing is wrong'));
	else {
		const shown = options.all ? faults : faults.slice(0, PRINTED_FAULTS);
		for (const fault of shown) output.warn(`${output.color.red(fault.code)}  ${lineOf(fault)}`);
		const rest = faults.length - shown.length;
		output.warn(`${plural(faults.length, 'fault')}${rest > 0 ? `, ${rest} of them not shown (--all shows them)` : ''}`);
	}
	output.result({
		ok: faults.length === 0,
		name: bundle.name,
		kind,
		manifestVersion: bundle.manifest.version,
		indexVersion: kind === 'bundle' || kind === 'device' ? bundle.index.version : null,
		resourceCount: bundle.manifest.entryCount,
		signature,
		checkedCount,
		checkedBytes,
		faultCount: faults.length,
		faults,
		notes,
	});
	return faults.length === 0 ? EXIT.ok : EXIT.input;
}

const SIGNATURES = {
	valid: "valid, made with the private half of the bundle's public key",
	invalid: 'INVALID',
	none: 'none, as engines from 1.12 on leave it',
	'no-key': 'there is one, but no public key to check it with (--public-key takes one)',
} as const;

function lineOf({ where, offset, message, resource }: Fault): string {
	const named = resource !== undefined && !message.includes(resource) ? `${resource}: ` : '';
	return `${where}${offset === undefined ? '' : ` at byte ${offset}`}: ${named}${message}`;
}
