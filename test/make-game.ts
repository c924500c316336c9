import { create } from '@bufbuild/protobuf';
import { encodeUtf8, hash64 } from '../src/bytes/index.ts';
import { createConfig, createGame, type Game, type Http } from '../src/engine/index.ts';
import {
	CollectionDescSchema,
	CollectionProxyDescSchema,
	ComponentDescSchema,
	FactoryDescSchema,
	InstanceDescSchema,
	LuaModuleSchema,
	LuaSourceSchema,
	Point3Schema,
	PropertyDeclarationEntrySchema,
	PropertyDeclarationsSchema,
	PrototypeDescSchema,
	portableCrypto,
	writeMessage,
} from '../src/formats/index.ts';
import { createLiveUpdate, type Era, type LogEntry } from '../src/liveupdate/index.ts';
import { createArchiveProvider, createMounts, type Mounts } from '../src/resource/index.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { makeRelease, type SampleRelease, type SampleResource } from './sample-release.ts';

/** A game object: scripts, proxies and factories by component id. */
export type SampleObject = {
	readonly script?: string;
	/** Numbers declared with go.property. */
	readonly properties?: Readonly<Record<string, number>>;
	readonly proxies?: Readonly<Record<string, { collection: string; exclude?: boolean }>>;
	/** Factory id to the name of an object under `prototypes`. */
	readonly factories?: Readonly<Record<string, string>>;
	readonly position?: readonly [number, number, number];
	readonly children?: readonly string[];
};

export type SampleGame = {
	readonly game: Game;
	readonly log: LogEntry[];
	/** What scripts printed. */
	readonly printed: () => string[];
	readonly errors: () => string[];
	/** Runs frames, waiting for what is pending between them. */
	frames(count: number): Promise<void>;
	readonly mounts: Mounts;
	readonly release: SampleRelease;
};

/**
 * A small game made of Lua text, without the builder: collections by name, each of objects by id.
 *
 * The collection `main` is the first; others are reached by proxies as `/<name>.collectionc`.
 */
export async function makeGame(
	collections: Readonly<Record<string, Readonly<Record<string, SampleObject>>>>,
	options: {
		prototypes?: Readonly<Record<string, SampleObject>>;
		modules?: Readonly<Record<string, string>>;
		config?: Readonly<Record<string, string>>;
		http?: Http;
		era?: Era;
		excluded?: readonly string[];
	} = {},
): Promise<SampleGame> {
	const resources: Record<string, SampleResource> = {};
	const modules = options.modules ?? {};
	for (const [name, text] of Object.entries(modules)) {
		resources[`/${name.replaceAll('.', '/')}.luac`] = {
			bytes: luaModule(text, `/${name.replaceAll('.', '/')}.lua`, modules),
		};
	}
	for (const [name, object] of Object.entries(options.prototypes ?? {}))
		addObject(resources, `/${name}`, { object, modules });
	for (const [name, objects] of Object.entries(collections)) {
		const instances = Object.entries(objects).map(([id, object]) => {
			const path = `/${name}_${id}`;
			addObject(resources, path, { object, modules });
			const [x, y, z] = object.position ?? [0, 0, 0];
			return create(InstanceDescSchema, {
				id: `/${id}`,
				prototype: `${path}.goc`,
				position: create(Point3Schema, { x, y, z }),
				children: (object.children ?? []).map((child) => `/${child}`),
			});
		});
		const path = `/${name}.collectionc`;
		const excluded = options.excluded?.includes(name) ?? false;
		resources[path] = {
			bytes: writeMessage(CollectionDescSchema, create(CollectionDescSchema, { name, instances }), path),
			excluded,
			needs: [],
		};
	}
	const release = makeRelease(resources);
	const { manifest, index, data } = release.bundle;
	const mounts = createMounts();
	const base = createArchiveProvider({ manifest, index, data, crypto: portableCrypto });
	mounts.add({ name: '_base', priority: -10, uri: 'archive:game.dmanifest', provider: base, persistent: false });
	const log: LogEntry[] = [];
	const liveUpdate = await createLiveUpdate({
		era: options.era ?? 'B',
		mounts,
		bundle: release.bundle,
		storage: createMemoryStorage(),
		crypto: portableCrypto,
		log: (entry) => log.push(entry),
		providers: new Map(),
	});
	const game = createGame({
		config: createConfig(
			'[project]\ntitle = Sample\n[bootstrap]\nmain_collection = /main.collectionc\n[script]\nshared_state = 1\n',
			new Map(Object.entries(options.config ?? {})),
		),
		mounts,
		liveUpdate,
		http: options.http ?? (async () => ({ status: 0, headers: [], body: new Uint8Array(), error: 'no network here' })),
		saveFiles: { folderOf: (application) => `/saves/${application}` },
		crypto: portableCrypto,
		log: (entry) => log.push(entry),
	});
	return {
		game,
		log,
		mounts,
		release,
		printed: () =>
			log.filter(({ domain, severity }) => domain === 'SCRIPT' && severity === 'debug').map(({ message }) => message),
		errors: () =>
			log.filter(({ severity }) => severity === 'error').map(({ domain, message }) => `${domain}: ${message}`),
		async frames(count) {
			for (let frame = 0; frame < count; frame++) {
				// Promises that are done already get their turn, so a test does not depend on the clock.
				for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
				game.step(1 / 60);
			}
		},
	};
}

function addObject(
	resources: Record<string, SampleResource>,
	path: string,
	{ object, modules }: { object: SampleObject; modules: Readonly<Record<string, string>> },
): void {
	const components = [];
	if (object.script !== undefined) {
		const bytes = luaModule(object.script, `${path}.script`, modules, object.properties);
		resources[`${path}.scriptc`] = { bytes };
		components.push(create(ComponentDescSchema, { id: 'script', component: `${path}.scriptc` }));
	}
	for (const [id, proxy] of Object.entries(object.proxies ?? {})) {
		const proxyPath = `${path}_${id}.collectionproxyc`;
		const desc = create(CollectionProxyDescSchema, {
			collection: `/${proxy.collection}.collectionc`,
			exclude: proxy.exclude ?? false,
		});
		resources[proxyPath] = { bytes: writeMessage(CollectionProxyDescSchema, desc, proxyPath) };
		components.push(create(ComponentDescSchema, { id, component: proxyPath }));
	}
	for (const [id, prototype] of Object.entries(object.factories ?? {})) {
		const factoryPath = `${path}_${id}.factoryc`;
		const desc = create(FactoryDescSchema, { prototype: `/${prototype}.goc` });
		resources[factoryPath] = { bytes: writeMessage(FactoryDescSchema, desc, factoryPath) };
		components.push(create(ComponentDescSchema, { id, component: factoryPath }));
	}
	const prototype = create(PrototypeDescSchema, { components });
	resources[`${path}.goc`] = { bytes: writeMessage(PrototypeDescSchema, prototype, path) };
}

function luaModule(
	text: string,
	filename: string,
	modules: Readonly<Record<string, string>>,
	properties: Readonly<Record<string, number>> = {},
): Uint8Array {
	const required = Object.keys(modules).filter((name) => text.includes(`require "${name}"`));
	const names = Object.keys(properties);
	const module = create(LuaModuleSchema, {
		source: create(LuaSourceSchema, { script: encodeUtf8(text), filename }),
		modules: required,
		resources: required.map((name) => `/${name.replaceAll('.', '/')}.luac`),
		properties: create(PropertyDeclarationsSchema, {
			numberEntries: names.map((key, index) => create(PropertyDeclarationEntrySchema, { key, id: hash64(key), index })),
			floatValues: names.map((name) => properties[name] as number),
		}),
	});
	return writeMessage(LuaModuleSchema, module, filename);
}
