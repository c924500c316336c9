import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConfig, createGame, type Game, type GameOptions, type Http, type InputAction } from '../engine/index.ts';
import type { LiveUpdate } from '../liveupdate/index.ts';
import type { Mounts } from '../resource/index.ts';
import { nodeCrypto } from './crypto.ts';
import { nodeHttp } from './http.ts';
import { createGameFiles } from './lua/files.ts';
import { type OpenLiveUpdateOptions, openLiveUpdate } from './open-live-update.ts';

/** Seconds of a frame: 60 a second, whatever the clock says. */
const FRAME_SECONDS = 1 / 60;
/** Frames after which other work of the process gets a turn, so that it can be interrupted. */
const FRAMES_PER_TURN = 64;

export type PlayOptions = OpenLiveUpdateOptions & {
	/** Settings over those of the bundle, `section.key`. */
	config?: ReadonlyMap<string, string>;
	/** Default: the network. */
	http?: Http;
	/** Where `math.random` begins. */
	seed?: number;
	/** Source of modules that no script of the bundle requires. */
	findModule?: GameOptions['findModule'];
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
	const { bundle, log } = options;
	const config = createConfig(bundle.projectText, options.config);
	const { liveUpdate, storagePath } = await openLiveUpdate({
		mountOnStart: config.boolean('liveupdate.mount_on_start', true),
		...options,
	});
	const { mounts } = liveUpdate;
	options.onMounted?.(mounts);
	const game = createGame({
		config,
		mounts,
		liveUpdate,
		http: options.http ?? nodeHttp,
		crypto: nodeCrypto,
		log,
		seed: options.seed,
		findModule: options.findModule,
		// Without a folder of its own a game keeps its files in memory.
		files: storagePath === undefined ? undefined : createGameFiles(storagePath),
		saveFiles: {
			folderOf(applicationId) {
				// An empty name asks where the game's own content lies.
				// Absolute, as on a device, so that `io`, `sys` and mounts mean the same file by it.
				const folder = resolve(
					storagePath ?? '.livemount',
					applicationId === '' ? '' : `saves/${fileName(applicationId)}`,
				);
				// Without a folder of its own the game's files are in memory, under the same names.
				if (storagePath !== undefined) mkdirSync(folder, { recursive: true });
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
