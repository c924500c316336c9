import {
	type DecodedImage,
	decodeUtf8,
	decodeUtf8Lossy,
	encodeUtf8,
	hash64,
	type ImageDecoder,
} from '../bytes/index.ts';
import {
	type Complaint,
	createDiagnostic,
	createSourceText,
	type Diagnostic,
	didYouMean,
	extensionOf,
	type Position,
	readText,
	type SourceText,
} from '../formats/index.ts';
import { type CompileContext, type CompileSettings, type SourceUnit, withExtension } from './compiler.ts';
import { compilerOf, knownExtensions } from './compilers/table.ts';
import type { ProjectFiles } from './project-files.ts';

/** A context and what was recorded through it. */
export type RecordedContext = {
	readonly context: CompileContext;
	/** Paths that were read or looked for. */
	readonly inputs: ReadonlySet<string>;
	/** Units that the compiled resource names. */
	readonly units: ReadonlyMap<string, SourceUnit>;
	readonly diagnostics: readonly Diagnostic[];
};

/** A context for compiling one unit. `paths` are those of the project, for hints. */
export function createContext(options: {
	readonly files: ProjectFiles;
	readonly paths: ReadonlySet<string>;
	readonly settings: CompileSettings;
	readonly decodeImage: ImageDecoder;
}): RecordedContext {
	const { files, paths, settings } = options;
	const inputs = new Set<string>();
	const units = new Map<string, SourceUnit>();
	const diagnostics: Diagnostic[] = [];
	const report = (at: Position, complaint: Complaint): void => {
		diagnostics.push(createDiagnostic(at, complaint));
	};
	const read = (path: string): Promise<Uint8Array | undefined> => {
		inputs.add(path);
		return files.read(path);
	};
	const decode = (bytes: Uint8Array, path: string): SourceText => {
		try {
			return createSourceText(path, decodeUtf8(bytes));
		} catch {
			const text = createSourceText(path, decodeUtf8Lossy(bytes));
			const at = text.locate(text.text.indexOf('\uFFFD'));
			const message = 'expected UTF-8 text, found other bytes, which become U+FFFD';
			report(at, { code: 'not-text', message, severity: 'warning' });
			return text;
		}
	};
	const bytesOf = async (unit: SourceUnit): Promise<Uint8Array> => {
		if (unit.embedded) return encodeUtf8(unit.embedded.text);
		return (await read(unit.path)) ?? new Uint8Array();
	};
	const missingFile = (path: string, field: string): Complaint => {
		const message = `${field} names ${path}, which does not exist`;
		return { code: 'missing-file', message, hint: hintFor(path, paths) };
	};
	const context: CompileContext = {
		settings,
		read,
		async load(path, { at, field }) {
			if (path === '') report(at, { code: 'missing-reference', message: `${field} must name a file, found nothing` });
			else if (!paths.has(path)) report(at, missingFile(path, field));
			else return await read(path);
			inputs.add(path);
			return undefined;
		},
		exists(path) {
			inputs.add(path);
			return paths.has(path);
		},
		bytesOf,
		textOf: async (unit) => unit.embedded ?? decode(await bytesOf(unit), unit.path),
		readMessage(schema, text) {
			const reading = readText(schema, text);
			diagnostics.push(...reading.diagnostics);
			return reading;
		},
		async readFile(schema, path) {
			const bytes = await read(path);
			// What is wrong in that file is reported when it is compiled itself.
			return bytes && readText(schema, createSourceText(path, decodeUtf8Lossy(bytes)));
		},
		async reference(path, { at, field, extensions, optional = false }) {
			if (path === '') {
				if (!optional)
					report(at, { code: 'missing-reference', message: `${field} must name a resource, found nothing` });
				return '';
			}
			inputs.add(path);
			const extension = extensionOf(path);
			const compiler = compilerOf(extension);
			if (extensions && !extensions.includes(extension)) {
				const expected = extensions.map((one) => `.${one}`).join(', ');
				report(at, {
					code: 'wrong-type',
					message: `expected ${field} to be a file of type ${expected}, found ${path}`,
				});
			} else if (!compiler) {
				report(at, unknownType(extension, `${field} names ${path}, of a type that cannot be built`));
			} else if (!paths.has(path)) {
				report(at, missingFile(path, field));
			} else {
				units.set(path, { path, extension });
			}
			return withExtension(path, context.outputExtension(extension));
		},
		embed(extension, text, at) {
			const path = `/_generated_${hash64(text.text).toString(16)}.${extension}`;
			if (compilerOf(extension)) return context.generate({ path, extension, embedded: text });
			report(at, unknownType(extension, `${extension || 'a component without a type'} cannot be built`));
			return `${path}c`;
		},
		outputExtension: (extension) => compilerOf(extension)?.outputExtension ?? `${extension}c`,
		generate(unit) {
			units.set(unit.path, unit);
			return withExtension(unit.path, context.outputExtension(unit.extension));
		},
		async decodeImage(bytes: Uint8Array, name: string): Promise<DecodedImage> {
			return await options.decodeImage(bytes, name);
		},
		report,
	};
	return { context, inputs, units, diagnostics };
}

/** What helps with types that projects have and that cannot be built. */
const TYPE_HINTS: Readonly<Record<string, string>> = {
	compute: 'web games have no compute programs',
	cp: 'web games have no compute programs',
	dae: 'export the model as glTF (.glb)',
	fbx: 'export the model as glTF (.glb)',
	rivemodel: 'types of native extensions cannot be built',
	rivescene: 'types of native extensions cannot be built',
	spinemodel: 'types of native extensions cannot be built',
	spinescene: 'types of native extensions cannot be built',
	tga: 'save the picture as PNG',
	bmp: 'save the picture as PNG',
	mp3: 'save the sound as Ogg Vorbis (.ogg)',
};

function unknownType(extension: string, message: string): Complaint {
	const known = Object.hasOwn(TYPE_HINTS, extension) ? TYPE_HINTS[extension] : undefined;
	const hint =
		known ?? didYouMean(extension, knownExtensions()) ?? `types that can be built: ${knownExtensions().join(', ')}`;
	return { code: 'unknown-type', message, hint };
}

function hintFor(path: string, paths: ReadonlySet<string>): string | undefined {
	if (!path.startsWith('/')) return `paths begin with a slash: /${path}`;
	if (path.startsWith('/builtins/')) return 'this builtin does not come with Livemount: copy it into the project';
	const lower = path.toLowerCase();
	for (const candidate of [...paths].sort()) {
		if (candidate.toLowerCase() === lower) return `did you mean ${candidate}? Upper and lower case differ`;
	}
	return didYouMean(path, [...paths].sort());
}
