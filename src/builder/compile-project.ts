import type { Diagnostic } from '../formats/index.ts';
import type { CompileUnit, EncodedResource } from './compile-unit.ts';
import type { HoldBytes } from './held-bytes.ts';
import type { PlainUnit } from './plain-unit.ts';

/** A compiled resource whose stored bytes may lie elsewhere until they are asked for. */
export type HeldResource = Omit<EncodedResource, 'stored'> & {
	readonly storedSizeBytes: number;
	readStored(): Uint8Array;
};

/** Every resource that was compiled, by its path. */
export type CompiledProject = {
	readonly resources: ReadonlyMap<string, HeldResource>;
	readonly diagnostics: readonly Diagnostic[];
};

/**
 * Compiles the units and everything that they name, each once.
 *
 * In waves: the units that those of one wave name are the next. What one wave gives is put together in the order of its
 * units, so that nothing depends on which was done first.
 *
 * @param options `parallelCount`: how many units may be compiled at a time
 */
export async function compileProject(options: {
	readonly units: Iterable<PlainUnit>;
	readonly compile: CompileUnit;
	readonly hold: HoldBytes;
	readonly parallelCount: number;
	readonly onUnit?: (done: number, known: number, path: string) => void;
}): Promise<CompiledProject> {
	const { compile, hold, parallelCount } = options;
	const resources = new Map<string, HeldResource>();
	const diagnostics: Diagnostic[] = [];
	const known = new Map<string, PlainUnit>();
	let wave: PlainUnit[] = [];
	const add = (unit: PlainUnit): void => {
		if (known.has(unitKey(unit))) return;
		known.set(unitKey(unit), unit);
		wave.push(unit);
	};
	for (const unit of options.units) add(unit);
	let done = 0;
	while (wave.length > 0) {
		const units = wave;
		wave = [];
		const results = await mapInOrder(units, parallelCount, async (unit) => {
			const { resources: encoded, ...rest } = await compile(unit);
			const held = encoded.map(({ stored, ...about }): HeldResource => {
				const readStored = hold(stored);
				return { ...about, storedSizeBytes: stored.length, readStored };
			});
			options.onUnit?.(++done, known.size, unit.path);
			return { ...rest, held };
		});
		for (const result of results) {
			// What an erroneous source compiles to is not looked at: a build with errors yields nothing.
			for (const resource of result.held) resources.set(resource.path, resource);
			for (const unit of result.units) add(unit);
			diagnostics.push(...result.diagnostics);
		}
	}
	return { resources, diagnostics };
}

/** A name for a unit: a file may be a custom resource and compiled too. */
export function unitKey({ path, custom }: PlainUnit): string {
	return custom ? `custom ${path}` : path;
}

/** The results of work on each item, in the items' order, of which so many are under way at a time. */
async function mapInOrder<Item, Result>(
	items: readonly Item[],
	parallelCount: number,
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = new Array(items.length);
	let next = 0;
	const lane = async (): Promise<void> => {
		while (next < items.length) {
			const index = next++;
			results[index] = await work(items[index] as Item);
		}
	};
	await Promise.all(Array.from({ length: Math.min(parallelCount, items.length) }, lane));
	return results;
}
