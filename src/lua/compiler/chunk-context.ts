import type { Dialect } from '../runtime/state.ts';
import type { FunctionNode } from './ast.ts';
import { type ReturnShape, returnShape, YieldAnalysis } from './functions.ts';
import { propertyAccess, stringLiteral } from './javascript.ts';
import { StaticTypes } from './static-types.ts';

/** Records of more fields than this are built one by one; their literal would be no faster. */
export const RECORD_FIELDS_LIMIT = 100;

/** Tables that all functions of a chunk write to while code is generated. */
export class ChunkContext {
	readonly chunkId: string;
	readonly isLuaJit: boolean;
	readonly types: StaticTypes;
	readonly yields: YieldAnalysis;
	/** Triples of `ChunkInfo.sites`; site 0 is the host. */
	readonly sites: number[] = [0, 0, 0];
	readonly names: string[] = [''];
	/** Definitions of helpers that generated functions share: accessors of one field, classes of records. */
	readonly helpers: string[] = [];
	private readonly siteIndex = new Map<string, number>();
	private readonly nameIndex = new Map<string, number>([['', 0]]);
	private readonly helperNames = new Map<string, string>();
	private readonly shapes = new Map<FunctionNode, ReturnShape>();

	constructor(functions: readonly FunctionNode[], chunkId: string, dialect: Dialect) {
		this.chunkId = chunkId;
		this.isLuaJit = dialect === 'luajit';
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

	private siteOf(triple: readonly [number, number, number]): number {
		const key = triple.join();
		let site = this.siteIndex.get(key);
		if (site === undefined) {
			site = this.sites.length / 3;
			this.sites.push(...triple);
			this.siteIndex.set(key, site);
		}
		return site;
	}

	/** A place where an operation may fail; the names are those of its operands. */
	site(line: number, name = '', second = ''): number {
		return this.siteOf([line, this.nameNumber(name), this.nameNumber(second)]);
	}

	/** A call by a name. */
	callSite(line: number, name: string, isTail: boolean): number {
		return this.siteOf([line, this.nameNumber(name), isTail ? 1 : 0]);
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

	/** All helpers' names, in the order of their definitions. */
	allHelpers(): string[] {
		return [...this.helperNames.values()];
	}

	/**
	 * A function that reads one field the long way: along `__index` tables with loads of its own, so that the engine's
	 * inline caches see one field only.
	 *
	 * @param isMethod  strings have the method, too
	 */
	getter(field: string, isMethod: boolean): string {
		const access = propertyAccess(field);
		const key = stringLiteral(field);
		const ofString = isMethod
			? `if(typeof t==="string"&&(q=$C.state.typeMetatables.string)!==undefined&&(q=q.h.__index)instanceof $T&&(v=q.h${access})!==undefined)return v;`
			: '';
		return this.helper(`${isMethod ? 'm' : 'g'}${field}`, isMethod ? 'm' : 'g', (name) =>
			[
				`const ${name}=(t,n)=>{let o=t,v,q;${ofString}`,
				`for(let i=0;i<99&&o instanceof $T&&o.m===null;i++){if((v=o.h${access})!==undefined)return v;`,
				'if((q=o.mt)===null)return;if(!((q=q.h.__index)instanceof $T))break;o=q}',
				`if(o instanceof $U&&o.index!==undefined)return o.index(${key});return $index(o,${key},$C,n)};`,
			].join(''),
		);
	}

	/** A function that sets one field that a table does not have yet. */
	setter(field: string): string {
		const access = propertyAccess(field);
		const key = stringLiteral(field);
		return this.helper(`s${field}`, 's', (name) =>
			[
				`const ${name}=(t,v,n)=>{let q;if(t instanceof $T&&t.m===null&&v!==undefined`,
				'&&((q=t.mt)===null||(q.m===null&&q.h.__newindex===undefined))){',
				`if(t.h===$H)t.h=$O();t.h${access}=v}`,
				`else if(t instanceof $U&&t.newindex!==undefined)t.newindex(${key},v);`,
				`else $setname(t,${key},v,$C,n)};`,
			].join(''),
		);
	}

	/** The class of records with the fields, in that order. */
	recordClass(fields: readonly string[]): string {
		const list = fields.map(stringLiteral).join();
		return this.helper(`r${list}`, 'r', (name) => {
			const parameters = fields.map((_, index) => `a${index}`).join();
			const body = fields.map((field, index) => `this${propertyAccess(field)}=a${index};`).join('');
			return `const ${name}=$rec(${stringLiteral(list)},function(${parameters}){${body}});`;
		});
	}
}
