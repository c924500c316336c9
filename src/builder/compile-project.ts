import type { ImageDecoder } from '../bytes/index.ts';
import type { Diagnostic } from '../formats/index.ts';
import type { CompiledResource, CompileSettings, SourceUnit } from './compiler.ts';
import { compilerOf } from './compilers/table.ts';
import { createContext } from './context.ts';
import type { ProjectFiles } from './project-files.ts';

/** Every resource that was compiled, by its path. */
export type CompiledProject = {
	readonly resources: ReadonlyMap<string, CompiledResource>;
	readonly diagnostics: readonly Diagnostic[];
};

/** Compiles the units and everything that they name, each once. */
export async function compileProject(options: {
	readonly files: ProjectFiles;
	readonly paths: ReadonlySet<string>;
	readonly settings: CompileSettings;
	readonly decodeImage: ImageDecoder;
	readonly units: Iterable<SourceUnit>;
	readonly onUnit?: (done: number, known: number, path: string) => void;
}): Promise<CompiledProject> {
	const resources = new Map<string, CompiledResource>();
	const diagnostics: Diagnostic[] = [];
	const known = new Map<string, SourceUnit>();
	for (const unit of options.units) known.set(unit.path, unit);
	let done = 0;
	// Units that are found while compiling are appended, and a Map iterates over them too.
	for (const unit of known.values()) {
		const { context, units, diagnostics: found } = createContext(options);
		const compiled = (await compilerOf(unit.extension)?.compile(unit, context)) ?? [];
		// What an erroneous source compiles to is not looked at: a build with errors yields nothing.
		for (const resource of compiled) resources.set(resource.path, resource);
		for (const [path, named] of units) if (!known.has(path)) known.set(path, named);
		diagnostics.push(...found);
		options.onUnit?.(++done, known.size, unit.path);
	}
	return { resources, diagnostics };
}
