import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { encodeUtf8, hash64 } from '../src/bytes/index.ts';
import { createConfig, createGame, type Game, type Http } from '../src/engine/index.ts';
import {
	CollectionDescSchema,
	CollectionProxyDescSchema,
	CollisionObjectDescSchema,
	CollisionShape_ShapeSchema,
	CollisionShapeSchema,
	ComponentDescSchema,
	FactoryDescSchema,
	InstanceDescSchema,
	LuaModuleSchema,
	LuaSourceSchema,
	NodeDescSchema,
	Point3Schema,
	PropertyDeclarationEntrySchema,
	PropertyDeclarationsSchema,
	PrototypeDescSchema,
	portableCrypto,
	QuatSchema,
	SceneDescSchema,
	Vector4OneSchema,
	writeMessage,
} from '../src/formats/index.ts';
import { createLiveUpdate, type Era, type LiveUpdate, type LogEntry, type Storage } from '../src/liveupdate/index.ts';
import type { LuaFileSystem } from '../src/lua/index.ts';
import { createArchiveProvider, createMounts, type Mounts, type ProviderTable } from '../src/resource/index.ts';
import { createMemoryStorage } from './memory-storage.ts';
import { makeRelease, type SampleRelease, type SampleResource } from './sample-release.ts';

/** A component as its compiled message. */
export type SampleComponent = { readonly extension: string; readonly bytes: (path: string) => Uint8Array };

/** A collision object with one shape around its middle. */
export function collisionObject(options: {
	type: 'dynamic' | 'kinematic' | 'static' | 'trigger';
	group: string;
	mask: readonly string[];
	/** Half width and half height of a box, or the radius of a circle. */
	box?: readonly [number, number];
	radius?: number;
}): SampleComponent {
	const data = options.box ? [options.box[0], options.box[1], 10] : [options.radius ?? 1];
	const desc = create(CollisionObjectDescSchema, {
		type: ({ dynamic: 0, kinematic: 1, static: 2, trigger: 3 } as const)[options.type],
		mass: options.type === 'dynamic' ? 1 : 0,
		friction: 0.5,
		restitution: 0,
		group: options.group,
		mask: [...options.mask],
		embeddedCollisionShape: create(CollisionShapeSchema, {
			shapes: [
				create(CollisionShape_ShapeSchema, {
					shapeType: options.box ? 1 : 0,
					position: create(Point3Schema, {}),
					rotation: create(QuatSchema, { w: 1 }),
					index: 0,
					count: data.length,
				}),
			],
			data,
		}),
	});
	return { extension: 'collisionobjectc', bytes: (path) => writeMessage(CollisionObjectDescSchema, desc, path) };
}

/** A game object: scripts, proxies and factories by component id. */
export type SampleObject = {
	readonly script?: string;
	/** Numbers declared with go.property. */
	readonly properties?: Readonly<Record<string, number>>;
	readonly proxies?: Readonly<Record<string, { collection: string; exclude?: boolean }>>;
	/** Factory id to the name of an object under `prototypes`. */
	readonly factories?: Readonly<Record<string, string>>;
	/** GUI id to the text of its script and its nodes. */
	readonly guis?: Readonly<
		Record<string, { script: string; nodes?: readonly MessageInitShape<typeof NodeDescSchema>[] }>
	>;
	/** Components of any other type: id to extension and message. */
	readonly components?: Readonly<Record<string, SampleComponent>>;
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
	readonly liveUpdate: LiveUpdate;
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
		engineVersion?: string;
		quirks?: boolean;
		/** Default: a fresh one in memory. The same one again is a restart. */
		storage?: Storage;
		providers?: ProviderTable;
		files?: LuaFileSystem;
		/** Under which the folders of `sys.get_save_file` lie. */
		saveFolder?: string;
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
		...(options.engineVersion === undefined ? {} : { engineVersion: options.engineVersion }),
		mounts,
		bundle: release.bundle,
		quirks: options.quirks ?? false,
		storage: options.storage ?? createMemoryStorage(),
		crypto: portableCrypto,
		log: (entry) => log.push(entry),
		providers: options.providers ?? new Map(),
	});
	const game = createGame({
		config: createConfig(
			'[project]\ntitle = Sample\n[bootstrap]\nmain_collection = /main.collectionc\n[script]\nshared_state = 1\n',
			new Map(Object.entries(options.config ?? {})),
		),
		mounts,
		liveUpdate,
		http: options.http ?? (async () => ({ status: 0, headers: [], body: new Uint8Array(), error: 'no network here' })),
		files: options.files,
		saveFiles: { folderOf: (application) => `${options.saveFolder ?? '/saves'}/${application}` },
		crypto: portableCrypto,
		log: (entry) => log.push(entry),
	});
	return {
		game,
		log,
		mounts,
		release,
		liveUpdate,
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
	for (const [id, gui] of Object.entries(object.guis ?? {})) {
		const base = `${path}_${id}`;
		resources[`${base}.gui_scriptc`] = { bytes: luaModule(gui.script, `${base}.gui_script`, modules) };
		const desc = create(SceneDescSchema, {
			script: `${base}.gui_scriptc`,
			adjustReference: 1,
			nodes: (gui.nodes ?? []).map((node) => create(NodeDescSchema, { scale: create(Vector4OneSchema, {}), ...node })),
		});
		resources[`${base}.guic`] = { bytes: writeMessage(SceneDescSchema, desc, `${base}.guic`) };
		components.push(create(ComponentDescSchema, { id, component: `${base}.guic` }));
	}
	for (const [id, component] of Object.entries(object.components ?? {})) {
		const componentPath = `${path}_${id}.${component.extension}`;
		resources[componentPath] = { bytes: component.bytes(componentPath) };
		components.push(create(ComponentDescSchema, { id, component: componentPath }));
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
