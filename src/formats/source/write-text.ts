import type { DescField, DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import { decodeUtf8 } from '../../bytes/index.ts';

/**
 * Writes a message as text-protobuf, as Defold's editor does.
 *
 * Two spaces a level, one field a line in the order of the schema, only fields that are set. A string with line breaks
 * becomes one literal a line, so that embedded messages can be read in a diff.
 *
 * @param unknownIn fields that the schema does not know, as the message's reading gives them; they are written last
 */
export function writeText<Desc extends DescMessage>(
	schema: Desc,
	message: MessageShape<Desc>,
	unknownIn: UnknownIn = () => [],
): string {
	const lines: string[] = [];
	writeFields(reflect(schema, message), '', { lines, unknownIn });
	return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

type UnknownIn = (owner: Message) => readonly string[];
type Sink = { readonly lines: string[]; readonly unknownIn: UnknownIn };

function writeFields(message: ReflectMessage, indent: string, sink: Sink): void {
	for (const field of message.fields) {
		if (!message.isSet(field)) continue;
		const value: unknown = message.get(field);
		if (field.fieldKind === 'list') {
			for (const item of value as Iterable<unknown>) writeField({ field, value: item }, indent, sink);
		} else writeField({ field, value }, indent, sink);
	}
	for (const text of sink.unknownIn(message.message)) sink.lines.push(`${indent}${text}`);
}

function writeField({ field, value }: { field: DescField; value: unknown }, indent: string, sink: Sink): void {
	const { lines } = sink;
	if (field.message) {
		lines.push(`${indent}${field.name} {`);
		writeFields(value as ReflectMessage, `${indent}  `, sink);
		lines.push(`${indent}}`);
		return;
	}
	if (field.enum) {
		lines.push(`${indent}${field.name}: ${field.enum.value[value as number]?.name ?? String(value)}`);
		return;
	}
	switch (field.scalar) {
		case ScalarType.STRING: {
			const [first, ...rest] = (value as string).split(/(?<=\n)/);
			const literals = [first ?? '', ...rest, ...((value as string).endsWith('\n') ? [''] : [])];
			lines.push(`${indent}${field.name}: ${quote(literals[0] as string)}`);
			for (const literal of literals.slice(1)) lines.push(`${indent}${quote(literal)}`);
			return;
		}
		case ScalarType.BYTES:
			lines.push(`${indent}${field.name}: ${quoteBytes(value as Uint8Array)}`);
			return;
		case ScalarType.FLOAT:
			lines.push(`${indent}${field.name}: ${formatReal(shortestFloat(value as number))}`);
			return;
		case ScalarType.DOUBLE:
			lines.push(`${indent}${field.name}: ${formatReal(Object.is(value, -0) ? '-0' : String(value))}`);
			return;
		default:
			lines.push(`${indent}${field.name}: ${String(value)}`);
	}
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'"': '\\"',
	'\\': '\\\\',
};

function quote(text: string): string {
	const escaped = text.replace(
		// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a literal must escape
		/["\\\u0000-\u001f\u007f]/g,
		(character) => NAMED_ESCAPES[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
	);
	return `"${escaped}"`;
}

function quoteBytes(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) {
		text +=
			byte >= 0x20 && byte < 0x7f
				? quote(decodeUtf8(Uint8Array.of(byte))).slice(1, -1)
				: `\\${byte.toString(8).padStart(3, '0')}`;
	}
	return `"${text}"`;
}

/** The fewest digits that still are this 32-bit number. */
function shortestFloat(value: number): string {
	const rounded = Math.fround(value);
	// JavaScript prints both zeros alike.
	if (Object.is(rounded, -0)) return '-0';
	for (let digits = 1; digits < 9; digits++) {
		const text = rounded.toPrecision(digits);
		if (Math.fround(Number(text)) === rounded) return String(Number(text));
	}
	return String(Number(rounded.toPrecision(9)));
}

/** As Java prints numbers: always with a decimal point, an exponent outside 0.001 … 10,000,000. */
function formatReal(text: string): string {
	const value = Number(text);
	if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
	if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
	const size = Math.abs(value);
	if (size >= 1e-3 && size < 1e7) {
		const plain = /e/.test(text) ? value.toFixed(20).replace(/0+$/, '') : text;
		return plain.includes('.') ? plain.replace(/\.$/, '.0') : `${plain}.0`;
	}
	const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
	return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}
