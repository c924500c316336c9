import { toHex } from '../bytes/index.ts';
import {
	type CompiledScripts,
	type Config,
	createConfig,
	createGame,
	createInputMapper,
	type Game,
	type InputMapper,
} from '../engine/index.ts';
import { type Bundle, InputBindingSchema, portableCrypto, readMessage } from '../formats/index.ts';
import { createLiveUpdate, type Log } from '../liveupdate/index.ts';
import { BASE_MOUNT, createArchiveProvider, createMounts, keyOfPath } from '../resource/index.ts';
import { openWebStorage, webHttp, webProviders } from '../web/index.ts';
import type { PlayerSettings } from './protocol.ts';

/** Mounts a bundle and what earlier visits stored, and starts the game. */
export async function startGame(options: {
	bundle: Bundle;
	settings: PlayerSettings;
	log: Log;
	compiledScripts: CompiledScripts | undefined;
}): Promise<{ game: Game; config: Config; input: InputMapper }> {
	const { bundle, settings, log, compiledScripts } = options;
	const config = createConfig(bundle.projectText, new Map(Object.entries(settings.config ?? {})));
	const mounts = createMounts();
	mounts.add({
		...BASE_MOUNT,
		uri: 'archive:game.dmanifest',
		persistent: false,
		provider: createArchiveProvider({
			manifest: bundle.manifest,
			index: bundle.index,
			data: bundle.data,
			crypto: portableCrypto,
			verifyReads: true,
		}),
	});
	const { storage } = await openWebStorage({
		folder: toHex(bundle.manifest.projectIdentifier),
		log,
		...(settings.storage === undefined ? {} : { prefer: settings.storage }),
	});
	const liveUpdate = await createLiveUpdate({
		era: settings.era ?? 'B',
		mounts,
		bundle,
		crypto: portableCrypto,
		providers: webProviders(),
		log,
		mountOnStart: config.boolean('liveupdate.mount_on_start', true),
		...(storage === undefined ? {} : { storage }),
		...(settings.engineVersion === undefined ? {} : { engineVersion: settings.engineVersion }),
	});
	const game = createGame({
		config,
		mounts,
		liveUpdate,
		http: webHttp,
		crypto: portableCrypto,
		log,
		...(compiledScripts === undefined ? {} : { compiledScripts }),
		saveFiles: { folderOf: (applicationId) => `/data/${applicationId}` },
	});
	const bindingPath = config.string('input.game_binding', '/input/game.input_bindingc');
	const input = createInputMapper({
		binding: readMessage(InputBindingSchema, mounts.read(keyOfPath(bindingPath)) ?? new Uint8Array(), bindingPath),
		repeatDelay: config.number('input.repeat_delay', 0.5),
		repeatInterval: config.number('input.repeat_interval', 0.2),
	});
	return { game, config, input };
}
