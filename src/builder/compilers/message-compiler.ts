import { type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf';
import type { TextReading } from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';

/** A message that was read, ready to be changed into what an engine reads. */
export type Transformable<Desc extends DescMessage> = {
	readonly message: MessageShape<Desc>;
	readonly reading: TextReading<Desc>;
	readonly context: CompileContext;
};

/**
 * A compiler of files whose compiled form is the same message in binary, apart from what `transform` changes in place.
 */
export function messageCompiler<Desc extends DescMessage>(options: {
	readonly extensions: readonly string[];
	readonly outputExtension: string;
	readonly schema: Desc;
	readonly transform?: (source: Transformable<Desc>) => Promise<void> | void;
}): Compiler {
	const { extensions, outputExtension, schema, transform } = options;
	return {
		extensions,
		outputExtension,
		async compile(unit, context) {
			const reading = context.readMessage(schema, await context.textOf(unit));
			const { message } = reading;
			if (!message) return [];
			await transform?.({ message, reading, context });
			return [{ path: withExtension(unit.path, outputExtension), bytes: toBinary(schema, message) }];
		},
	};
}
