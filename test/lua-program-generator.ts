import { libraryCall, loadedText } from './lua-library-calls.ts';
import {
	ARITHMETIC,
	COMPARISONS,
	type Dice,
	FIELDS,
	FORMATS,
	type Kind,
	LONG_STRINGS,
	MISSING,
	NUMBERS,
	PATTERNS,
	type Scope,
	STRINGS,
	type Variable,
} from './lua-program-parts.ts';

/**
 * Makes random Lua programs for comparing two implementations, one after the other from one row of dice.
 *
 * Every one is valid, ends, and prints what it computes and the message of every error it runs into. Nothing in them
 * depends on addresses, the order of `pairs`, the sign of a NaN or zero, or the border of a table with holes, which
 * implementations may choose.
 */
export class ProgramGenerator {
	readonly dice: Dice;
	private nameCount = 0;

	constructor(dice: Dice) {
		this.dice = dice;
	}

	/** The statements of one program. */
	program(): string {
		this.nameCount = 0;
		const scope: Scope = {
			variables: [
				{ name: 'n', kind: 'number' },
				{ name: 's', kind: 'string' },
				{ name: 't', kind: 'table' },
				{ name: 'f', kind: 'function' },
				{ name: 'o', kind: 'table' },
				{ name: 'u', kind: 'any' },
				{ name: 'ga', kind: 'number' },
				{ name: 'gt', kind: 'table' },
			],
			isVararg: true,
			isLoop: false,
			canYield: true,
		};
		return this.block(scope, 1 + this.dice.below(2), 1 + this.dice.below(2));
	}

	chance(percent: number): boolean {
		return this.dice.below(100) < percent;
	}

	private fresh(prefix: string): string {
		this.nameCount++;
		return `${prefix}${this.nameCount}`;
	}

	private variable(scope: Scope, kind: Kind): string {
		const fitting = scope.variables.filter((variable) => variable.kind === kind);
		return fitting.length === 0 ? 'u' : this.dice.pick(fitting).name;
	}

	private block(scope: Scope, count: number, depth: number): string {
		let inner = scope;
		const lines: string[] = [];
		for (let index = 0; index < count; index++) {
			const { text, added } = this.statement(inner, depth);
			lines.push(text);
			if (added.length > 0) inner = { ...inner, variables: [...inner.variables, ...added] };
		}
		return lines.join('\n');
	}

	private statement(scope: Scope, depth: number): { text: string; added: readonly Variable[] } {
		const { dice } = this;
		const plain = (text: string): { text: string; added: readonly Variable[] } => ({ text, added: [] });
		const value = (): string => this.value(scope, 2);
		const simple = depth <= 0;
		switch (dice.below(simple ? 9 : 24)) {
			case 0:
			case 1: {
				const kind = dice.pick(['number', 'string', 'table', 'any'] as const);
				const name = this.fresh('v');
				return { text: `local ${name} = ${this.of(scope, kind, 2)}`, added: [{ name, kind }] };
			}
			case 2: {
				const names = [this.fresh('v'), this.fresh('v'), this.fresh('v')];
				const text = `local ${names.join(', ')} = ${value()}, ${this.several(scope)}`;
				return { text, added: names.map((name) => ({ name, kind: 'any' as const })) };
			}
			case 3:
				return plain(`out(${value()}, ${this.several(scope)})`);
			case 4:
				return plain(`${this.target(scope)} = ${value()}`);
			case 5:
				return plain(`${this.target(scope)}, ${this.target(scope)} = ${value()}, ${this.several(scope)}`);
			case 6:
				return plain(`out(pcall(function(...) return ${value()}, ${this.value(scope, 1)} end, ${value()}))`);
			case 7:
				return plain(`out(${libraryCall(this, scope)})`);
			case 8:
				return plain(this.failure(scope));
			case 9:
				return plain(
					`if ${this.condition(scope)} then\n${this.block(scope, 1, depth - 1)}\nelseif ${this.condition(scope)} then\n${this.block(scope, 1, depth - 1)}\nelse\n${this.block(scope, 1, depth - 1)}\nend`,
				);
			case 10:
				return plain(this.numericFor(scope, depth));
			case 11:
				return plain(this.genericFor(scope, depth));
			case 12: {
				const counter = this.fresh('c');
				const body = this.block({ ...scope, isLoop: true }, 1, depth - 1);
				const leave = this.chance(40) ? `if ${this.condition(scope)} then break end` : '';
				return plain(
					`do local ${counter} = 0 while ${counter} < ${1 + dice.below(4)} do ${counter} = ${counter} + 1\n${body}\n${leave} end end`,
				);
			}
			case 13: {
				const counter = this.fresh('c');
				const body = this.block({ ...scope, isLoop: true }, 1, depth - 1);
				return plain(
					`do local ${counter} = 0 repeat local r${counter} = ${value()} ${counter} = ${counter} + 1\n${body}\nuntil ${counter} > 2 or r${counter} == ${value()} end`,
				);
			}
			case 14:
			case 15:
			case 16: {
				const name = this.fresh('h');
				const text = `local function ${name}${this.functionBody(scope, depth)}`;
				return { text: `${text}\nout(pcall(${name}, ${value()}, ${value()}))`, added: [{ name, kind: 'function' }] };
			}
			case 17:
				return plain(this.coroutine(scope, depth));
			case 18:
				return plain(this.metatable(scope, depth));
			case 19:
				return plain(`do\n${this.block(scope, 2, depth - 1)}\nend`);
			case 20:
				return plain(this.closures(scope));
			case 21: {
				const field = dice.pick(FIELDS);
				const added: Variable[] = [
					{ name: 'self', kind: 'table' },
					{ name: 'p', kind: 'any' },
				];
				const inside: Scope = { ...scope, isVararg: false, variables: [...scope.variables, ...added] };
				const method = `function o:${field}(p)\n${this.block(inside, 1, depth - 1)}\nreturn ${this.value(inside, 2)}, p end`;
				return plain(
					`${method}\nout(pcall(o.${field}, o, ${value()}))\nout(pcall(function() return o:${field}(${this.value({ ...scope, isVararg: false }, 1)}) end))`,
				);
			}
			case 22:
				return plain(
					`out(xpcall(function() ${this.failure(scope)} return ${this.value({ ...scope, isVararg: false }, 2)} end, function(m) return "handled", ${dice.pick(['m', 'type(m)', '#m', 'm .. "!"'])} end))`,
				);
			default:
				return plain(loadedText(this, scope));
		}
	}

	/** Something that can be assigned. */
	private target(scope: Scope): string {
		const { dice } = this;
		switch (dice.below(6)) {
			case 0:
				return this.variable(scope, dice.pick(['number', 'string', 'any'] as const));
			case 1:
				return `${this.variable(scope, 'table')}.${dice.pick(FIELDS)}`;
			case 2:
				return `t[${this.value(scope, 1)}]`;
			case 3:
				return `o.${dice.pick(FIELDS)}`;
			case 4:
				return dice.pick(['ga', 'gb', 'gt.x']);
			default:
				return `t[#t + 1]`;
		}
	}

	/** An expression of about one kind. */
	private of(scope: Scope, kind: Kind, depth: number): string {
		if (kind === 'number') return this.number(scope, depth);
		if (kind === 'string') return this.string(scope, depth);
		if (kind === 'table') return this.table(scope, depth);
		return kind === 'function' ? this.variable(scope, 'function') : this.value(scope, depth);
	}

	value(scope: Scope, depth: number): string {
		const { dice } = this;
		if (depth <= 0) {
			return dice.pick([
				() => dice.pick(NUMBERS),
				() => dice.pick(STRINGS),
				() => this.variable(scope, dice.pick(['number', 'string', 'table', 'function', 'any'] as const)),
				() => this.variable(scope, 'number'),
				() => dice.pick(['nil', 'true', 'false', ...MISSING]),
			])();
		}
		const inner = (): string => this.value(scope, depth - 1);
		switch (dice.below(15)) {
			case 0:
			case 1:
			case 2:
				return this.number(scope, depth);
			case 3:
			case 4:
				return this.string(scope, depth);
			case 5:
				return this.table(scope, depth);
			case 6:
				return `(${inner()} ${dice.pick(['and', 'or'])} ${inner()})`;
			case 7:
				return `(${inner()} ${dice.pick(COMPARISONS)} ${inner()})`;
			case 8:
				return `${this.variable(scope, 'table')}.${dice.pick(FIELDS)}`;
			case 9:
				return `t[${inner()}]`;
			case 10:
				return `${this.variable(scope, 'function')}(${inner()}, ${inner()})`;
			case 11:
				return `(not ${inner()})`;
			case 12:
				return scope.isVararg ? dice.pick(['(...)', 'select("#", ...)', 'select(-1, ...)']) : inner();
			case 13:
				if (this.chance(30))
					return `(function(...) return ${this.value({ ...scope, isVararg: true }, depth - 1)} end)(${inner()})`;
				return `(function(${dice.pick(['', 'a', 'a, b'])}) return ${this.value({ ...scope, isVararg: false }, depth - 1)} end)(${inner()})`;
			default:
				return dice.pick([
					`type(${inner()})`,
					`tostring(${this.number(scope, 1)})`,
					`rawget(t, ${this.number(scope, 0)})`,
				]);
		}
	}

	number(scope: Scope, depth: number): string {
		const { dice } = this;
		if (depth <= 0) return this.chance(50) ? dice.pick(NUMBERS) : this.variable(scope, 'number');
		const inner = (): string => (this.chance(12) ? this.value(scope, depth - 1) : this.number(scope, depth - 1));
		switch (dice.below(9)) {
			case 0:
			case 1:
			case 2:
				return `(${inner()} ${dice.pick(ARITHMETIC)} ${inner()})`;
			case 3:
				return `-(${this.variable(scope, 'number')})`;
			case 4:
				return `#${this.chance(50) ? this.string(scope, depth - 1) : 't'}`;
			case 5:
				return `math.${dice.pick(['floor', 'ceil', 'abs'])}(${inner()})`;
			case 6:
				return `math.${dice.pick(['max', 'min', 'fmod'])}(${inner()}, ${inner()})`;
			case 7:
				return `(${this.number(scope, 0)} ^ ${dice.pick(['2', '0', '3', '0.5', '-1'])})`;
			default:
				return `(tonumber(${this.value(scope, depth - 1)}) or ${dice.pick(NUMBERS)})`;
		}
	}

	string(scope: Scope, depth: number): string {
		const { dice } = this;
		if (depth <= 0) return this.chance(60) ? dice.pick([...STRINGS, ...LONG_STRINGS]) : this.variable(scope, 'string');
		const inner = (): string => (this.chance(10) ? this.value(scope, depth - 1) : this.string(scope, depth - 1));
		switch (dice.below(8)) {
			case 0:
			case 1:
				return `(${inner()} .. ${this.chance(40) ? this.number(scope, 0) : inner()})`;
			case 2:
				return `(${inner()}):${dice.pick(['upper()', 'lower()', 'reverse()', 'rep(2)', 'len()'])}`;
			case 3:
				return `string.sub(${inner()}, ${this.number(scope, 0)}, ${dice.pick(['-1', '2', '4', '-2'])})`;
			case 4:
				return `string.format("${dice.pick(FORMATS)}", ${this.chance(80) ? this.number(scope, 0) : this.value(scope, 0)})`;
			case 5:
				return `tostring(${this.chance(70) ? this.number(scope, depth - 1) : 'nil'})`;
			case 6:
				return `table.concat({ ${inner()}, ${this.number(scope, 0)} }, ${this.string(scope, 0)})`;
			default:
				return `(string.gsub(${inner()}, "${dice.pick(PATTERNS)}", ${dice.pick(['"<%0>"', '"%1"', '{ a = "A", l = false }', 'string.upper', 'function(c, d) return d end', '""'])}))`;
		}
	}

	private table(scope: Scope, depth: number): string {
		const { dice } = this;
		if (depth <= 0) return this.chance(50) ? this.variable(scope, 'table') : '{}';
		const inner = (): string => this.value(scope, depth - 1);
		return dice.pick([
			() => `{ ${this.number(scope, 0)}, ${this.number(scope, 0)}, ${this.number(scope, 0)} }`,
			() => `{ ${dice.pick(FIELDS)} = ${inner()}, ${dice.pick(FIELDS)} = ${inner()} }`,
			() => `{ [${this.number(scope, 0)}] = ${inner()}, "first", ${dice.pick(FIELDS)} = ${inner()} }`,
			() => (scope.isVararg ? '{ ... }' : '{ { 1 } }'),
			() => `setmetatable({ ${inner()} }, mt)`,
		])();
	}

	/** The end of a list of expressions: perhaps several values. */
	private several(scope: Scope): string {
		const { dice } = this;
		const options = [
			() => this.value(scope, 2),
			() => `${this.variable(scope, 'function')}(${this.value(scope, 1)}, ${this.value(scope, 1)})`,
			() => `unpack({ ${this.value(scope, 0)}, ${this.value(scope, 0)} })`,
			() => `pcall(${this.variable(scope, 'function')}, ${this.value(scope, 1)})`,
			() => libraryCall(this, scope),
		];
		if (scope.isVararg) options.push(() => '...');
		return dice.pick(options)();
	}

	private condition(scope: Scope): string {
		const { dice } = this;
		return this.chance(60)
			? `${this.number(scope, 1)} ${dice.pick(COMPARISONS)} ${this.number(scope, 1)}`
			: this.value(scope, 2);
	}

	private functionBody(scope: Scope, depth: number): string {
		const isVararg = this.chance(40);
		const parameters: Variable[] = [
			{ name: this.fresh('p'), kind: 'any' },
			{ name: this.fresh('p'), kind: this.chance(50) ? 'number' : 'any' },
		];
		const inner: Scope = { ...scope, variables: [...scope.variables, ...parameters], isVararg, isLoop: false };
		const list = [...parameters.map(({ name }) => name), ...(isVararg ? ['...'] : [])].join(', ');
		const body = this.block(inner, 1 + this.dice.below(2), depth - 1);
		const result = this.dice.pick([
			() => `return ${this.value(inner, 2)}`,
			() => `return ${this.value(inner, 1)}, ${this.several(inner)}`,
			() => `return ${this.variable(inner, 'function')}(${this.value(inner, 1)})`,
			() => '',
		])();
		return `(${list})\n${body}\n${result} end`;
	}

	private numericFor(scope: Scope, depth: number): string {
		const { dice } = this;
		const name = this.fresh('i');
		const range = dice.pick([
			'1, 3',
			'3, 1, -1',
			'0, 1, 0.25',
			'1, 0',
			`1, ${dice.pick(['#t', '"3"', '2.5'])}`,
			'10, 1, -4',
		]);
		const broken = this.chance(6) ? dice.pick(['1, nil', '"x", 2', '1, 2, {}']) : range;
		const inner: Scope = { ...scope, variables: [...scope.variables, { name, kind: 'number' }], isLoop: true };
		const leave = this.chance(25) ? `if ${this.condition(inner)} then break end` : '';
		const text = `for ${name} = ${broken} do\n${this.block(inner, 1, depth - 1)}\n${leave} end`;
		return broken === range ? text : `out(pcall(function(...) ${text} end))`;
	}

	private genericFor(scope: Scope, depth: number): string {
		const { dice } = this;
		const key = this.fresh('k');
		const value = this.fresh('w');
		const variables: Variable[] = [
			{ name: key, kind: 'any' },
			{ name: value, kind: 'any' },
		];
		const inner: Scope = { ...scope, variables: [...scope.variables, ...variables], isLoop: true };
		const list = dice.pick([
			() => `ipairs(${this.table(scope, 1)})`,
			() => `ipairs({ ${this.value(scope, 1)}, ${this.value(scope, 1)} })`,
			() => 'pairs({ only = 1 })',
			() => `string.gmatch(${this.string(scope, 1)}, "${dice.pick(PATTERNS.slice(0, 6))}")`,
			() => 'step, 3, 0',
			() =>
				`coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, ${this.value({ ...scope, isVararg: false }, 1)}) end end)`,
		])();
		return `for ${key}, ${value} in ${list} do\n${this.block({ ...inner, canYield: false }, 1, depth - 1)}\nend`;
	}

	private coroutine(scope: Scope, depth: number): string {
		const { dice } = this;
		const inner: Scope = { ...scope, variables: [...scope.variables, { name: 'y', kind: 'any' }], isVararg: true };
		const body = this.block(inner, 1, depth - 1);
		const outside: Scope = { ...scope, isVararg: false };
		const values = `${this.value(outside, 1)}, ${this.value(outside, 1)}`;
		const yields = dice.pick([
			`local y = coroutine.yield(${values})`,
			`local function deep(k) if k == 0 then return coroutine.yield(${values}) end return (deep(k - 1)) end local y = deep(3)`,
			`local y for i = 1, 2 do y = coroutine.yield(i, y) end`,
			`local y = { coroutine.yield() } y = y[1]`,
		]);
		return [
			`do local co = coroutine.create(function(...)\n${yields}\n${body}\n${this.chance(30) ? this.failure(inner) : ''} return y, ... end)`,
			`for i = 1, 4 do out(coroutine.resume(co, ${this.value(scope, 1)}, i)) out(coroutine.status(co)) end end`,
		].join('\n');
	}

	private metatable(around: Scope, depth: number): string {
		const { dice } = this;
		const scope: Scope = { ...around, isVararg: false };
		const event = dice.pick([
			'__add',
			'__concat',
			'__index',
			'__newindex',
			'__call',
			'__eq',
			'__lt',
			'__le',
			'__unm',
			'__len',
			'__tostring',
			'__mod',
		]);
		const name = this.fresh('m');
		const inner: Scope = {
			...scope,
			isVararg: false,
			variables: [...scope.variables, { name: 'a', kind: 'any' }, { name: 'b', kind: 'any' }],
		};
		const handler = dice.pick([
			`function(a, b) return ${this.value(inner, 1)} end`,
			`function(a, b) ${depth > 1 ? this.block(inner, 1, 0) : ''} return rawequal(a, b), b end`,
			event === '__index' ? 't' : 'function() return "handled" end',
		]);
		const other = this.chance(50) ? name : this.value(scope, 1);
		const use = dice.pick([
			`${name} + ${other}`,
			`${name} .. ${other}`,
			`${name}.${dice.pick(FIELDS)}`,
			`${name}(${other})`,
			`${name} == setmetatable({}, getmetatable(${name}))`,
			`${name} < setmetatable({}, getmetatable(${name}))`,
			`${name} <= ${other}`,
			`-${name}`,
			`#${name}`,
			`tostring(${name})`,
			`${name} % ${other}`,
		]);
		return [
			`local ${name} = setmetatable({ n = 1 }, { ${event} = ${handler} })`,
			`out(pcall(function() return ${use} end))`,
			`out(pcall(function() ${name}.${dice.pick(FIELDS)} = ${other} return rawget(${name}, "a") end))`,
		].join('\n');
	}

	/** Closures that share variables, made in a loop. */
	private closures(scope: Scope): string {
		return [
			`do local list, shared = {}, ${this.number(scope, 1)}`,
			`for i = 1, 3 do local own = i * 2 list[i] = function(d) own = own + (d or 1) shared = shared + own return own, shared, i end end`,
			`out(list[1](), list[2](${this.value(scope, 0)}))`,
			'out(pcall(list[3], ga)) out(pcall(list[1], nothing)) end',
		].join('\n');
	}

	/** A statement that often throws, caught and shown. */
	private failure(around: Scope): string {
		const { dice } = this;
		const scope: Scope = { ...around, isVararg: false };
		const object = (): string =>
			dice.pick([
				'nothing',
				'u',
				't.missing',
				'o.a.b',
				's.x.y',
				this.variable(scope, 'any'),
				'gt.x.y',
				'(nil)',
				't[9]',
			]);
		const body = dice.pick([
			() => `return ${object()}.field`,
			() => `${object()}.field = ${this.value(scope, 0)}`,
			() => `return ${object()}(${this.value(scope, 0)})`,
			() => `return ${object()}:method()`,
			() => `return t:${dice.pick(FIELDS)}(1)`,
			() => `return ${object()} + ${this.value(scope, 0)}`,
			() => `return ${this.value(scope, 0)} .. ${object()}`,
			() => `return ${this.value(scope, 1)} < ${this.value(scope, 1)}`,
			() => `return #${object()}`,
			() => `return -(${object()})`,
			() => `error(${this.value(scope, 1)}, ${dice.pick(['0', '1', '2'])})`,
			() => `error(${this.value(scope, 1)})`,
			() => `assert(${this.value(scope, 0)}, ${this.string(scope, 1)})`,
			() => `t[${dice.pick(['nil', '0/0', 'u'])}] = 1`,
			() => `local x = ${libraryCall(this, scope)} return x`,
			() => `setmetatable(${this.value(scope, 0)}, ${this.value(scope, 0)})`,
			() => `string.rep()`,
			() => `return ("x"):rep(${this.value(scope, 0)}):bad()`,
		])();
		return `out(pcall(function() ${body} end))`;
	}
}
