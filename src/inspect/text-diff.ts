import { createTwoFilesPatch } from 'diff';
import { decodeUtf8 } from '../bytes/index.ts';
import { isLuaPath, type JsonValue, luaText, messageToJson, readLuaModule, readResource } from '../formats/index.ts';

/** Comparing line by line costs time with the square of what differs; larger texts are only told to differ. */
const MAX_TEXT_BYTES = 1024 * 1024;
/** And so does this, in edits: past it both are shown as wholly different. */
const MAX_EDITS = 20_000;

/**
 * A resource as text that people can compare: the Lua of a script, raw text as it is, a message as JSON. Undefined when it
 * has no such form: pictures, sounds, what is too large.
 *
 * @throws FormatError when it is broken
 */
export function resourceText(path: string, bytes: Uint8Array): string | undefined {
	if (bytes.length > MAX_TEXT_BYTES) return undefined;
	if (isLuaPath(path)) return luaText(readLuaModule(bytes, path));
	const resource = readResource(path, bytes);
	switch (resource.kind) {
		case 'texture':
			return undefined;
		case 'raw':
			return plainText(bytes);
		default: {
			const json: JsonValue = messageToJson(resource.schema, resource.message, path);
			return `${JSON.stringify(json, null, 2)}\n`;
		}
	}
}

/** The unified diff of two texts, three lines of context; undefined when they are equal. */
export function unifiedDiff(options: {
	beforeName: string;
	afterName: string;
	before: string;
	after: string;
}): string | undefined {
	const { beforeName, afterName, before, after } = options;
	if (before === after) return undefined;
	const limits = { context: 3, maxEditLength: MAX_EDITS };
	const patch = createTwoFilesPatch(beforeName, afterName, before, after, undefined, undefined, limits);
	// Without an answer the texts have nothing to do with each other.
	if (patch === undefined)
		return `--- ${beforeName}\n+++ ${afterName}\nthe texts differ in more than ${MAX_EDITS} lines\n`;
	return patch.replace(/^=+\n/, '');
}

function plainText(bytes: Uint8Array): string | undefined {
	if (bytes.subarray(0, 8192).includes(0)) return undefined;
	try {
		return decodeUtf8(bytes, 'text');
	} catch {
		// Bytes that are no UTF-8 are no text.
		return undefined;
	}
}
