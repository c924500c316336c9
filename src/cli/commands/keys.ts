import { generateKeyFiles } from '../../node/index.ts';
import { type CliCommand, EXIT, parseCount, UsageError } from '../command.ts';
import type { Output } from '../output.ts';

type Options = { to: string; bits: string };

const MIN_BITS = 512;
const MAX_BITS = 4096;
/** Shorter keys have been broken. */
const SAFE_BITS = 2048;

export const keysCommand: CliCommand = {
	name: 'keys',
	summary: 'generate the pair of RSA keys that signs manifests',
	example: 'livemount keys generate --to keys',
	define(command, action) {
		command
			.argument('<action>', 'generate')
			.requiredOption(
				'--to <dir>',
				'where private.der (PKCS#8) and public.der (SPKI) go; files there are never replaced',
			)
			.option('--bits <number>', `${MIN_BITS} to ${MAX_BITS}`, `${SAFE_BITS}`)
			.action(async (name: string, options: Options) => action((output) => keys(name, options, output)));
	},
};

async function keys(name: string, options: Options, output: Output): Promise<number> {
	if (name !== 'generate') throw new UsageError(`keys ${name}: expected "keys generate"`);
	const bits = parseCount(options.bits, '--bits', MIN_BITS);
	if (bits > MAX_BITS) throw new UsageError(`--bits ${options.bits}: expected ${MIN_BITS} to ${MAX_BITS}`);
	const { privatePath, publicPath } = await generateKeyFiles({ folder: options.to, bits });
	output.line(`${privatePath}  signs manifests; keep it secret and keep a copy: without it nothing can be updated`);
	output.line(`${publicPath}  goes into the bundle; players' engines check signatures with it`);
	if (bits < SAFE_BITS) {
		output.warn(
			`warning: ${bits} bits are too few to be safe today; use ${SAFE_BITS} or more unless an old engine needs it`,
		);
	}
	output.result({ ok: true, bits, privateKey: privatePath, publicKey: publicPath, weak: bits < SAFE_BITS });
	return EXIT.ok;
}
