import { Option } from 'commander';
import { hash64ToHex } from '../../bytes/index.ts';
import { formatLogEntry } from '../../engine/index.ts';
import type { Era } from '../../liveupdate/index.ts';
import { loadBundle, openLiveUpdate } from '../../node/index.ts';
import { findShadows, type Mount, type Shadow } from '../../resource/index.ts';
import { type CliCommand, collect, EXIT } from '../command.ts';
import { debugLevelsOf } from '../debug-levels.ts';
import { parseMountOption } from '../mount-option.ts';
import { type Output, plural } from '../output.ts';

type Options = { store?: string; mount: string[]; shadows?: boolean; era: Era; engineVersion?: string };

export const mountsCommand: CliCommand = {
	name: 'mounts',
	summary: 'list the mounts a bundle would start with, and what each hides of those below',
	example: 'livemount mounts build/gallery --store build/store --shadows',
	define(command, action) {
		command
			.argument('<bundle>', 'a build, or a folder with game.dmanifest or archive_files.json')
			.option('--store <dir>', 'where the game keeps its content; nothing in it is changed')
			.option('--mount <name=uri[@priority]>', 'mount this too; may be repeated', collect, [])
			.option('--shadows', 'list every resource that a mount hides of one below it')
			.addOption(new Option('--era <letter>', "which of Defold's live updates").choices(['A', 'B', 'C']).default('B'))
			.option('--engine-version <version>', "the engine the game is told it runs on; default: the era's")
			.action(async (bundle: string, options: Options) => action((output) => listMounts(bundle, options, output)));
	},
};

async function listMounts(folder: string, options: Options, output: Output): Promise<number> {
	const faults: string[] = [];
	const { liveUpdate, storagePath } = await openLiveUpdate({
		bundle: await loadBundle(folder),
		era: options.era,
		dry: true,
		mounts: options.mount.map(parseMountOption),
		// What a pack may hide is what this command shows; a game would refuse some of it.
		allowShadowing: true,
		debugLevels: debugLevelsOf(process.env),
		log: (entry) => {
			if (entry.severity === 'error') faults.push(entry.message);
			output.warn(formatLogEntry(entry));
		},
		...(options.store === undefined ? {} : { storeFolder: options.store }),
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
	});
	const { mounts } = liveUpdate;
	const list = mounts.list();
	const counts = new Map(list.map((mount) => [mount, [...mount.provider.list()].length]));
	const shadows = options.shadows ? findShadows(mounts) : [];
	for (const mount of list) {
		output.line(
			`${String(mount.priority).padStart(5)}  ${mount.name.padEnd(16)} ${plural(counts.get(mount) ?? 0, 'resource').padEnd(16)} ${mount.uri}`,
		);
		if (options.shadows)
			printShadows(
				shadows.filter(({ by }) => by === mount),
				output,
			);
	}
	output.result({
		ok: faults.length === 0,
		storage: storagePath ?? null,
		mounts: list.map((mount) => ({
			name: mount.name,
			uri: mount.uri,
			priority: mount.priority,
			scheme: mount.provider.scheme,
			resources: counts.get(mount),
		})),
		...(options.shadows ? { shadows: shadows.map(plainShadow) } : {}),
		faults,
	});
	mounts.close();
	return faults.length === 0 ? EXIT.ok : EXIT.input;
}

function printShadows(shadows: readonly Shadow[], output: Output): void {
	const byHidden = new Map<Mount, Shadow[]>();
	for (const shadow of shadows) byHidden.set(shadow.hidden, [...(byHidden.get(shadow.hidden) ?? []), shadow]);
	for (const [hidden, some] of byHidden) {
		const changed = some.filter(({ differs }) => differs).length;
		output.line(`         hides ${plural(some.length, 'resource')} of ${hidden.name}, ${changed} with other content`);
		for (const shadow of some) output.line(`           ${shadow.differs ? '≠' : '='} ${nameOf(shadow)}`);
	}
}

function plainShadow(shadow: Shadow): Record<string, unknown> {
	const { by, hidden, differs, path, urlHash } = shadow;
	return { path: path ?? null, urlHash, by: by.name, hidden: hidden.name, differs };
}

function nameOf({ path, urlHash }: Shadow): string {
	return path ?? `resource with url hash ${hash64ToHex(urlHash)}`;
}
