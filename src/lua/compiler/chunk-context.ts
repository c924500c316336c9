import type { LocalInfo } from '../runtime/chunk.ts';
import type { CompileOptions } from '../runtime/state.ts';
import type { Accessor } from './accessors.ts';
import type { FunctionNode } from './ast.ts';
import { type ReturnShape, returnShape } from './functions.ts';
import { propertyAccess, stringLiteral } from './javascript.ts';
import { StaticTypes } from './static-types.ts';
import { YieldAnalysis } from './yield-analysis.ts';

/** Records of more fields than this are built one by one; their literal would be no faster. */
export const RECORD_FIELDS_LIMIT = 100;

/** What a text that is added to a chunk later must not number again. */
export type KnownSites = { readonly sites: readonly number[]; readonly names: readonly string[] };

/** Tables that all functions of a chunk write to while code is generated. */
export class ChunkContext {
	readonly chunkId: string;
	readonly isLuaJit: boolean;
	/** Instructions and memory are counted. */
	readonly hasBudget: boolean;
	/** Frames and statements are noted for `debug`. */
	readonly isDebug: boolean;
	/** Every statement begins a line. */
	readonly hasLines: boolean;
	/** Local variables of each function, by its index; only for debugging. */
	readonly locals: (readonly LocalInfo[])[] = [];
	readonly types: StaticTypes;
	readonly yields: YieldAnalysis;
	/** Triples of `ChunkInfo.sites`; site 0 is the host. */
	readonly sites: number[];
	readonly names: string[];
	/** Definitions of helpers that generated functions share: classes of records. */
	readonly helpers: string[] = [];
	/** Functions that read and set single fields. */
	readonly accessors: Accessor[] = [];
	private readonly accessorNames = new Map<string, string>();
	private readonly siteIndex = new Map<number, number>();
	private readonly nameIndex: Map<string, number>;
	private readonly helperNames = new Map<string, string>();
	private readonly shapes = new Map<FunctionNode, ReturnShape>();

	constructor(
		functions: readonly FunctionNode[],
		options: CompileOptions & { readonly chunkId: string; readonly known?: KnownSites | undefined },
	) {
		const { chunkId, dialect = 'puc', known } = options;
		this.chunkId = chunkId;
		this.sites = known === undefined ? [0, 0, 0] : [...known.sites];
		this.names = known === undefined ? [''] : [...known.names];
		this.nameIndex = new Map(this.names.map((name, index) => [name, index]));
		this.isLuaJit = dialect === 'luajit';
		this.hasBudget = options.budget === true;
		this.isDebug = options.debug === true;
		this.hasLines = this.isDebug || (options.sourceMaps !== undefined && options.sourceMaps !== false);
		this.types = new StaticTypes(functions);
		this.yields = new YieldAnalysis(functions, dialect);
	}

	private nameNumber(name: string): number {
		let index = this.nameIndex.get(name);
		if (index === undefined) {
			index = this.names.length;
			this.names.push(name);
			this.nameIndex.set(name, index);
		}
		return index;
	}

	private siteOf(line: number, first: number, second: number): number {
		// Chunks of more names or lines than fit simply have some sites twice.
		const key = (line * 0x10000 + first) * 0x10000 + second;
		let site = this.siteIndex.get(key);
		if (site === undefined) {
			site = this.sites.length / 3;
			this.sites.push(line, first, second);
			if (first < 0x10000 && second < 0x10000 && line < 0x100000) this.siteIndex.set(key, site);
		}
		return site;
	}

	/** A place where an operation may fail; the names are those of its operands. */
	site(line: number, name = '', second = ''): number {
		return this.siteOf(line, this.nameNumber(name), this.nameNumber(second));
	}

	/** A call by a name. */
	callSite(line: number, name: string, isTail: boolean): number {
		return this.siteOf(line, this.nameNumber(name), isTail ? 1 : 0);
	}

	returns(fn: FunctionNode): ReturnShape {
		let shape = this.shapes.get(fn);
		if (shape === undefined) {
			shape = returnShape(fn);
			this.shapes.set(fn, shape);
		}
		return shape;
	}

	private helper(key: string, prefix: string, define: (name: string) => string): string {
		let name = this.helperNames.get(key);
		if (name === undefined) {
			name = `$${prefix}${this.helperNames.size}`;
			this.helperNames.set(key, name);
			this.helpers.push(define(name));
		}
		return name;
	}

	private accessor(kind: Accessor['kind'], field: string): string {
		const key = kind + field;
		const known = this.accessorNames.get(key);
		if (known !== undefined) return known;
		const variable = `$${kind[0]}${this.accessors.length}`;
		this.accessors.push({ variable, kind, field });
		this.accessorNames.set(key, variable);
		return variable;
	}

	/** The function that reads a field where it is not simply there. */
	getter(field: string): string {
		return this.accessor('get', field);
	}

	/** The same for methods: strings have some, too. */
	methodGetter(field: string): string {
		return this.accessor('method', field);
	}

	/** The function that sets a field which a table does not have yet. */
	setter(field: string): string {
		return this.accessor(this.hasBudget ? 'setCounted' : 'set', field);
	}

	/** The class of records with the fields, in that order. */
	recordClass(fields: readonly string[]): string {
		const list = fields.map(stringLiteral).join();
		return this.helper(list, 'r', (name) => {
			const parameters = fields.map((_, index) => `a${index}`).join();
			const body = fields.map((field, index) => `this${propertyAccess(field)}=a${index};`).join('');
			return `const ${name}=$rec(${stringLiteral(list)},function(${parameters}){${body}});`;
		});
	}
}
