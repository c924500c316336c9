import { type Crypto, LivemountError, textToBinary } from '../bytes/index.ts';
import type { RenderPrototypeDescSchema } from '../formats/index.ts';
import type { LiveUpdate, Log } from '../liveupdate/index.ts';
import {
	createMemoryFileSystem,
	LuaError,
	type LuaFileSystem,
	type LuaFunction,
	LuaSyntaxError,
	type LuaValue,
	luaError,
} from '../lua/index.ts';
import { type Mounts, prepareResource } from '../resource/index.ts';
import { type Clock, createGameClock } from './clock.ts';
import type { Collection, CollectionHost } from './collection.ts';
import { createCollection } from './collection-loader.ts';
import type { ComponentType } from './component.ts';
import { createComponentTypes } from './component-types.ts';
import { createCollisionObjectType } from './components/collision-objects.ts';
import { Gui } from './components/gui.ts';
import { Script } from './components/script.ts';
import type { Config } from './config.ts';
import { createDisplay, type Display } from './display.ts';
import { EngineError } from './error.ts';
import { type Hash, hashOf, SYSTEM_MESSAGE } from './hash.ts';
import type { Http } from './http.ts';
import type { InputAction } from './input.ts';
import { createSockets, type MessageBody } from './message.ts';
import { bodyField } from './message-body.ts';
import { luaTableOf } from './modules/lua-table-of.ts';
import { WINDOW_EVENT, type WindowListener } from './modules/window.ts';
import { createPending } from './pending.ts';
import type { GraphicsDevice } from './render/commands.ts';
import { RenderScript } from './render/render-script.ts';
import { createRenderer, type Renderer } from './render/renderer.ts';
import { resourceTypes } from './resource-types.ts';
import type { CollectionResource } from './resources/collection.ts';
import type { MessageResource } from './resources/message.ts';
import type { ScriptResource } from './resources/script.ts';
import { createResources, type Loaded } from './resources.ts';
import type { SaveFiles } from './save-files.ts';
import type { CompiledScripts } from './script/compiled-scripts.ts';
import { createScriptContexts } from './script/contexts.ts';
import type { ScriptRun } from './script/script-context.ts';
import type { Callback, ScriptHost } from './script/script-host.ts';
import { type PlacedScript, ScriptInstance } from './script/script-instance.ts';
import { createTimers } from './script/timers.ts';
import { createSoundMixer } from './sound-mixer.ts';
import { parseUrl, Url } from './url.ts';

export type GameOptions = {
	config: Config;
	/** With the bundle mounted as `_base`. */
	mounts: Mounts;
	liveUpdate: LiveUpdate;
	http: Http;
	saveFiles: SaveFiles;
	crypto: Crypto;
	log: Log;
	/** Scripts that were compiled ahead of time; any other is compiled when it is loaded. */
	compiledScripts?: CompiledScripts;
	/** Files for `io`, `sys.save` and `sys.load`; by default they are kept in memory. */
	files?: LuaFileSystem | undefined;
	/** The time scripts see; by default that of the frames run so far. */
	clock?: Clock | undefined;
	/** Where `math.random` begins; 0 by default, as in the engine. */
	seed?: number | undefined;
	/** Watches what the render script draws. */
	device?: GraphicsDevice | undefined;
	/** Source of modules that no script of the bundle requires, such as those of tests. */
	findModule?: ((name: string) => { source: Uint8Array; chunkName: string } | undefined) | undefined;
	/** For `html5.run`; without it the game is not on a page and has no module `html5`. */
	runJavaScript?: ((code: string) => string) | undefined;
};

/** A running game. */
export type Game = {
	/** Runs one frame of `dt` seconds with the input that came in it. */
	step(dt: number, input?: readonly InputAction[]): void;
	/** Posts a message, as if from nowhere. `body` holds numbers, booleans, texts as binary strings, hashes, vectors. */
	post(receiver: string, id: string, body?: Readonly<Record<string, unknown>>): void;
	/** Work outside the game that scripts wait for: requests, storage. */
	pendingCount(): number;
	/** Resolves when any of it is done; at once when there is none. */
	nextCompletion(): Promise<void>;
	/** The code a script asked to exit with; `undefined` while the game goes on. */
	exitCode(): number | undefined;
	/** Arguments of the reboot a script asked for. */
	rebootArguments(): readonly string[] | undefined;
	/** Errors of scripts so far. */
	scriptErrorCount(): number;
	readonly mainCollection: Collection;
	/** All running collections, by the names of their sockets. */
	collections(): ReadonlyMap<string, Collection>;
	readonly display: Display;
	/** What the render script recorded in the last frame, and debug drawings. */
	readonly renderer: Renderer;
	/** Tells scripts that the window has another size. */
	resizeWindow(width: number, height: number): void;
	/** Tells scripts that the window got or lost the focus. */
	focusWindow(focused: boolean): void;
	/**
	 * Reads a changed resource anew: scripts and modules run again and keep their `self`. False when it is not in memory.
	 *
	 * @throws EngineError for a script that cannot be compiled or run; the old one stays
	 */
	reload(path: string): boolean;
	/** Runs Lua text as a script of its own in the main collection, with a fresh `self`. */
	runLua(source: Uint8Array, chunkName: string): LuaOutcome;
	/** Calls a Lua function in the same way. */
	callLua(fn: LuaFunction, args: readonly LuaValue[]): LuaOutcome;
	/** Ends the game: `final` on everything. */
	close(): void;
};

/** How Lua that was called from outside ended; the first of its values. */
export type LuaOutcome =
	| { readonly ok: true; readonly value: LuaValue }
	| { readonly ok: false; readonly error: LuaError };

/**
 * Starts a game: loads its main collection and initialises it.
 *
 * @throws EngineError, ResourceError, FormatError when the main collection cannot be loaded
 */
export function createGame(options: GameOptions): Game {
	const { config, mounts } = options;
	const pending = createPending();
	const sockets = createSockets();
	const timers = createTimers();
	const display = createDisplay(config);
	const sounds = createSoundMixer();
	const renderer = createRenderer(display, options.device);
	const windowListener: WindowListener = { callback: undefined };
	const collections = new Map<string, Collection>();
	const run: ScriptRun = { current: undefined };
	let deferred: (() => void)[] = [];
	let scriptErrorCount = 0;
	let exitCode: number | undefined;
	let reboot: readonly string[] | undefined;
	let time = 0;

	const log: Log = (entry) => {
		if (entry.severity === 'error' && entry.domain === 'SCRIPT') scriptErrorCount++;
		options.log(entry);
	};
	const resources = createResources({ mounts, types: resourceTypes, log });
	const { type: collisionObjects, worlds: physics } = createCollisionObjectType(config);

	const host: ScriptHost = {
		running: () =>
			run.current ?? luaError('You can only access the game from a function of a script, not while it is loaded.'),
		current() {
			const running = host.running();
			if (running.place) return running as PlacedScript;
			return luaError('This function cannot be called from a render script: it belongs to no collection.');
		},
		isRunning: () => run.current !== undefined,
		ownUrl: () => run.current?.url ?? new Url(),
		callback: (fn) => createCallback(host, fn),
		defer: (work) => {
			deferred.push(work);
		},
		track: (work) => pending.add(work),
		time: () => time,
		collectionOf: (url) => (url.socket ? collections.get(url.socket.text) : undefined),
		components(type) {
			const found: InstanceType<typeof type>[] = [];
			for (const collection of collections.values()) {
				for (const { components } of collection.instances) {
					for (const { component } of components) if (component instanceof type) found.push(component as never);
				}
			}
			return found;
		},
		exit: (code) => {
			exitCode = code;
		},
		reboot: (args) => {
			reboot = args;
			exitCode = 0;
		},
		errorHandler: undefined,
		windowListener,
		physics,
		runJavaScript: options.runJavaScript,
		findModule: options.findModule,
		sockets,
		resources,
		mounts,
		liveUpdate: options.liveUpdate,
		config,
		timers,
		http: options.http,
		saveFiles: options.saveFiles,
		files: options.files ?? createMemoryFileSystem(),
		clock: options.clock ?? createGameClock(() => time),
		display,
		sounds,
		renderer,
		crypto: options.crypto,
		compiledScripts: options.compiledScripts,
		log,
	};
	const shared = config.boolean('script.shared_state', false);
	const contexts = createScriptContexts({ host, run, shared, seed: options.seed ?? 0 });

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
		scripts: contexts.of('script'),
		guiScripts: contexts.of('gui'),
		timers,
		resources,
		display,
		sounds,
		collisionObjects: collisionObjects as ComponentType,
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
	const typesByExtension = new Map(componentTypes.map((type) => [type.extension, type]));
	const collectionHost: CollectionHost = {
		sockets,
		componentTypes,
		componentTypeOf: (extension) => typesByExtension.get(extension),
		log,
		fixedFrequency: Math.max(1, config.number('engine.fixed_update_frequency', 60)),
	};
	const system = sockets.open(hashOf('@system'));
	const renderSocket = sockets.open(hashOf('@render'));

	const renderScript = loadRenderScript();
	renderScript?.init();
	const mainPath = config.string('bootstrap.main_collection');
	if (!mainPath) {
		throw new EngineError('invalid-project', 'game.projectc: expected bootstrap.main_collection, found none');
	}
	const main = start(mainPath);
	main.collection.init();

	/** The project's render script; bundles of 2017 have none, their engines brought it along. */
	function loadRenderScript(): RenderScript | undefined {
		const path = config.string('bootstrap.render', '/builtins/render/default.renderc');
		try {
			const prototype = resources.find<MessageResource<typeof RenderPrototypeDescSchema>>(path);
			const script = prototype && resources.find<ScriptResource>(prototype.value.desc.script);
			if (!prototype || !script) return undefined;
			for (const { name } of prototype.value.desc.materials) renderer.materials.add(hashOf(name));
			for (const { name, path: resource } of prototype.value.desc.renderResources) {
				if (resource.endsWith('.materialc')) renderer.materials.add(hashOf(name));
				else {
					const { windowWidth: width, windowHeight: height } = display;
					renderer.createTarget({ name, width, height, attachments: new Map([[1, {}]]) });
				}
			}
			return new RenderScript(script.value, { context: contexts.of('render'), renderer, timers });
		} catch (error) {
			if (!(error instanceof LivemountError)) throw error;
			log({ severity: 'error', domain: 'RENDER', message: error.message });
			return undefined;
		}
	}

	const dispatchSystem = (): void => {
		system?.dispatch(({ id, body }) => {
			if (id === SYSTEM_MESSAGE.exit) {
				const code = bodyField(body, 'code');
				exitCode = typeof code === 'number' ? code : 0;
			} else if (id === SYSTEM_MESSAGE.reboot) {
				host.reboot(
					['arg1', 'arg2', 'arg3', 'arg4', 'arg5', 'arg6'].map((name) => String(bodyField(body, name) ?? '')),
				);
			}
		});
	};

	const postTo = (receiver: Url, id: Hash, body: MessageBody): void => {
		const socket = receiver.socket && sockets.find(receiver.socket);
		socket?.post({ sender: new Url(), receiver, id, body });
	};

	/** Where Lua that comes from outside runs: a game object of its own, made when it is first needed. */
	let outside: ScriptInstance | undefined;
	const outsider = (): ScriptInstance => {
		if (outside?.alive) return outside;
		const { collection } = main;
		const id = hashOf('/livemount');
		const instance = collection.find(id) ?? collection.createInstance(id);
		const url = new Url(collection.name, id, hashOf('script'));
		const place = instance && { collection, instance, id: hashOf('script'), url };
		outside = new ScriptInstance({
			kind: 'script',
			context: contexts.of('script'),
			url,
			place,
			timerWorld: collection,
		});
		return outside;
	};
	const callLua = (fn: LuaFunction, args: readonly LuaValue[]): LuaOutcome => {
		const before = run.current;
		run.current = outsider();
		try {
			const outcome = contexts.of('script').lua.pcall(fn, args);
			return outcome.ok ? { ok: true, value: outcome.values[0] } : outcome;
		} finally {
			run.current = before;
		}
	};

	return {
		callLua,
		runLua(source, chunkName) {
			try {
				return callLua(contexts.of('script').lua.load(source, chunkName), []);
			} catch (error) {
				if (!(error instanceof LuaSyntaxError)) throw error;
				return { ok: false, error: new LuaError(textToBinary(error.message)) };
			}
		},
		step(dt, input = []) {
			time += dt;
			const due = deferred;
			deferred = [];
			for (const work of due) work();
			for (const action of input) main.collection.dispatchInput(action);
			main.collection.update(dt);
			renderSocket?.dispatch((message) => renderScript?.onMessage(message));
			renderScript?.update(dt);
			main.collection.postUpdate();
			dispatchSystem();
		},
		post(receiver, id, body) {
			postTo(parseUrl(receiver, new Url(main.collection.name)), hashOf(id), body);
		},
		pendingCount: () => pending.count(),
		nextCompletion: () => pending.next(),
		exitCode: () => exitCode,
		rebootArguments: () => reboot,
		scriptErrorCount: () => scriptErrorCount,
		mainCollection: main.collection,
		collections: () => collections,
		display,
		renderer,
		resizeWindow(width, height) {
			display.windowWidth = width;
			display.windowHeight = height;
			postTo(new Url(hashOf('@render')), hashOf('window_resized'), { width, height });
			tellWindow(host, WINDOW_EVENT.RESIZED, { width, height });
		},
		focusWindow(focused) {
			tellWindow(host, focused ? WINDOW_EVENT.FOCUS_GAINED : WINDOW_EVENT.FOCUS_LOST, {});
		},
		reload(path) {
			const loaded = resources.reload(path);
			if (!loaded) return false;
			const script = loaded.value as ScriptResource;
			if (path.endsWith('.luac')) for (const context of contexts.all) context.reloadModule(script);
			else if (/\.(gui_|render_)?scriptc$/.test(path)) {
				for (const context of contexts.all) context.reload(script);
				for (const component of host.components(Script)) if (component.path === path) component.reload();
				for (const component of host.components(Gui)) if (component.scriptPath === path) component.reload();
				if (path.endsWith('.render_scriptc')) renderScript?.reload();
			}
			return true;
		},
		close() {
			main.collection.final();
			main.collection.destroy();
			main.release();
			renderScript?.final();
		},
	};
}

function tellWindow({ windowListener }: ScriptHost, event: number, data: Readonly<Record<string, number>>): void {
	windowListener.callback?.call(event, luaTableOf(data));
}

function createCallback(host: ScriptHost, fn: LuaFunction): Callback {
	const instance = host.running();
	return {
		instance,
		call(...args: LuaValue[]) {
			if (instance.alive) instance.context.call(instance, fn, [instance.self, ...args]);
		},
	};
}
