import {
	CollectionDescSchema,
	CollectionFactoryDescSchema,
	extensionOf,
	FactoryDescSchema,
	type PrototypeDesc,
	PrototypeDescSchema,
	readText,
	type SourceText,
	type TextReading,
} from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';
import { flattenCollection } from './flatten-collection.ts';
import { SOUND_DATA } from './sound.ts';

/** How many components of each type a collection can hold; `goc` counts game objects. */
export type ComponentCounts = Map<string, number>;

/** "As many as there is room for": something that runs may make more. */
const DYNAMIC_COUNT = 0xffffffff;

/** Components that make game objects for their bones, as many as their models have. */
const WITH_BONES = new Set(['modelc', 'spinemodelc', 'rivemodelc']);

type Prototype = { readonly path: string } | { readonly text: SourceText };

/**
 * Counts components by type in the game objects of a collection, so that an engine can reserve room for exactly that
 * many. `undefined` when a factory can be given another prototype while it runs: then nothing is known.
 *
 * What factories spawn is counted as dynamic, and game objects too when there is a factory or a component with bones.
 */
export async function countComponents(
	prototypes: readonly Prototype[],
	context: CompileContext,
): Promise<ComponentCounts | undefined> {
	const counter = new Counter(context);
	for (const prototype of prototypes) await counter.addPrototype(prototype, 1);
	counter.add('goc', prototypes.length);
	if (counter.unknown) return undefined;
	const { counts } = counter;
	const dynamic = [...counts.keys()].some(
		(type) => WITH_BONES.has(type) || type === 'factoryc' || type === 'collectionfactoryc',
	);
	if (dynamic) counts.set('goc', DYNAMIC_COUNT);
	return counts;
}

class Counter {
	readonly counts: ComponentCounts = new Map();
	unknown = false;
	readonly #context: CompileContext;
	readonly #spawned = new Set<string>();
	readonly #prototypes = new Map<string, PrototypeDesc | undefined>();

	constructor(context: CompileContext) {
		this.#context = context;
	}

	add(type: string, count: number): void {
		const known = this.counts.get(type) ?? 0;
		this.counts.set(type, known === DYNAMIC_COUNT || count === DYNAMIC_COUNT ? DYNAMIC_COUNT : known + count);
	}

	async addPrototype(prototype: Prototype, count: number): Promise<void> {
		const message = await this.#read(prototype);
		for (const { component } of message?.components ?? []) {
			const type = extensionOf(component);
			this.add(this.#typeName(type), count);
			if (type === 'factory')
				await this.#addFactory((await this.#context.readFile(FactoryDescSchema, component))?.message);
			else if (type === 'collectionfactory') {
				await this.#addCollectionFactory(
					(await this.#context.readFile(CollectionFactoryDescSchema, component))?.message,
				);
			}
		}
		for (const { type, data } of message?.embeddedComponents ?? []) {
			this.add(this.#typeName(type), count);
			const text = { file: '', text: data, locate: () => ({ file: '', line: 1, column: 1 }) };
			if (type === 'factory') await this.#addFactory(readText(FactoryDescSchema, text).message);
			else if (type === 'collectionfactory') {
				await this.#addCollectionFactory(readText(CollectionFactoryDescSchema, text).message);
			}
		}
	}

	#typeName(type: string): string {
		return this.#context.outputExtension(SOUND_DATA.includes(type) ? 'sound' : type).replace(/^.*\./, '');
	}

	async #read(prototype: Prototype): Promise<PrototypeDesc | undefined> {
		if ('text' in prototype) return readText(PrototypeDescSchema, prototype.text).message;
		const { path } = prototype;
		if (!this.#prototypes.has(path)) {
			this.#prototypes.set(path, (await this.#context.readFile(PrototypeDescSchema, path))?.message);
		}
		return this.#prototypes.get(path);
	}

	async #addFactory(factory: { prototype: string; dynamicPrototype: boolean } | undefined): Promise<void> {
		if (!factory || !this.#enter(factory)) return;
		await this.addPrototype({ path: factory.prototype }, DYNAMIC_COUNT);
	}

	async #addCollectionFactory(factory: { prototype: string; dynamicPrototype: boolean } | undefined): Promise<void> {
		if (!factory || !this.#enter(factory)) return;
		const reading: TextReading<typeof CollectionDescSchema> | undefined = await this.#context.readFile(
			CollectionDescSchema,
			factory.prototype,
		);
		if (!reading) return;
		const { referenced, embedded } = await flattenCollection(reading, {
			path: factory.prototype,
			context: { ...this.#context, report: () => {}, reference: async (path) => path },
		});
		for (const { prototype } of [...referenced, ...embedded]) await this.addPrototype(prototype, DYNAMIC_COUNT);
	}

	/** False for a prototype that is counted already, which also ends a circle of factories. */
	#enter({ prototype, dynamicPrototype }: { prototype: string; dynamicPrototype: boolean }): boolean {
		if (dynamicPrototype) this.unknown = true;
		if (this.#spawned.has(prototype)) return false;
		this.#spawned.add(prototype);
		return true;
	}
}
