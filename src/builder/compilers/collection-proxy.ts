import { CollectionProxyDescSchema } from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { matchesGlob } from '../glob.ts';
import { messageCompiler } from './message-compiler.ts';

/** `.collectionproxy`: a collection that is loaded on demand; excluded when it, or a pattern of the build, says so. */
export const collectionProxyCompiler: Compiler = messageCompiler({
	extensions: ['collectionproxy'],
	outputExtension: 'collectionproxyc',
	schema: CollectionProxyDescSchema,
	async transform({ message, reading, context }) {
		const collection = message.collection;
		if (context.settings.exclude.some((pattern) => matchesGlob(collection, pattern))) message.exclude = true;
		message.collection = await context.reference(collection, {
			at: reading.at(message, 'collection'),
			field: 'collection',
			extensions: ['collection'],
		});
	},
});
