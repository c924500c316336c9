import { support } from '../runtime/support.ts';
import { propertyAccess, stringLiteral } from './javascript.ts';

/**
 * A function that reads or sets one field the long way: with loads of its own for every field name, so that the
 * engine's inline caches see one field only. It takes the object, the value to set, the chunk and the site. `setCounted` counts the
 * new field against the state's budget.
 */
export type Accessor = {
	/** The variable by which generated code calls it. */
	readonly variable: string;
	readonly kind: 'get' | 'method' | 'set' | 'setCounted';
	readonly field: string;
};

function getterText(field: string, isMethod: boolean): string {
	const access = propertyAccess(field);
	const key = stringLiteral(field);
	const ofString = isMethod
		? `if(typeof t==="string"&&(q=c.state.typeMetatables.string)!==undefined&&(q=q.h.__index)instanceof $T&&(v=q.h${access})!==undefined)return v;`
		: '';
	return [
		`(t,c,n)=>{let o=t,v,q;${ofString}`,
		`for(let i=0;i<99&&o instanceof $T&&o.m===null;i++){if((v=o.h${access})!==undefined)return v;`,
		'if((q=o.mt)===null)return;if(!((q=q.h.__index)instanceof $T))break;o=q}',
		`if(o instanceof $U&&o.index!==undefined)return o.index(${key});return $index(o,${key},c,n)}`,
	].join('');
}

function setterText(field: string, isCounted: boolean): string {
	const access = propertyAccess(field);
	const key = stringLiteral(field);
	return [
		'(t,v,c,n)=>{let q;if(t instanceof $T&&t.m===null&&v!==undefined',
		'&&((q=t.mt)===null||(q.m===null&&q.h.__newindex===undefined))){',
		`if(t.h===$H)t.h=$O();${isCounted ? 'c.state.budget.$use(16);' : ''}t.h${access}=v}`,
		`else if(t instanceof $U&&t.newindex!==undefined)t.newindex(${key},v);`,
		`else $setname(t,${key},v,c,n)}`,
	].join('');
}

/** The function as a JavaScript expression. */
function accessorText({ kind, field }: Accessor): string {
	if (kind === 'get' || kind === 'method') return getterText(field, kind === 'method');
	return setterText(field, kind === 'setCounted');
}

/** Statement that defines accessors in a text of their own. */
export function defineAccessors(accessors: readonly Accessor[]): string {
	if (accessors.length === 0) return '';
	return `const ${accessors.map((accessor) => `${accessor.variable}=${accessorText(accessor)}`).join()};`;
}

/** Statement that takes accessors from an array `$A`. */
export function takeAccessors(accessors: readonly Accessor[]): string {
	if (accessors.length === 0) return '';
	return `const ${accessors.map(({ variable }, index) => `${variable}=$A[${index}]`).join()};`;
}

/** Accessors made so far, for all chunks: games read the same fields everywhere. */
const made = new Map<string, unknown>();
/** More are forgotten, so that text which invents field names cannot fill the memory. */
const MADE_LIMIT = 20_000;

/** What names must be in scope of an accessor's text. */
const TAKEN = 'const{T:$T,U:$U,H:$H,O:$O,index:$index,setname:$setname}=$R;';

/** Makes accessors; needs `new Function`. */
export function loadAccessors(accessors: readonly Accessor[]): unknown[] {
	const keyOf = ({ kind, field }: Accessor): string => `${kind} ${field}`;
	const missing = accessors.filter((accessor) => !made.has(keyOf(accessor)));
	if (missing.length > 0) {
		const list = missing.map(({ variable }) => variable).join();
		const load = new Function('$R', `${TAKEN}${defineAccessors(missing)}return[${list}]`) as (
			taken: unknown,
		) => unknown[];
		if (made.size > MADE_LIMIT) made.clear();
		const loaded = load(support);
		for (const [index, accessor] of missing.entries()) made.set(keyOf(accessor), loaded[index]);
		if (missing.length === accessors.length) return loaded;
	}
	return accessors.map((accessor) => made.get(keyOf(accessor)) ?? loadAccessors([accessor])[0]);
}
