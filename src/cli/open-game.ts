import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eraRules } from '../liveupdate/index.ts';
import { buildToFolder, loadBundle, type OpenedBundle } from '../node/index.ts';
import { parseConfigOptions } from './command.ts';
import type { Output } from './output.ts';
import { printDiagnostics } from './print-diagnostics.ts';

/** A game to be played: a bundle, or a project that was built for it. */
export type OpenedGame = { readonly bundle: OpenedBundle; dispose(): Promise<void> };

/** Opens a bundle; a project is built first, with all content inside. `undefined` when it has faults, which were printed. */
export async function openGame(
	folder: string,
	{ output, config }: { output: Output; config: readonly string[] },
): Promise<OpenedGame | undefined> {
	const isBundle = existsSync(join(folder, 'game.dmanifest')) || existsSync(join(folder, 'bundle'));
	if (isBundle || !existsSync(join(folder, 'game.project'))) {
		return { bundle: await loadBundle(folder), dispose: async () => undefined };
	}
	const out = await mkdtemp(join(tmpdir(), 'livemount-run-'));
	const dispose = async (): Promise<void> => rm(out, { recursive: true, force: true });
	try {
		const { diagnostics, record } = await buildToFolder({
			project: folder,
			out,
			variant: 'debug',
			excludeContent: false,
			exclude: [],
			engineVersion: eraRules('B').engineVersion,
			overrides: parseConfigOptions(config),
			keys: undefined,
		});
		printDiagnostics(diagnostics, output);
		if (record) return { bundle: await loadBundle(out), dispose };
	} catch (error) {
		await dispose();
		throw error;
	}
	await dispose();
	return undefined;
}
