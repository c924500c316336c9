import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { toHex } from '../bytes/index.ts';
import { createConfig, createGame, type Game, type Http, type InputAction } from '../engine/index.ts';
import {
	createDebugLog,
	createLiveUpdate,
	type DebugLevels,
	type Era,
	type LiveUpdate,
	type LiveUpdateOptions,
	type Log,
} from '../liveupdate/index.ts';
import {
	BASE_MOUNT,
	createArchiveProvider,
	createMounts,
	type Mounts,
	type ProviderTable,
	type Verify,
} from '../resource/index.ts';
import { nodeCrypto } from './crypto.ts';
import { nodeHttp } from './http.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { nodeProviders } from './providers.ts';
import { openFolderStorage } from './storage.ts';

/** Seconds of a frame: 60 a second, whatever the clock says. */
const FRAME_SECONDS = 1 / 60;
/** Frames after which other work of the process gets a turn, so that it can be interrupted. */
const FRAMES_PER_TURN = 64;

export type PlayOptions = {
	bundle: OpenedBundle;
	era: Era;
	engineVersion?: string;
	/** The folder under which the game's own folder lies; without it nothing can be stored. */
	storeFolder?: string;
	/** Mounted before the first frame. */
	mounts?: readonly { name: string; uri: string; priority: number }[];
	/** Settings over those of the bundle, `section.key`. */
	config?: ReadonlyMap<string, string>;
	verify?: Verify;
	/** Default: `nodeProviders()`. */
	providers?: ProviderTable;
	allowShadowing?: boolean;
	quirks?: boolean;
	/** Levels of the debug log. */
	debugLevels?: DebugLevels;
	log: Log;
	/** Default: the network. */
	http?: Http;
	onStored?: LiveUpdateOptions['onStored'];
	/** Told when all mounts are there and the game has not begun. */
	onMounted?: (mounts: Mounts) => void;
};

/** A game on Node, ready to run frames. */
export type Played = {
	readonly game: Game;
	readonly mounts: Mounts;
	readonly liveUpdate: LiveUpdate;
	/** Where the game keeps its content; `undefined` when it cannot. */
	readonly storagePath: string | undefined;
	/** Ends the game and waits until what it stored is safe. */
	close(): Promise<void>;
};

/**
 * Starts a bundle headless.
 *
 * Stored content lies in `<store>/<project identifier>`, as on a device.
 *
 * @throws EngineError, LiveUpdateError, ResourceError, FormatError, NodeError
 */
export async function playBundle(options: PlayOptions): Promise<Played> {
	const { bundle, era, log, storeFolder, verify = 'mount' } = options;
	const config = createConfig(bundle.projectText, options.config);
	const { debugLevels = {}, allowShadowing = false, quirks = false } = options;
	const mounts = createMounts({ debug: createDebugLog('resource', debugLevels, log) });
	mounts.add({
		...BASE_MOUNT,
		uri: 'archive:game.dmanifest',
		persistent: false,
		provider: createArchiveProvider({
			manifest: bundle.manifest,
			index: bundle.index,
			data: bundle.data,
			crypto: nodeCrypto,
			verifyReads: verify !== 'off',
		}),
	});
	const identifier = toHex(bundle.manifest.projectIdentifier);
	const storagePath = storeFolder && join(storeFolder, identifier);
	const liveUpdate = await createLiveUpdate({
		era,
		mounts,
		bundle,
		crypto: nodeCrypto,
		providers: options.providers ?? nodeProviders(),
		log,
		debugLevels,
		verify,
		allowShadowing,
		quirks,
		mountOnStart: config.boolean('liveupdate.mount_on_start', true),
		...(options.onStored === undefined ? {} : { onStored: options.onStored }),
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
		...(storagePath === undefined ? {} : { storage: await openFolderStorage(storagePath) }),
	});
	for (const mount of options.mounts ?? []) await liveUpdate.addMount(mount);
	options.onMounted?.(mounts);
	const game = createGame({
		config,
		mounts,
		liveUpdate,
		http: options.http ?? nodeHttp,
		crypto: nodeCrypto,
		log,
		saveFiles: {
			folderOf(applicationId) {
				// An empty name asks where the game's own content lies.
				const folder = join(
					storagePath ?? '.livemount',
					applicationId === '' ? '' : `saves/${fileName(applicationId)}`,
				);
				mkdirSync(folder, { recursive: true });
				return folder;
			},
		},
	});
	return {
		game,
		mounts,
		liveUpdate,
		storagePath,
		async close() {
			game.close();
			await liveUpdate.idle();
			mounts.close();
		},
	};
}

/** An application's id as a folder name that leads nowhere else. */
function fileName(applicationId: string): string {
	return applicationId.replace(/[^A-Za-z0-9_. -]/g, '_').replace(/^\.+/, '_');
}

/** Why a run ended. */
export type RunEnd = { readonly frames: number; readonly reason: 'frames' | 'exit' | 'idle' };

/**
 * Runs frames as fast as the machine can. While scripts wait for the network or storage, game time passes no faster than
 * real time, so that their timeouts mean what they say.
 */
export async function runFrames(
	game: Game,
	options: {
		/** The limit; `Infinity` for none. */
		frames: number;
		/** Also ends after so many frames in which nothing was pending or logged. */
		idleFrames?: number;
		/** Counts whatever counts as life, for `idleFrames`. */
		activity?: () => number;
		input?: ReadonlyMap<number, readonly InputAction[]>;
	},
): Promise<RunEnd> {
	const { frames, idleFrames = Number.POSITIVE_INFINITY, activity = () => 0, input } = options;
	let lastActivity = activity();
	let quietFrames = 0;
	for (let frame = 0; frame < frames; frame++) {
		if (game.pendingCount() > 0) {
			await Promise.race([game.nextCompletion(), delay(FRAME_SECONDS * 1000)]);
		} else if (frame % FRAMES_PER_TURN === 0) await delay(0);
		game.step(FRAME_SECONDS, input?.get(frame) ?? []);
		if (game.exitCode() !== undefined) return { frames: frame + 1, reason: 'exit' };
		const now = activity();
		quietFrames = now === lastActivity && game.pendingCount() === 0 ? quietFrames + 1 : 0;
		lastActivity = now;
		if (quietFrames >= idleFrames) return { frames: frame + 1, reason: 'idle' };
	}
	return { frames, reason: 'frames' };
}
