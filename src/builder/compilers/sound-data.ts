import {
	type CompileContext,
	type CompiledResource,
	type Compiler,
	type SourceUnit,
	withExtension,
} from '../compiler.ts';

/** First bytes of each kind: "RIFF" and "OggS" (Ogg is the container of Opus too). */
const SIGNATURES: Readonly<Record<string, string>> = { wav: 'RIFF', ogg: 'OggS', opus: 'OggS' };

function soundData(extension: string): Compiler {
	return {
		extensions: [extension],
		outputExtension: `${extension}c`,
		async compile(unit: SourceUnit, context: CompileContext): Promise<CompiledResource[]> {
			const bytes = await context.bytesOf(unit);
			const signature = String.fromCharCode(...bytes.subarray(0, 4));
			if (signature !== SIGNATURES[extension]) {
				context.report(
					{ file: unit.path, line: 1, column: 1 },
					{ code: 'not-a-sound', message: `expected a .${extension} file, found other bytes` },
				);
			}
			return [
				{
					path: withExtension(unit.path, `${extension}c`),
					bytes,
					...(context.settings.streamSounds ? { uncompressed: true } : {}),
				},
			];
		},
	};
}

/** `.wav`: copied; stored uncompressed when sounds are streamed. */
export const wavCompiler: Compiler = soundData('wav');

/** `.ogg`: copied; stored uncompressed when sounds are streamed. */
export const oggCompiler: Compiler = soundData('ogg');

/** `.opus`: copied; stored uncompressed when sounds are streamed. */
export const opusCompiler: Compiler = soundData('opus');
