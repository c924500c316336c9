import type { Position } from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';

/** More pixels around a picture than anybody needs; what is far above is a slip, and would need memory without end. */
export const MAX_BORDER = 256;

/** What is to be checked of the fields of a message that say how many pixels lie around a picture, by their names. */
export function borders<Field extends 'extrudeBorders' | 'innerPadding' | 'margin'>(
	message: Readonly<Record<Field, number>>,
	fields: readonly Field[],
	at: (field: Field) => Position,
): Ranged[] {
	return fields.map((field) => ({
		value: message[field],
		field: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
		min: 0,
		max: MAX_BORDER,
		at: at(field),
	}));
}

/** A number of a source file that must lie in a range. */
export type Ranged = {
	readonly value: number;
	readonly field: string;
	readonly min: number;
	readonly max: number;
	readonly at: Position;
};

/** Whether all numbers lie in their ranges; reports those that do not. */
export function inRange(numbers: readonly Ranged[], context: CompileContext): boolean {
	const outside = numbers.filter(({ value, min, max }) => !(value >= min && value <= max));
	for (const { value, field, min, max, at } of outside) {
		context.report(at, { code: 'limit', message: `expected ${field} to be ${min} to ${max}, found ${value}` });
	}
	return outside.length === 0;
}
