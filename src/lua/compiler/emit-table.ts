import type { Expression, TableItem } from './ast.ts';
import { RECORD_FIELDS_LIMIT } from './chunk-context.ts';
import { type Code, once } from './code.ts';
import type { FunctionContext } from './function-context.ts';
import { stringLiteral } from './javascript.ts';
import { allExpressions } from './walk.ts';

type TableNode = Expression & { kind: 'table' };

const isOpen = (expression: Expression | undefined): boolean =>
	expression?.kind === 'call' || expression?.kind === 'method' || expression?.kind === 'vararg';

/** Whether evaluating it can be noticed from outside. */
function hasEffects(item: TableItem): boolean {
	for (const expression of allExpressions(item.value)) {
		if (expression.kind === 'call' || expression.kind === 'method') return true;
	}
	return false;
}

/** The values of positional items as array elements. */
function elements(context: FunctionContext, items: readonly TableItem[]): string[] {
	return items.map(({ value }, index) => {
		if (index < items.length - 1 || !isOpen(value)) return context.emit.expression(context, value).js;
		return value.kind === 'vararg' ? '...$v' : `...$x(${context.emit.result(context, value)})`;
	});
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
	if (items.length === 0) return once('new $T($H)', 'table');
	const named = items.filter(({ key }) => key?.kind === 'string');
	const positional = items.filter(({ key }) => key === undefined);
	const names = named.map(({ key }) => (key?.kind === 'string' ? key.value : ''));
	const isSimple =
		named.length + positional.length === items.length &&
		named.length <= RECORD_FIELDS_LIMIT &&
		new Set(names).size === names.length &&
		!(named.some(hasEffects) && positional.some(hasEffects));
	if (!isSimple) return once(emitItemByItem(context, table), 'table');
	let record = '$H';
	if (named.length > 0) {
		const values = named.map(({ value }) => context.emit.expression(context, value).js);
		record = `new ${context.chunk.recordClass(names)}(${values.join()})`;
	}
	if (positional.length === 0) return once(`new $T(${record})`, 'table');
	const array = `[0,${elements(context, positional).join()}]`;
	if (endsInValue(context, positional)) return once(`new $T(${record},${array})`, 'table');
	return once(`$ta(${array}${named.length > 0 ? `,${record}` : ''})`, 'table');
}

/** In PUC's order: keyed items when they come, positional ones at the end. */
function emitItemByItem(context: FunctionContext, table: TableNode): string {
	const made = context.temp();
	const array = context.temp();
	const site = context.chunk.site(table.line);
	const steps = [`${made}=new $T($H)`, `${array}=[0]`];
	table.items.forEach(({ key, value }, index) => {
		if (key === undefined) {
			const isLast = index === table.items.length - 1;
			const [element] = isLast ? elements(context, [{ key, value }]) : [context.emit.expression(context, value).js];
			steps.push(`${array}.push(${element})`);
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
