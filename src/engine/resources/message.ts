import { childResources, type DescMessage, type MessageShape, readMessage, readResource } from '../../formats/index.ts';
import type { Loaded, ResourceType } from '../resources.ts';

/** A compiled message as it is, with every resource it names. */
export type MessageResource<D extends DescMessage = DescMessage> = {
	readonly path: string;
	readonly desc: MessageShape<D>;
	readonly needs: ReadonlyMap<string, Loaded>;
};

/**
 * A resource type whose value is its message.
 *
 * Its needs are found by the fields that name resources, unless it is one that loads them itself, later (`lazy`).
 */
export function messageType<D extends DescMessage>(
	extension: string,
	schema: D,
	{ lazy = false }: { lazy?: boolean } = {},
): ResourceType<MessageResource<D>> {
	return {
		extension,
		create(bytes, { path, load }) {
			// Some messages were laid out differently by other engines; the path says what it is, the bytes which layout.
			const resource = readResource(path, bytes);
			const desc = (
				resource.kind === 'message' ? resource.message : readMessage(schema, bytes, path)
			) as MessageShape<D>;
			const needs = new Map<string, Loaded>();
			if (!lazy)
				for (const needed of childResources(path, bytes)) if (!needs.has(needed)) needs.set(needed, load(needed));
			return { path, desc, needs };
		},
	};
}

/** A resource kept as bytes: shaders, sounds, pictures, which headless play does not look into. */
export function bytesType(extension: string): ResourceType<Uint8Array> {
	return { extension, create: (bytes) => bytes };
}
