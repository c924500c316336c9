import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { clearStore, DEVICE_FILES, reportStore, verifyStore } from '../../liveupdate/index.ts';
import { NodeError, nodeCrypto, openFolderStorage } from '../../node/index.ts';
import { type CliCommand, EXIT, UsageError } from '../command.ts';
import { formatBytes, type Output, plural } from '../output.ts';

type Options = { store: string; forget?: boolean };

const ACTIONS: Readonly<
	Record<string, (folders: readonly string[], options: Options, output: Output) => Promise<number>>
> = { ls: list, verify, clear };

export const storeCommand: CliCommand = {
	name: 'store',
	summary: 'look at what games have stored, check it, or clear it so that it is fetched again',
	example: 'livemount store ls --store build/store',
	define(command, action) {
		command
			.argument('<what>', 'ls, verify or clear')
			.requiredOption('--store <dir>', 'the folder given to run, or that of one game in it')
			.option('--forget', 'with clear: forget also which releases were seen, which protects against older ones')
			.action(async (what: string, options: Options) =>
				action((output) => {
					const act = ACTIONS[what];
					if (!act) throw new UsageError(`store ${what}: expected ls, verify or clear`);
					return act(gameFolders(options.store), options, output);
				}),
			);
	},
};

/** Folders of games: those named by a project identifier, or the folder itself. */
function gameFolders(store: string): string[] {
	if (!statSync(store, { throwIfNoEntry: false })?.isDirectory()) {
		throw new NodeError('not-found', `cannot open the store ${store}: there is no such folder`, {
			data: { path: store },
		});
	}
	const isGame = Object.values(DEVICE_FILES).some((name) => existsSync(join(store, name)));
	if (isGame || /^\.?[0-9a-f]{40}$/.test(basename(store))) return [store];
	return readdirSync(store, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && /^\.?[0-9a-f]{40}$/.test(entry.name))
		.map(({ name }) => join(store, name))
		.sort();
}

async function list(folders: readonly string[], _options: Options, output: Output): Promise<number> {
	const games = [];
	for (const folder of folders) {
		const report = await reportStore(await openFolderStorage(folder));
		const totalBytes = report.resources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
		output.line(`${folder}: ${plural(report.resources.length, 'resource')}, ${formatBytes(totalBytes)}`);
		for (const { hexDigest, sizeBytes } of report.resources) {
			output.line(`  ${hexDigest}  ${formatBytes(sizeBytes).padStart(8)}`);
		}
		const { manifest, reference } = report;
		if (manifest) {
			const release = manifest.release === undefined ? '' : `, release ${manifest.release}`;
			output.line(`  a stored manifest of version ${manifest.version}, ${manifest.entryCount} entries${release}`);
		}
		for (const { name, uri, priority } of report.mounts) output.line(`  mount ${name} at ${priority}: ${uri}`);
		if (reference !== undefined) output.line(`  a stored archive: ${reference}`);
		for (const name of report.asideNames) output.line(`  put aside because it could not be read: ${name}`);
		for (const fault of report.faults) output.warn(fault);
		games.push({ folder, totalBytes, ...report });
	}
	if (folders.length === 0) output.line('no game has stored anything here');
	output.result({ ok: true, games });
	return EXIT.ok;
}

async function verify(folders: readonly string[], _options: Options, output: Output): Promise<number> {
	const games = [];
	let faultCount = 0;
	for (const folder of folders) {
		const storage = await openFolderStorage(folder);
		const faults = await verifyStore({ storage, crypto: nodeCrypto });
		const { resources } = await reportStore(storage);
		faultCount += faults.length;
		output.line(
			`${folder}: ${plural(resources.length, 'resource')}, ${faults.length === 0 ? 'all as they should be' : plural(faults.length, 'fault')}`,
		);
		for (const fault of faults) output.line(`  ${fault}`);
		games.push({ folder, resources: resources.length, faults });
	}
	output.result({ ok: faultCount === 0, games });
	return faultCount === 0 ? EXIT.ok : EXIT.input;
}

async function clear(folders: readonly string[], options: Options, output: Output): Promise<number> {
	const games = [];
	for (const folder of folders) {
		const storage = await openFolderStorage(folder);
		const removed = await clearStore({ storage, forget: options.forget === true });
		output.line(
			`${folder}: ${plural(removed.length, 'file')} removed${removed.length > 0 ? `: ${removed.join(', ')}` : ''}`,
		);
		games.push({ folder, removed });
	}
	output.result({ ok: true, games });
	return EXIT.ok;
}
