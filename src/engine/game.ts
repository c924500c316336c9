import { type Crypto, LivemountError } from '../bytes/index.ts';
import type { LiveUpdate, Log } from '../liveupdate/index.ts';
import { type LuaFunction, type LuaValue, luaError } from '../lua/index.ts';
import { type Mounts, prepareResource } from '../resource/index.ts';
import type { Collection, CollectionHost } from './collection.ts';
import { createCollection } from './collection-loader.ts';
import type { ComponentType } from './component.ts';
import { createComponentTypes } from './component-types.ts';
import type { Config } from './config.ts';
import { EngineError } from './error.ts';
import { hashOf, SYSTEM_MESSAGE } from './hash.ts';
import type { Http } from './http.ts';
import type { InputAction } from './input.ts';
import { createSockets } from './message.ts';
import { bodyField } from './message-body.ts';
import { createPending } from './pending.ts';
import { resourceTypes } from './resource-types.ts';
import type { CollectionResource } from './resources/collection.ts';
import { createResources, type Loaded } from './resources.ts';
import type { SaveFiles } from './save-files.ts';
import { createScriptContext, type ScriptContext } from './script/script-context.ts';
import type { Callback, ScriptHost } from './script/script-host.ts';
import { createTimers } from './script/timers.ts';
import { Url } from './url.ts';

export type GameOptions = {
	config: Config;
	/** With the bundle mounted as `_base`. */
	mounts: Mounts;
	liveUpdate: LiveUpdate;
	http: Http;
	saveFiles: SaveFiles;
	crypto: Crypto;
	log: Log;
};

/** A running game. */
export type Game = {
	/** Runs one frame of `dt` seconds with the input that came in it. */
	step(dt: number, input?: readonly InputAction[]): void;
	/** Work outside the game that scripts wait for: requests, storage. */
	pendingCount(): number;
	/** Resolves when any of it is done; at once when there is none. */
	nextCompletion(): Promise<void>;
	/** The code a script asked to exit with; `undefined` while the game goes on. */
	exitCode(): number | undefined;
	/** Errors of scripts so far. */
	scriptErrorCount(): number;
	readonly mainCollection: Collection;
	/** Ends the game: `final` on everything. */
	close(): void;
};

/**
 * Starts a game: loads its main collection and initialises it.
 *
 * @throws EngineError, ResourceError, FormatError when the main collection cannot be loaded
 */
export function createGame(options: GameOptions): Game {
	const { config, mounts, liveUpdate, http, saveFiles, crypto } = options;
	const pending = createPending();
	const sockets = createSockets();
	const timers = createTimers();
	const collections = new Map<string, Collection>();
	let deferred: (() => void)[] = [];
	let scriptErrorCount = 0;
	let exitCode: number | undefined;
	let time = 0;

	const log: Log = (entry) => {
		if (entry.severity === 'error' && entry.domain === 'SCRIPT') scriptErrorCount++;
		options.log(entry);
	};
	const resources = createResources({ mounts, types: resourceTypes, log });

	const host: ScriptHost = {
		current: () =>
			scripts.running ?? luaError('You can only access the game from a function of a script, not while it is loaded.'),
		isRunning: () => scripts.running !== undefined,
		ownUrl: () => scripts.running?.url ?? new Url(),
		callback: (fn) => createCallback(scripts, host, fn),
		defer: (work) => {
			deferred.push(work);
		},
		track: (work) => pending.add(work),
		time: () => time,
		collectionOf: (url) => (url.socket ? collections.get(url.socket.text) : undefined),
		sockets,
		resources,
		mounts,
		liveUpdate,
		config,
		timers,
		http,
		saveFiles,
		crypto,
		log,
	};
	const scripts: ScriptContext = createScriptContext(host);

	const start = (path: string): { collection: Collection; release: () => void } => {
		const resource: Loaded<CollectionResource> = resources.get(path);
		try {
			const collection = createCollection(resource.value, path, collectionHost);
			collections.set(collection.name.text, collection);
			return {
				collection,
				release: () => {
					collections.delete(collection.name.text);
					timers.forget(collection);
					resources.release(resource);
				},
			};
		} catch (error) {
			resources.release(resource);
			throw error;
		}
	};

	const componentTypes: ComponentType[] = createComponentTypes({
		scripts,
		timers,
		resources,
		spawner: {
			log,
			load(path) {
				try {
					return start(path);
				} catch (error) {
					// What is missing or broken is the content's fault: the game goes on without it.
					if (!(error instanceof LivemountError)) throw error;
					log({ severity: 'error', domain: 'RESOURCE', message: error.message });
					return undefined;
				}
			},
			prepare: (path) => {
				const preparation = prepareResource(mounts, path);
				return preparation && pending.add(preparation);
			},
		},
	});
	const collectionHost: CollectionHost = { sockets, componentTypes, log };
	const system = sockets.open(hashOf('@system'));
	const render = sockets.open(hashOf('@render'));

	const mainPath = config.string('bootstrap.main_collection');
	if (!mainPath) {
		throw new EngineError('invalid-project', 'game.projectc: expected bootstrap.main_collection, found none');
	}
	const main = start(mainPath);
	main.collection.init();

	const dispatchSystem = (): void => {
		system?.dispatch((message) => {
			if (message.id !== SYSTEM_MESSAGE.exit) return;
			const code = bodyField(message.body, 'code');
			exitCode = typeof code === 'number' ? code : 0;
		});
		// Nothing is drawn here, so nobody listens.
		render?.dispatch(() => undefined);
	};

	return {
		step(dt, input = []) {
			time += dt;
			const due = deferred;
			deferred = [];
			for (const work of due) work();
			for (const action of input) main.collection.dispatchInput(action);
			main.collection.update(dt);
			main.collection.postUpdate();
			dispatchSystem();
		},
		pendingCount: () => pending.count(),
		nextCompletion: () => pending.next(),
		exitCode: () => exitCode,
		scriptErrorCount: () => scriptErrorCount,
		mainCollection: main.collection,
		close() {
			main.collection.final();
			main.collection.destroy();
			main.release();
		},
	};
}

function createCallback(scripts: ScriptContext, host: ScriptHost, fn: LuaFunction): Callback {
	const instance = host.current();
	return {
		instance,
		call(...args: LuaValue[]) {
			if (instance.alive) scripts.call(instance, fn, [instance.self, ...args]);
		},
	};
}
