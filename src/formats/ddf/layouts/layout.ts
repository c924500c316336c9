import type { DescMessage, Message } from '@bufbuild/protobuf';
import type { FieldRule, Renumbering } from './renumber.ts';
import type { WireLook } from './wire-look.ts';

/**
 * How a message is laid out in its file. `current` is the layout of engines 1.11.2 to 1.13.0; the others are named after the
 * last engine, or the first, that is known to read them. `text` is a shader of 2017 and 2018: its source alone.
 */
export type MessageLayout =
	| 'current'
	| 'from-1.13.1'
	| 'text'
	| 'to-1.2.138'
	| 'to-1.2.164'
	| 'to-1.2.192'
	| 'to-1.3.1'
	| 'to-1.6.2'
	| 'to-1.7.0'
	| 'to-1.9.3'
	| 'to-1.9.6'
	| 'to-1.9.7'
	| 'to-1.10.1'
	| 'to-1.11.2'
	| 'to-1.12.1';

/** One layout of a type's message besides today's. */
export type Layout = {
	readonly name: MessageLayout;
	/** Whether a message has this layout, by its fields. */
	fits(look: WireLook): boolean;
	readonly renumbering: Renumbering;
	/** The message it holds, where that is another one than today's. */
	readonly schema?: DescMessage;
	/** Fills what today's message has and this layout says in another way or not at all. */
	complete?(message: Message, about: { path: string }): void;
	/**
	 * Puts back what this layout says in another way. The message is a copy and may be changed.
	 *
	 * @throws FormatError `unrepresentable` when it says what this layout cannot
	 */
	restore?(message: Message, path: string): void;
};

/** The layouts of one type, tried in order; what none fits is in today's. */
export type TypeLayouts = { readonly schema: DescMessage; readonly layouts: readonly Layout[] };

type Rule = readonly [number, FieldRule];

/** A table of rules by the layout's number. */
export const rules = (entries: readonly Rule[]): Map<number, FieldRule> => new Map(entries);

/** Fields with the same number in both layouts. */
export const same = (...numbers: number[]): Rule[] => numbers.map((number) => [number, { to: number }]);

/** Fields that moved from one run of numbers to another: `moved(5, 12, 3)` is 5→12, 6→13, 7→14. */
export const moved = (from: number, to: number, count: number): Rule[] =>
	Array.from({ length: count }, (_, index) => [from + index, { to: to + index }]);
