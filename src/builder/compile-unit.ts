import { type Crypto, type ImageDecoder, toHex } from '../bytes/index.ts';
import {
	CollectionProxyDescSchema,
	childResources,
	type Diagnostic,
	encodeResource,
	extensionOf,
	readMessage,
} from '../formats/index.ts';
import type { CompiledResource, CompileSettings } from './compiler.ts';
import { compilerOf } from './compilers/table.ts';
import { createContext } from './context.ts';
import { fromPlainUnit, type PlainUnit, toPlainUnit } from './plain-unit.ts';
import type { ProjectFiles } from './project-files.ts';

/** A compiled resource as it is stored, and what the graph has to know of it. */
export type EncodedResource = {
	readonly path: string;
	/** Before it was compressed. */
	readonly sizeBytes: number;
	/** SHA-1 of the stored bytes. */
	readonly hexDigest: string;
	readonly compressed: boolean;
	readonly encrypted: boolean;
	readonly stored: Uint8Array;
	/** Paths that it names, each once. */
	readonly children: readonly string[];
	/** Of a collection proxy: whether it is excluded. */
	readonly excludes?: boolean;
};

/** What compiling one unit gave: plain data, the same wherever and whenever it was compiled. */
export type UnitResult = {
	readonly resources: readonly EncodedResource[];
	/** What the resources name, to be compiled too. */
	readonly units: readonly PlainUnit[];
	/** Paths that were read or looked for, in order. */
	readonly inputs: readonly string[];
	readonly diagnostics: readonly Diagnostic[];
};

/** Compiles a unit: here, in another thread, or by finding the result of an earlier time. */
export type CompileUnit = (unit: PlainUnit) => Promise<UnitResult>;

export type UnitTools = {
	readonly files: ProjectFiles;
	readonly paths: ReadonlySet<string>;
	readonly settings: CompileSettings;
	readonly decodeImage: ImageDecoder;
	readonly crypto: Crypto;
};

/** Compiles units with these tools. What is wrong in a source comes back as diagnostics. */
export function unitCompiler(tools: UnitTools): CompileUnit {
	return async (unit) => {
		const { context, inputs, units, diagnostics } = createContext(tools);
		const compiled = unit.custom
			? [{ path: unit.path, bytes: (await context.read(unit.path)) ?? new Uint8Array() }]
			: ((await compilerOf(unit.extension)?.compile(fromPlainUnit(unit), context)) ?? []);
		return {
			resources: compiled.map((resource) => encodeCompiled(resource, tools, unit.custom === true)),
			units: [...units.values()].map(toPlainUnit),
			inputs: [...inputs].sort(),
			diagnostics,
		};
	};
}

/** A compiled resource as it is stored: compressed where that pays, enciphered where it is code, and named by its digest. */
export function encodeCompiled(
	{ path, bytes, encrypt = false, uncompressed = false }: CompiledResource,
	{ settings, crypto }: { readonly settings: Pick<CompileSettings, 'compress'>; readonly crypto: Crypto },
	isCustom = false,
): EncodedResource {
	const encoded = encodeResource({ raw: bytes, compress: settings.compress && !uncompressed, encrypt });
	return {
		path,
		sizeBytes: bytes.length,
		hexDigest: toHex(crypto.digest('sha1', encoded.stored)),
		compressed: encoded.compressed,
		encrypted: encoded.encrypted,
		stored: encoded.stored,
		...(isCustom ? { children: [] } : graphFacts(path, bytes)),
	};
}

/** What the graph has to know of a compiled resource. */
export function graphFacts(path: string, bytes: Uint8Array): Pick<EncodedResource, 'children' | 'excludes'> {
	const children = [...new Set(childResources(path, bytes))].filter((child) => child !== '');
	if (extensionOf(path) !== 'collectionproxyc') return { children };
	return { children, excludes: readMessage(CollectionProxyDescSchema, bytes, path).exclude };
}
