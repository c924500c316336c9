import { create, toBinary } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	BufferDescSchema,
	BufferValueType,
	type SourceText,
	type StreamDesc,
	StreamDescSchema,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';

/** Types of a stream's values by their names in the file, and the field that holds them. */
const TYPES: Readonly<Record<string, { type: BufferValueType; field: 'ui' | 'i' | 'f' | 'ui64' | 'i64' }>> = {
	uint8: { type: BufferValueType.UINT8, field: 'ui' },
	uint16: { type: BufferValueType.UINT16, field: 'ui' },
	uint32: { type: BufferValueType.UINT32, field: 'ui' },
	uint64: { type: BufferValueType.UINT64, field: 'ui64' },
	int8: { type: BufferValueType.INT8, field: 'i' },
	int16: { type: BufferValueType.INT16, field: 'i' },
	int32: { type: BufferValueType.INT32, field: 'i' },
	int64: { type: BufferValueType.INT64, field: 'i64' },
	float32: { type: BufferValueType.FLOAT32, field: 'f' },
};

/** Whole numbers that fit each type with 32 bits or fewer. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = {
	uint8: [0, 255],
	uint16: [0, 65535],
	uint32: [0, 4294967295],
	int8: [-128, 127],
	int16: [-32768, 32767],
	int32: [-2147483648, 2147483647],
};

/** `.buffer`: streams of numbers, as JSON: `[{ "name", "type", "count", "data": [] }]`. */
export const bufferCompiler: Compiler = {
	extensions: ['buffer'],
	outputExtension: 'bufferc',
	async compile(unit, context) {
		const text = await context.textOf(unit);
		const listed = parseList(text, context);
		if (!listed) return [];
		const streams = listed.map((one, index) => readStream(one, index, { text, context }));
		const found = streams.filter((one) => one !== undefined);
		if (found.length < streams.length) return [];
		const bytes = toBinary(BufferDescSchema, create(BufferDescSchema, { streams: found }));
		return [{ path: withExtension(unit.path, 'bufferc'), bytes }];
	},
};

function parseList(text: SourceText, context: CompileContext): unknown[] | undefined {
	try {
		const parsed: unknown = JSON.parse(text.text);
		if (Array.isArray(parsed)) return parsed;
		const message = 'expected a list of streams in JSON, found something else';
		context.report(text.locate(0), { code: 'invalid-buffer', message });
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		const at = text.locate(faultOf(text.text));
		context.report(at, { code: 'invalid-buffer', message: `expected JSON: ${reason}` });
	}
	return undefined;
}

const JSON_TOKEN = /\s*(?:([[\]{},:])|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)/y;

/** Where text stops being JSON: the first token that cannot follow those before it. The engine's own message often lacks it. */
function faultOf(text: string): number {
	const open: string[] = [];
	let wantsValue = true;
	JSON_TOKEN.lastIndex = 0;
	for (let start = 0; ; start = JSON_TOKEN.lastIndex) {
		JSON_TOKEN.lastIndex = start;
		const found = JSON_TOKEN.exec(text);
		const at = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
		if (!found) return Math.min(at, text.length);
		const mark = found[1];
		if (mark === undefined) {
			if (!wantsValue) return at;
			wantsValue = false;
		} else if (mark === '[' || mark === '{') {
			if (!wantsValue) return at;
			open.push(mark === '[' ? ']' : '}');
		} else if (mark === ',' || mark === ':') {
			if (wantsValue) return at;
			wantsValue = true;
		} else {
			const empty = /[[{]\s*$/.test(text.slice(0, at));
			if (open.pop() !== mark || (wantsValue && !empty)) return at;
			wantsValue = false;
		}
	}
}

function readStream(
	one: unknown,
	index: number,
	{ text, context }: { text: SourceText; context: CompileContext },
): StreamDesc | undefined {
	const { name, type, count, data } = (one ?? {}) as Partial<Record<string, unknown>>;
	const title = typeof name === 'string' ? name : `stream ${index}`;
	const at = text.locate(typeof name === 'string' ? text.text.indexOf(JSON.stringify(name)) : 0);
	const refuse = (message: string): undefined => {
		context.report(at, { code: 'invalid-buffer', message: `${title}: ${message}` });
	};
	const kind = typeof type === 'string' && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
	if (typeof name !== 'string') return refuse('expected a name');
	if (!kind) return refuse(`expected a type of ${Object.keys(TYPES).join(', ')}, found ${JSON.stringify(type)}`);
	if (!Number.isInteger(count) || (count as number) < 1) {
		return refuse(`expected a count of at least 1, found ${JSON.stringify(count)}`);
	}
	if (!Array.isArray(data)) return refuse('expected data, a list of numbers');
	const [low, high] = RANGES[type as string] ?? [-Infinity, Infinity];
	const isReal = kind.field === 'f';
	const odd = data.find(
		(value) => !(typeof value === 'number' && value >= low && value <= high && (isReal || Number.isInteger(value))),
	);
	if (odd !== undefined) return refuse(`expected numbers that fit ${String(type)}, found ${JSON.stringify(odd)}`);
	if (data.length % (count as number) !== 0) {
		return refuse(`expected data in groups of ${String(count)}, found ${data.length} numbers`);
	}
	const values = kind.field === 'ui64' || kind.field === 'i64' ? data.map(BigInt) : data;
	return create(StreamDescSchema, {
		name,
		valueType: kind.type,
		valueCount: count as number,
		[kind.field]: values,
		nameHash: hash64(name),
	});
}
