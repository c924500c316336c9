import { $add, $concat, $div, $fornum, $len, $mod, $mul, $pow, $sub, $unm } from './arithmetic.ts';
import { $cat, $joined } from './budget.ts';
import { $callee } from './callee.ts';
import { $first, $settle, TailCall, values } from './calls.ts';
import { type Chunk, type ChunkInfo, placeUnit, registerChunk, type Support } from './chunk.ts';
import { $eq, $le, $lt } from './compare.ts';
import { $enter } from './debug-frames.ts';
import { execution } from './execution.ts';
import { $checkedSet, $index, $setindex, $setname } from './index-ops.ts';
import { $iter } from './loops.ts';
import { $currentLine } from './stack.ts';
import { $hold, DIRECT, nextStep } from './suspended.ts';
import { ARRAY_LIMIT, createRecord, EMPTY_RECORD, LuaTable, type RecordPart, recordPrototype } from './table.ts';
import { $answer, $isQuiet, $settleTwin, $twin, environmentOf, QUERY } from './twins.ts';
import { LuaUserdata } from './userdata.ts';
import { EMPTY, type LuaResult, type LuaValue, NEVER_YIELDS, YIELD } from './values.ts';
import { $error, $errorAt, $selectOne, $selectRest, argTable, select as luaSelect } from './vararg.ts';

type RecordClass = { prototype: object };

/** One class of record for each list of field names, so that equal constructors make objects of one shape. */
const recordClasses = new Map<string, RecordClass>();

function recordClass(names: string, made: RecordClass): RecordClass {
	const known = recordClasses.get(names);
	if (known !== undefined) return known;
	made.prototype = recordPrototype;
	recordClasses.set(names, made);
	return made;
}

/** A table from a constructor's positional values (after the dummy at 0), the last of which may be nil. */
function arrayTable(array: LuaValue[], record: RecordPart = EMPTY_RECORD): LuaTable {
	const table = new LuaTable(record, array);
	return array[array.length - 1] === undefined ? table.trim() : table;
}

/** Puts a constructor's positional values (after the dummy at 0) into a table that already has its other fields. */
function fillTable(table: LuaTable, array: readonly LuaValue[]): LuaTable {
	if (table.m === null && table.arr.length === 1) {
		table.arr = array as LuaValue[];
		return table.trim();
	}
	for (let index = 1; index < array.length; index++) table.set(index, array[index]);
	return table;
}

/** `t[#t + 1] = value` */
function append(table: LuaValue, value: LuaValue, chunk: Chunk, site: number): void {
	if (table instanceof LuaTable && table.mt === null && table.m === null && value !== undefined) {
		const { length } = table.arr;
		if (length > 1 && length < ARRAY_LIMIT) table.arr.push(value);
		else table.set(1, value);
		return;
	}
	$setindex(table, $add($len(table, chunk, site), 1, chunk, site), value, chunk, site);
}

/** The values of a result that is already known to be an array. */
function settledArray(result: LuaResult): LuaResult {
	return result instanceof TailCall ? values($settle(result)) : result;
}

/** What compiled code needs of the run time; generated text takes these by name, each with `$` in front. */
export const support: Support = {
	T: LuaTable,
	U: LuaUserdata,
	TC: TailCall,
	H: EMPTY_RECORD,
	E: EMPTY,
	Q: QUERY,
	N: NEVER_YIELDS,
	Y: YIELD,
	D: execution,
	info: (info: ChunkInfo): ChunkInfo => registerChunk(info),
	line: $currentLine,
	unit: placeUnit,
	rec: recordClass,
	O: createRecord,
	ta: arrayTable,
	fill: fillTable,
	append: append,
	answer: $answer,
	twin: $twin,
	env: environmentOf,
	callee: $callee,
	first: $first,
	x: values,
	arr: settledArray,
	settle: $settle,
	settleTwin: $settleTwin,
	hold: $hold,
	DI: DIRECT,
	quiet: $isQuiet,
	next: nextStep,
	index: $index,
	setindex: $setindex,
	setname: $setname,
	set: $checkedSet,
	add: $add,
	sub: $sub,
	mul: $mul,
	div: $div,
	mod: $mod,
	pow: $pow,
	unm: $unm,
	len: $len,
	concat: $concat,
	eq: $eq,
	lt: $lt,
	le: $le,
	fornum: $fornum,
	iter: $iter,
	error: $error,
	errorAt: $errorAt,
	select: luaSelect,
	selectRest: $selectRest,
	selectOne: $selectOne,
	argTable: argTable,
	enter: $enter,
	cat: $cat,
	joined: $joined,
};
