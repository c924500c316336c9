import type { Crypto } from '../../bytes/index.ts';
import type { LiveUpdate, Log } from '../../liveupdate/index.ts';
import type { LuaFunction, LuaValue } from '../../lua/index.ts';
import type { Mounts } from '../../resource/index.ts';
import type { Collection } from '../collection.ts';
import type { Config } from '../config.ts';
import type { Http } from '../http.ts';
import type { Sockets } from '../message.ts';
import type { Resources } from '../resources.ts';
import type { SaveFiles } from '../save-files.ts';
import type { Url } from '../url.ts';
import type { ScriptInstance } from './script-instance.ts';
import type { Timers } from './timers.ts';

/** A function of a script kept for later: does nothing once its script is gone. */
export type Callback = {
	readonly instance: ScriptInstance;
	call(...args: LuaValue[]): void;
};

/** What the engine's Lua modules work with. */
export type ScriptHost = {
	/** The script that is running. @throws LuaError outside of one */
	current(): ScriptInstance;
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
	readonly sockets: Sockets;
	readonly resources: Resources;
	readonly mounts: Mounts;
	readonly liveUpdate: LiveUpdate;
	readonly config: Config;
	readonly timers: Timers;
	readonly http: Http;
	readonly saveFiles: SaveFiles;
	readonly crypto: Crypto;
	readonly log: Log;
};
