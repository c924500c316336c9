import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import sharp from 'sharp';
import type { DecodedImage, ImageDecoder } from '../bytes/index.ts';
import { encodeUtf8, portableDigest } from '../bytes/index.ts';
import { createSourceText, type Diagnostic, portableCrypto, readMessage, type SourceText } from '../formats/index.ts';
import { type BuildOptions, type BuildResult, buildProject } from './build-project.ts';
import type { CompiledResource, CompileSettings } from './compiler.ts';
import { compilerOf } from './compilers/table.ts';
import { createContext } from './context.ts';
import type { ProjectFiles } from './project-files.ts';

/** Files of a project in memory, by path; text or bytes. */
export type MemoryFiles = Readonly<Record<string, string | Uint8Array>>;

const builtinsFolder = join(import.meta.dirname, '../../builtins');

/** The builtins that come with the package, by their paths in a project. */
export const builtins: ReadonlyMap<string, Uint8Array> = new Map(
	readdirSync(builtinsFolder, { recursive: true, encoding: 'utf8', withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((file) => [`/builtins${file.slice(builtinsFolder.length).replaceAll('\\', '/')}`, readFileSync(file)]),
);

/** A project with the builtins behind it. */
export function memoryProject(files: MemoryFiles): ProjectFiles {
	const all = new Map<string, Uint8Array>(builtins);
	for (const [path, content] of Object.entries(files)) {
		all.set(path, typeof content === 'string' ? encodeUtf8(content) : content);
	}
	return { list: async () => [...all.keys()], read: async (path) => all.get(path) };
}

export const decodeImage: ImageDecoder = async (bytes, name): Promise<DecodedImage> => {
	try {
		const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
		return { width: info.width, height: info.height, rgba: data };
	} catch (cause) {
		throw new Error(`${name}: not a picture`, { cause });
	}
};

/** A PNG of one colour. */
export async function png(
	width: number,
	height: number,
	color = { r: 200, g: 100, b: 50, alpha: 1 },
): Promise<Uint8Array> {
	return await sharp({ create: { width, height, channels: 4, background: color } })
		.png()
		.toBuffer();
}

/** Builds with the options most tests want: debug, excluding, unsigned. */
export async function build(
	files: MemoryFiles | ProjectFiles,
	options: Partial<BuildOptions> = {},
): Promise<BuildResult> {
	return await buildProject({
		files:
			'list' in files && typeof files.list === 'function'
				? (files as ProjectFiles)
				: memoryProject(files as MemoryFiles),
		crypto: { ...portableCrypto, digest: portableDigest },
		decodeImage,
		variant: 'debug',
		excludeContent: true,
		exclude: [],
		engineVersion: '1.11.2',
		...options,
	});
}

const SETTINGS: CompileSettings = {
	engineVersion: '1.11.2',
	variant: 'debug',
	exclude: [],
	textureProfiles: '/builtins/graphics/default.texture_profiles',
	streamSounds: false,
	compress: true,
};

/** What compiling one file gives. */
export type Compiled = {
	readonly resources: readonly CompiledResource[];
	readonly diagnostics: readonly Diagnostic[];
	/** Paths of the units it names. */
	readonly units: readonly string[];
	/** The first resource as a message. */
	message<Desc extends DescMessage>(schema: Desc): MessageShape<Desc>;
};

/** Compiles one file of a project alone. */
export async function compile(
	path: string,
	files: MemoryFiles,
	{ settings = {}, embedded }: { settings?: Partial<CompileSettings>; embedded?: SourceText } = {},
): Promise<Compiled> {
	const project = memoryProject(files);
	const { context, diagnostics, units } = createContext({
		files: project,
		paths: new Set(await project.list()),
		settings: { ...SETTINGS, ...settings },
		decodeImage,
	});
	const extension = path.slice(path.lastIndexOf('.') + 1);
	const unit = { path, extension, ...(embedded ? { embedded } : {}) };
	const resources = (await compilerOf(extension)?.compile(unit, context)) ?? [];
	return {
		resources,
		diagnostics,
		units: [...units.keys()],
		message(schema) {
			const [first] = resources;
			if (!first) throw new Error(`${path} was not compiled: ${JSON.stringify(diagnostics)}`);
			return readMessage(schema, first.bytes, first.path);
		},
	};
}

/** Text of a file, for units that are no files. */
export function textOf(text: string): SourceText {
	return createSourceText('/embedded', text);
}
