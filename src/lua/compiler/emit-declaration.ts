import type { Local } from './ast.ts';
import type { FunctionContext } from './function-context.ts';

/** Declares a variable with its first value: `let`, or an assignment where `goto` may jump over it and `debug` reads it. */
export function emitDeclaration(context: FunctionContext, local: Local, value: string | undefined): string {
	const name = context.declare(local);
	const first = context.isCell(local) ? `{v:${value ?? 'undefined'}}` : value;
	if (!context.hoists) return first === undefined ? `let ${name};` : `let ${name}=${first};`;
	context.declared.push(name);
	return `${name}=${first ?? 'undefined'};`;
}
