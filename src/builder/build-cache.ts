import { type Crypto, decodeUtf8, encodeUtf8, type ObjectStore, toHex } from '../bytes/index.ts';
import type { CompileUnit, UnitResult } from './compile-unit.ts';
import type { CompileSettings } from './compiler.ts';
import type { PlainUnit } from './plain-unit.ts';
import { readUnitResult, writeUnitResult } from './unit-record.ts';

/** Results of compiling, kept by what they were made of; on this machine or shared by many. */
export type BuildCache = {
	/** A folder, a bucket, memory. What fails there is as if nothing were kept: a cache never fails a build. */
	readonly store: ObjectStore;
	/** Changes with everything but files and settings that decides what comes out: the program itself. */
	readonly stamp: string;
	/** The digest of a file, quickly; `undefined` when there is none. */
	readonly digestOf: (path: string) => Promise<string | undefined>;
	/** Told once when the store fails; it is left alone from then on. */
	readonly onFault?: ((fault: unknown) => void) | undefined;
};

/** Different sets of inputs that a unit is remembered with: branches of a project, before and after a change. */
const MAX_INPUT_LISTS = 8;

/**
 * Compiles units, or finds what they gave an earlier time.
 *
 * What a unit reads is known only once it was compiled. So there are two entries: by the unit and the settings, which paths
 * were read (`units/`); by those and the digests of the files, what came out (`results/`). A result with diagnostics is not
 * kept, since they tell places in files that are no inputs.
 */
export function cachedCompiler(
	compile: CompileUnit,
	options: {
		readonly cache: BuildCache;
		readonly settings: CompileSettings;
		readonly crypto: Crypto;
		readonly onHit?: () => void;
	},
): CompileUnit {
	const { cache, settings, crypto } = options;
	const { store, stamp, digestOf } = cache;
	const digest = (parts: unknown): string => toHex(crypto.digest('sha1', encodeUtf8(JSON.stringify(parts))));
	const salt = digest([stamp, settings]);
	const resultKey = async (unitKey: string, inputs: readonly string[]): Promise<string> => {
		const digests = await Promise.all(inputs.map(async (path) => [path, (await digestOf(path)) ?? '']));
		return `results/${digest([unitKey, digests])}`;
	};
	let isBroken = false;
	const attempt = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
		if (isBroken) return undefined;
		try {
			return await work();
		} catch (fault) {
			// A full disk, a network that is away: trying again for every resource would only take time.
			if (!isBroken) cache.onFault?.(fault);
			isBroken = true;
			return undefined;
		}
	};
	const get = (key: string): Promise<Uint8Array | undefined> => attempt(() => store.get(key));
	const put = (key: string, bytes: Uint8Array): Promise<void> => attempt(() => store.put(key, bytes));
	return async (unit: PlainUnit): Promise<UnitResult> => {
		const { path, extension, embedded, custom = false } = unit;
		const unitKey = `units/${digest([salt, path, extension, embedded?.text ?? null, custom])}`;
		const lists = readLists(await get(unitKey));
		for (const inputs of lists) {
			const record = await get(await resultKey(unitKey, inputs));
			const result = record && readUnitResult(record, crypto);
			if (!result) continue;
			options.onHit?.();
			return result;
		}
		const result = await compile(unit);
		if (result.diagnostics.length === 0) {
			await put(await resultKey(unitKey, result.inputs), writeUnitResult(result, crypto));
			const own = JSON.stringify(result.inputs);
			const others = lists.filter((list) => JSON.stringify(list) !== own);
			await put(unitKey, encodeUtf8(JSON.stringify([result.inputs, ...others].slice(0, MAX_INPUT_LISTS))));
		}
		return result;
	};
}

function readLists(bytes: Uint8Array | undefined): string[][] {
	if (!bytes) return [];
	try {
		const lists: unknown = JSON.parse(decodeUtf8(bytes));
		const isList = (one: unknown): one is string[] =>
			Array.isArray(one) && one.every((path) => typeof path === 'string');
		return Array.isArray(lists) ? lists.filter(isList).slice(0, MAX_INPUT_LISTS) : [];
	} catch {
		return [];
	}
}
