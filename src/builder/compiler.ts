import type { DescMessage } from '@bufbuild/protobuf';
import type { DecodedImage } from '../bytes/index.ts';
import { type Complaint, extensionOf, type Position, type SourceText, type TextReading } from '../formats/index.ts';

/**
 * One thing to compile: a file of the project, or text that another unit holds (an embedded component, the shader
 * program of a material), which has a path of its own that no file has.
 */
export type SourceUnit = {
	/** `/main/hero.go`, or `/_generated_1f2e.sprite` for embedded text. */
	readonly path: string;
	readonly extension: string;
	/** Content of a unit that is no file. */
	readonly embedded?: SourceText;
};

/** A compiled resource. */
export type CompiledResource = {
	readonly path: string;
	readonly bytes: Uint8Array;
	/** Enciphered in the archive: Lua code. */
	readonly encrypt?: boolean;
	/** Never compressed in the archive: what is read in pieces while it plays. */
	readonly uncompressed?: boolean;
};

/** Settings that decide what a resource compiles to; with the inputs they are the whole key of a cached result. */
export type CompileSettings = {
	readonly engineVersion: string;
	readonly variant: 'debug' | 'release';
	/** Patterns of collection paths whose proxies are excluded, besides those that say so themselves. */
	readonly exclude: readonly string[];
	/** Path of the texture profiles; empty for none. */
	readonly textureProfiles: string;
	/** Whether sounds are streamed, and so stored as they are. */
	readonly streamSounds: boolean;
	/** Whether resources are compressed where that pays. */
	readonly compress: boolean;
};

/** What a reference may be. */
export type ReferenceOptions = {
	readonly at: Position;
	/** The field's name, for messages. */
	readonly field: string;
	/** Extensions that may stand here, without the dot; any that can be compiled when not given. */
	readonly extensions?: readonly string[];
	/** An empty path is no mistake. */
	readonly optional?: boolean;
};

/**
 * All that a compile function may use. Whatever it reads is recorded as an input of its result.
 */
export type CompileContext = {
	readonly settings: CompileSettings;
	/** Bytes of a project file; `undefined` when there is none. */
	read(path: string): Promise<Uint8Array | undefined>;
	/** Bytes of a file that a field names but that is no resource of its own; reports it when there is none. */
	load(path: string, options: { readonly at: Position; readonly field: string }): Promise<Uint8Array | undefined>;
	/** Whether the project has such a file. */
	exists(path: string): boolean;
	/** Bytes of the unit itself. */
	bytesOf(unit: SourceUnit): Promise<Uint8Array>;
	/** Text of the unit itself; bytes that are not UTF-8 are reported. */
	textOf(unit: SourceUnit): Promise<SourceText>;
	/** Reads a message, reporting what is wrong in it. */
	readMessage<Desc extends DescMessage>(schema: Desc, text: SourceText): TextReading<Desc>;
	/** Reads the message in a file that is no unit of its own here; `undefined` when there is no such file. */
	readFile<Desc extends DescMessage>(schema: Desc, path: string): Promise<TextReading<Desc> | undefined>;
	/** Names another resource: reports it when it cannot be one, has it compiled, and gives its compiled path. */
	reference(path: string, options: ReferenceOptions): Promise<string>;
	/**
	 * Has embedded text compiled as a file of that type, and gives its compiled path. Equal text is one resource. A type
	 * that cannot be built is reported at `at`.
	 */
	embed(extension: string, text: SourceText, at: Position): string;
	/** Extension of what a type compiles to: `spritec` for `sprite`. */
	outputExtension(extension: string): string;
	/** Has a unit compiled whose path the caller chose, and gives its compiled path. */
	generate(unit: SourceUnit & { readonly embedded: SourceText }): string;
	decodeImage(bytes: Uint8Array, name: string): Promise<DecodedImage>;
	report(at: Position, complaint: Complaint): void;
};

/** How files of one type are compiled: one line of the table. */
export type Compiler = {
	/** Without the dot. */
	readonly extensions: readonly string[];
	/** Of the resource that references to such a file mean, without the dot. */
	readonly outputExtension: string;
	/** Compiled resources, the one that references mean first; none when there were errors. */
	compile(unit: SourceUnit, context: CompileContext): Promise<readonly CompiledResource[]>;
};

/** A path with another extension. */
export function withExtension(path: string, extension: string): string {
	const own = extensionOf(path);
	return own === '' ? `${path}.${extension}` : `${path.slice(0, -own.length)}${extension}`;
}
