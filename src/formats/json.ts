import { FormatError } from './error.ts';

/** Parses JSON. @throws FormatError `invalid`, naming what was read */
export function parseJson(text: string, name: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		const start = text.trimStart().slice(0, 32).replace(/\s+/g, ' ');
		throw new FormatError('invalid', `${name}: expected JSON, found "${start}…": ${(cause as Error).message}`, {
			cause,
			data: { name },
		});
	}
}

/** True for an object that is neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
