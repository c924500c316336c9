import type { CollectionProxyDescSchema } from '../../formats/index.ts';
import type { Log } from '../../liveupdate/index.ts';
import type { Collection } from '../collection.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { SYSTEM_MESSAGE } from '../hash.ts';
import type { InputAction } from '../input.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Url } from '../url.ts';

/** What proxies need of the game: to make and drop collections. */
export type CollectionSpawner = {
	/** Loads and creates; `undefined` when it could not, which has been logged. */
	load(path: string): { collection: Collection; release: () => void } | undefined;
	/** Fetches what can only be read asynchronously, if anything must be; `undefined` when nothing must. */
	prepare(path: string): Promise<void> | undefined;
	readonly log: Log;
};

const TIME_STEP_DISCRETE = 1;

/** A component that loads, runs and unloads another collection when told to. */
export class CollectionProxy implements Component {
	readonly place: ComponentPlace;
	/** Its own compiled resource, under which older builders list what it needs. */
	readonly resourcePath: string;
	/** The collection it was built with. */
	readonly path: string;
	readonly excluded: boolean;
	/** Where `collectionproxy.set_collection` redirected it. */
	redirectedPath: string | undefined;
	collection: Collection | undefined;
	#release: (() => void) | undefined;
	readonly #spawner: CollectionSpawner;
	#initialized = false;
	enabled = false;
	/** Who asked for the load that is under way. */
	#loadSender: Url | undefined;
	#readyToLoad = false;
	#unloader: Url | undefined;
	#timeStepFactor = 1;
	#timeStepMode = 0;
	#accumulatedTime = 0;

	constructor(
		place: ComponentPlace,
		resource: MessageResource<typeof CollectionProxyDescSchema>,
		spawner: CollectionSpawner,
	) {
		this.place = place;
		this.resourcePath = resource.path;
		this.path = resource.desc.collection;
		this.excluded = resource.desc.exclude;
		this.#spawner = spawner;
	}

	/** The collection that a load would load now. */
	get targetPath(): string {
		return this.redirectedPath ?? this.path;
	}

	get isLoading(): boolean {
		return this.#loadSender !== undefined;
	}

	onMessage(message: Message): void {
		switch (message.id) {
			case SYSTEM_MESSAGE.load:
				this.#load(message, false);
				break;
			case SYSTEM_MESSAGE.asyncLoad:
				this.#load(message, true);
				break;
			case SYSTEM_MESSAGE.unload:
				this.#unload(message);
				break;
			case SYSTEM_MESSAGE.init:
				if (!this.collection) this.#error('initialized since it has not been loaded');
				else if (this.#initialized) this.#error('initialized since it has been already');
				else this.#init();
				break;
			case SYSTEM_MESSAGE.final:
				if (!this.collection || !this.#initialized) this.#error('finalized since it was never initialized');
				else this.#final();
				break;
			case SYSTEM_MESSAGE.enable:
				if (!this.collection) this.#error('initialized since it has not been loaded');
				else if (this.enabled) this.#error('enabled since it is already');
				else {
					this.enabled = true;
					if (!this.#initialized) this.#init();
				}
				break;
			case SYSTEM_MESSAGE.disable:
				if (!this.enabled) this.#error('disabled since it is not enabled');
				else this.enabled = false;
				break;
			case SYSTEM_MESSAGE.setTimeStep:
				this.#timeStepFactor = Number(bodyField(message.body, 'factor') ?? 1);
				this.#timeStepMode = Number(bodyField(message.body, 'mode') ?? 0);
				break;
			default:
		}
	}

	onInput(action: InputAction): boolean {
		return this.enabled && (this.collection?.dispatchInput(action) ?? false);
	}

	update(dt: number): void {
		if (this.#readyToLoad) this.#finishLoad();
		if (this.collection && this.enabled) this.collection.update(this.#warp(dt));
		else this.#accumulatedTime = 0;
		if (!this.#unloader) return;
		this.#post(this.#unloader, 'proxyUnloaded');
		this.#unloader = undefined;
	}

	postUpdate(): void {
		if (this.collection && this.enabled) this.collection.postUpdate();
	}

	destroy(): void {
		this.#drop();
	}

	#load(message: Message, asynchronous: boolean): void {
		if (this.collection) {
			this.#error('loaded since it was already');
			return;
		}
		if (this.#loadSender) {
			this.#log('warning', `The collection ${this.targetPath} is already being loaded.`);
			return;
		}
		this.#unloader = undefined;
		this.#loadSender = message.sender;
		const preparation = this.#spawner.prepare(this.targetPath);
		if (preparation) {
			const done = (): void => {
				this.#readyToLoad = this.#loadSender !== undefined;
			};
			preparation.then(done, (error: Error) => {
				this.#log('error', error.message);
				done();
			});
		} else if (asynchronous) this.#readyToLoad = true;
		else this.#finishLoad();
	}

	/** The load itself. Failure posts nothing: the proxy stays unloaded, and a later attempt may succeed. */
	#finishLoad(): void {
		const sender = this.#loadSender;
		this.#readyToLoad = false;
		this.#loadSender = undefined;
		const loaded = this.#spawner.load(this.targetPath);
		if (!loaded) {
			this.#log('error', `The collection ${this.targetPath} could not be loaded.`);
			return;
		}
		this.collection = loaded.collection;
		this.#release = loaded.release;
		if (sender) this.#post(sender, 'proxyLoaded');
	}

	#unload(message: Message): void {
		if (this.#loadSender) {
			this.#loadSender = undefined;
			this.#readyToLoad = false;
		}
		if (!this.collection) {
			this.#error('unloaded since it was never loaded');
			return;
		}
		this.#drop();
		this.#unloader = message.sender;
	}

	#init(): void {
		this.#initialized = true;
		this.collection?.init();
	}

	#final(): void {
		this.#initialized = false;
		this.collection?.final();
	}

	#drop(): void {
		if (!this.collection) return;
		if (this.#initialized) this.#final();
		this.collection.destroy();
		this.#release?.();
		this.collection = undefined;
		this.#release = undefined;
		this.enabled = false;
	}

	#warp(dt: number): number {
		const warped = dt * this.#timeStepFactor;
		if (this.#timeStepMode !== TIME_STEP_DISCRETE) {
			this.#accumulatedTime = 0;
			return warped;
		}
		this.#accumulatedTime += warped;
		if (this.#accumulatedTime < dt) return 0;
		this.#accumulatedTime -= dt;
		return dt;
	}

	#post(receiver: Url, id: 'proxyLoaded' | 'proxyUnloaded'): void {
		const { sockets } = this.place.collection.host;
		const socket = receiver.socket && sockets.find(receiver.socket);
		socket?.post({ sender: this.place.url, receiver, id: SYSTEM_MESSAGE[id], body: undefined });
	}

	#error(what: string): void {
		this.#log('error', `The collection ${this.targetPath} could not be ${what}.`);
	}

	#log(severity: 'error' | 'warning', message: string): void {
		this.#spawner.log({ severity, domain: 'GAMESYS', message });
	}
}

export function createCollectionProxyType(
	spawner: CollectionSpawner,
): ComponentType<MessageResource<typeof CollectionProxyDescSchema>, CollectionProxy> {
	return {
		extension: 'collectionproxyc',
		priority: 100,
		create: (place, resource) => new CollectionProxy(place, resource, spawner),
		update: (components, dt) => {
			// A copy: a proxy's collection may delete or create proxies beside it.
			for (const proxy of [...components]) proxy.update(dt);
		},
		postUpdate: (components) => {
			for (const proxy of [...components]) proxy.postUpdate();
		},
	};
}
