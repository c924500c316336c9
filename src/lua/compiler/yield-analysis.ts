import type { Yields } from '../runtime/chunk.ts';
import type { Dialect } from '../runtime/state.ts';
import type { Call, Expression, FunctionNode, GenericFor, Local } from './ast.ts';
import { globalPath, knownFunction } from './functions.ts';

/** What decides whether a function can yield. */
type Dependencies = {
	isMaybe: boolean;
	/** Variables of functions around it and paths from the globals that it calls. */
	readonly on: Set<Local | string>;
	/** Positions of parameters that it calls. */
	readonly parameters: Set<number>;
	/** Calls of functions in sight; without arguments where those are not known. */
	readonly calls: { readonly callee: FunctionNode; readonly args: readonly Expression[] | undefined }[];
};

/**
 * Which functions of a chunk can reach `coroutine.yield`.
 *
 * Sound for calls of variables that never change; a global path counts only while it holds a function of the host,
 * which is tested when a coroutine first needs the answer, and a parameter that is called is tested at every call.
 */
export class YieldAnalysis {
	private readonly own = new Map<FunctionNode, Dependencies>();
	private readonly isLuaJit: boolean;

	constructor(functions: readonly FunctionNode[], dialect: Dialect) {
		this.isLuaJit = dialect === 'luajit';
		for (const fn of functions) this.own.set(fn, this.direct(fn));
		// Each function takes over what the functions it calls depend on, until nothing new comes.
		for (let isChanged = true; isChanged; ) {
			isChanged = false;
			for (const fn of functions) if (this.takeOver(fn)) isChanged = true;
		}
	}

	private dependenciesOf(fn: FunctionNode): Dependencies {
		return this.own.get(fn) ?? createDependencies(true);
	}

	private direct(fn: FunctionNode): Dependencies {
		const dependencies = createDependencies(false);
		for (const call of fn.calls) {
			if (call.kind === 'method') dependencies.isMaybe = true;
			else this.addCallee(fn, call.callee, { to: dependencies, args: call.args });
		}
		// PUC's `for` calls its iterator through C, which nothing can yield across.
		if (this.isLuaJit && fn.iterations.some((loop) => !isPairsLoop(loop))) dependencies.isMaybe = true;
		return dependencies;
	}

	/** @returns whether there was anything new */
	private takeOver(fn: FunctionNode): boolean {
		const dependencies = this.dependenciesOf(fn);
		if (dependencies.isMaybe) return false;
		const count = (): number =>
			Number(dependencies.isMaybe) + dependencies.on.size + dependencies.parameters.size + dependencies.calls.length;
		const before = count();
		// Functions passed as arguments add calls while the list is walked.
		for (const { callee, args } of dependencies.calls) {
			const others = this.dependenciesOf(callee);
			if (others.isMaybe) dependencies.isMaybe = true;
			for (const other of others.on) dependencies.on.add(other);
			for (const position of others.parameters) this.addArgument(fn, position, { to: dependencies, args });
		}
		return count() !== before;
	}

	/** A function that a callee calls, which it gets as an argument. */
	private addArgument(
		fn: FunctionNode,
		position: number,
		{ to, args }: { to: Dependencies; args: readonly Expression[] | undefined },
	): void {
		const last = args?.at(-1);
		const argument = args?.[position];
		if (args === undefined || argument === undefined) {
			// Calling nil is an error; what several values hold is not known.
			if (args === undefined || isOpen(last)) to.isMaybe = true;
		} else if (isOpen(argument)) to.isMaybe = true;
		else this.addCallee(fn, argument, { to, args: undefined });
	}

	private addCallee(
		fn: FunctionNode,
		callee: Expression,
		{ to, args }: { to: Dependencies; args: readonly Expression[] | undefined },
	): void {
		const path = globalPath(callee);
		if (path !== undefined) to.on.add(path);
		else if (callee.kind === 'function') addCall(to, callee, args);
		else if (callee.kind === 'paren') this.addCallee(fn, callee.inner, { to, args });
		else if (callee.kind !== 'local') to.isMaybe = true;
		else {
			const { local } = callee;
			const known = knownFunction(local);
			const [source] = local.sources;
			const sourcePath = source === undefined || local.sources.length > 1 ? undefined : globalPath(source);
			const position = fn.parameters.indexOf(local);
			if (known !== undefined) addCall(to, known, args);
			else if (local.isAssigned) to.isMaybe = true;
			else if (local.owner !== fn) to.on.add(local);
			else if (sourcePath !== undefined) to.on.add(sourcePath);
			else if (position >= 0) to.parameters.add(position);
			else to.isMaybe = true;
		}
	}

	/** What a function's yielding depends on. */
	of(fn: FunctionNode): Yields {
		const { isMaybe, on, parameters } = this.dependenciesOf(fn);
		if (isMaybe) return 1;
		const result: (number | string)[] = [];
		for (const dependency of on) {
			if (typeof dependency === 'string') result.push(dependency);
			else {
				const index = fn.captures.indexOf(dependency);
				const position = fn.parameters.indexOf(dependency);
				if (index < 0 && position < 0) return 1;
				result.push(index < 0 ? -1 - position : index);
			}
		}
		for (const position of parameters) result.push(-1 - position);
		return result.length === 0 ? 0 : result;
	}

	/** Whether a call of a function in sight never yields, given its arguments. */
	neverYields(fn: FunctionNode, call: Call): boolean {
		const known = call.callee.kind === 'local' ? knownFunction(call.callee.local) : undefined;
		if (known === undefined) return false;
		const dependencies = createDependencies(false);
		const seen = new Set<FunctionNode>();
		addCall(dependencies, known, call.args);
		for (const { callee, args } of dependencies.calls) {
			const others = this.dependenciesOf(callee);
			if (others.isMaybe || others.on.size > 0) return false;
			if (seen.has(callee) && others.parameters.size > 0) return false;
			seen.add(callee);
			for (const position of others.parameters) this.addArgument(fn, position, { to: dependencies, args });
			if (dependencies.isMaybe || dependencies.on.size > 0 || dependencies.parameters.size > 0) return false;
		}
		return true;
	}
}

function createDependencies(isMaybe: boolean): Dependencies {
	return { isMaybe, on: new Set(), parameters: new Set(), calls: [] };
}

function addCall({ calls }: Dependencies, callee: FunctionNode, args: readonly Expression[] | undefined): void {
	if (!calls.some((call) => call.callee === callee && call.args === args)) calls.push({ callee, args });
}

const isOpen = (expression: Expression | undefined): boolean =>
	expression?.kind === 'call' || expression?.kind === 'method' || expression?.kind === 'vararg';

function isPairsLoop({ values }: GenericFor): boolean {
	const [first] = values;
	if (values.length !== 1 || first?.kind !== 'call') return false;
	const path = globalPath(first.callee);
	return path === 'pairs' || path === 'ipairs';
}
