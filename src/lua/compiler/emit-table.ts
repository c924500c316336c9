import type { Expression, TableItem } from './ast.ts';
import { RECORD_FIELDS_LIMIT } from './chunk-context.ts';
import { type Code, once } from './code.ts';
import { countObject } from './emit-budget.ts';
import type { FunctionContext } from './function-context.ts';
import { stringLiteral } from './javascript.ts';

type TableNode = Expression & { kind: 'table' };

const isOpen = (expression: Expression | undefined): boolean =>
	expression?.kind === 'call' || expression?.kind === 'method' || expression?.kind === 'vararg';

/** What tables take, about: empty, for a record or an array, for one of its values, for a key of another kind. */
const TABLE_BYTES = 80;
const PART_BYTES = 32;
const SLOT_BYTES = 8;
const ENTRY_BYTES = 40;

/** Temporaries that keep values in order are worth it up to this many items. */
const HELD_ITEMS_LIMIT = 40;

/** Whether it can be evaluated earlier or later without anybody noticing, by an error or otherwise. */
function isQuiet(context: FunctionContext, { value }: TableItem): boolean {
	switch (value.kind) {
		case 'nil':
		case 'boolean':
		case 'number':
		case 'string':
		case 'local':
		case 'vararg':
		case 'function':
			return true;
		case 'table':
			return value.items.every((item) => item.key?.kind !== 'table' && isQuiet(context, item));
		default:
			return false;
	}
}

/** The value of a positional item as an array element; the last item may be several. */
function element(context: FunctionContext, { value }: TableItem, isLast: boolean): string {
	if (!isLast || !isOpen(value)) return context.emit.expression(context, value).js;
	return value.kind === 'vararg' ? '...$v' : `...$x(${context.emit.result(context, value)})`;
}

/** Whether the last element cannot be nil, so that the array needs no trimming. */
function endsInValue(context: FunctionContext, items: readonly TableItem[]): boolean {
	const last = items.at(-1);
	if (last === undefined || isOpen(last.value)) return false;
	const type = context.chunk.types.of(last.value);
	return type !== 'any' && type !== 'nil';
}

/** `{...}`: a record and an array at once where the order of evaluation cannot be noticed, else item by item. */
export function emitTable(context: FunctionContext, table: TableNode): Code {
	const { items } = table;
	if (items.length === 0) return once(countObject(context, 'new $T($H)', TABLE_BYTES), 'table');
	const named = items.filter(({ key }) => key?.kind === 'string');
	const positional = items.filter(({ key }) => key === undefined);
	const names = named.map(({ key }) => (key?.kind === 'string' ? key.value : ''));
	const isRecord =
		named.length + positional.length === items.length &&
		named.length <= RECORD_FIELDS_LIMIT &&
		new Set(names).size === names.length;
	// The record's values are evaluated first: nobody may notice.
	const inOrder =
		named.length === 0 ||
		positional.length === 0 ||
		named.every((item) => isQuiet(context, item)) ||
		positional.every((item) => isQuiet(context, item));
	if (!isRecord || (!inOrder && items.length > HELD_ITEMS_LIMIT)) return once(emitItemByItem(context, table), 'table');
	const setup: string[] = [];
	const temps: string[] = [];
	const codes = new Map<TableItem, string>();
	items.forEach((item, index) => {
		const isLast = index === items.length - 1 && item.key === undefined;
		const js = element(context, item, isLast);
		if (inOrder || (isLast && isOpen(item.value)) || isQuiet(context, item)) codes.set(item, js);
		else {
			const temp = context.temp();
			temps.push(temp);
			setup.push(`${temp}=${js}`);
			codes.set(item, temp);
		}
	});
	context.release(...temps);
	const list = (chosen: readonly TableItem[]): string => chosen.map((item) => codes.get(item)).join();
	let made = construct(context, { named, positional, names, list });
	const partBytes = (part: readonly TableItem[]): number =>
		part.length === 0 ? 0 : PART_BYTES + part.length * SLOT_BYTES;
	made = countObject(context, made, TABLE_BYTES + partBytes(named) + partBytes(positional));
	if (setup.length > 0) made = `(${setup.join()},${made})`;
	return once(made, 'table');
}

type Parts = {
	readonly named: readonly TableItem[];
	readonly positional: readonly TableItem[];
	readonly names: readonly string[];
	/** The values of items, joined. */
	readonly list: (items: readonly TableItem[]) => string;
};

/** A table from a record and an array. */
function construct(context: FunctionContext, { named, positional, names, list }: Parts): string {
	const record = named.length === 0 ? '$H' : `new ${context.chunk.recordClass(names)}(${list(named)})`;
	if (positional.length === 0) return `new $T(${record})`;
	const array = `[0,${list(positional)}]`;
	if (endsInValue(context, positional)) return `new $T(${record},${array})`;
	return `$ta(${array}${named.length > 0 ? `,${record}` : ''})`;
}

/** In PUC's order: keyed items when they come, positional ones at the end. */
function emitItemByItem(context: FunctionContext, table: TableNode): string {
	const made = context.temp();
	const array = context.temp();
	const site = context.chunk.site(table.line);
	const bytes = TABLE_BYTES + table.items.length * ENTRY_BYTES;
	const steps = [`${made}=${countObject(context, 'new $T($H)', bytes)}`, `${array}=[0]`];
	table.items.forEach(({ key, value }, index) => {
		if (key === undefined) {
			const isLast = index === table.items.length - 1;
			steps.push(`${array}.push(${element(context, { key, value }, isLast)})`);
		} else if (key.kind === 'string') {
			steps.push(`$set(${made},${stringLiteral(key.value)},${context.emit.expression(context, value).js},$C,${site})`);
		} else {
			const keyCode = context.emit.expression(context, key);
			const held = keyCode.isStable ? undefined : context.temp();
			if (held !== undefined) steps.push(`${held}=${keyCode.js}`);
			const valueCode = context.emit.expression(context, value);
			context.release(held);
			steps.push(`$set(${made},${held ?? keyCode.js},${valueCode.js},$C,${site})`);
		}
	});
	context.release(array, made);
	return `(${steps.join()},$fill(${made},${array}))`;
}
