import type { Crypto } from '../../bytes/index.ts';
import type { LiveUpdate, Log } from '../../liveupdate/index.ts';
import type { LuaFileSystem, LuaFunction, LuaValue } from '../../lua/index.ts';
import type { Mounts } from '../../resource/index.ts';
import type { Clock } from '../clock.ts';
import type { Collection } from '../collection.ts';
import type { Component } from '../component.ts';
import type { PhysicsWorlds } from '../components/collision-objects.ts';
import type { Config } from '../config.ts';
import type { Display } from '../display.ts';
import type { Http } from '../http.ts';
import type { Sockets } from '../message.ts';
import type { WindowListener } from '../modules/window.ts';
import type { Renderer } from '../render/renderer.ts';
import type { Resources } from '../resources.ts';
import type { SaveFiles } from '../save-files.ts';
import type { SoundMixer } from '../sound-mixer.ts';
import type { Url } from '../url.ts';
import type { CompiledScripts } from './compiled-scripts.ts';
import type { PlacedScript, ScriptInstance } from './script-instance.ts';
import type { Timers } from './timers.ts';

/** A function of a script kept for later: does nothing once its script is gone. */
export type Callback = {
	readonly instance: ScriptInstance;
	call(...args: LuaValue[]): void;
};

/** What the engine's Lua modules work with. */
export type ScriptHost = {
	/** The script that is running, of any kind. @throws LuaError outside of one */
	running(): ScriptInstance;
	/** The script that is running, when it is in a collection. @throws LuaError outside of one and in a render script */
	current(): PlacedScript;
	/** False while a script's text is being loaded, and outside of scripts. */
	isRunning(): boolean;
	/** Its address; an empty one while a script's text is being loaded, which has no game object yet. */
	ownUrl(): Url;
	callback(fn: LuaFunction): Callback;
	/** Runs something at the beginning of the next frame, in the order asked. */
	defer(work: () => void): void;
	/** Counts work outside the game (network, storage), so that a headless run can wait for it. */
	track<T>(work: Promise<T>): Promise<T>;
	/** Seconds since the game started, in game time. */
	time(): number;
	collectionOf(url: Url): Collection | undefined;
	/** All components of a type, in all collections. */
	components<C extends Component>(type: abstract new (...args: never[]) => C): C[];
	/** The message `exit` or `reboot` to the engine. */
	exit(code: number): void;
	reboot(args: readonly string[]): void;
	/** Where `sys.set_error_handler` keeps its function. */
	errorHandler: Callback | undefined;
	readonly windowListener: WindowListener;
	readonly physics: PhysicsWorlds;
	/** For `html5.run`, on a page. */
	readonly runJavaScript: ((code: string) => string) | undefined;
	/** Source of a module that no script of the bundle requires. */
	readonly findModule: ((name: string) => { source: Uint8Array; chunkName: string } | undefined) | undefined;
	readonly sockets: Sockets;
	readonly resources: Resources;
	readonly mounts: Mounts;
	readonly liveUpdate: LiveUpdate;
	readonly config: Config;
	readonly timers: Timers;
	readonly http: Http;
	readonly saveFiles: SaveFiles;
	readonly files: LuaFileSystem;
	readonly clock: Clock;
	readonly display: Display;
	readonly sounds: SoundMixer;
	readonly renderer: Renderer;
	readonly crypto: Crypto;
	readonly compiledScripts: CompiledScripts | undefined;
	readonly log: Log;
};
