import type { DescField, DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import { type ReflectList, type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import type { Complaint, Diagnostic, Position } from './diagnostic.ts';
import { createDiagnostic } from './diagnostic.ts';
import { didYouMean, nearestWord } from './did-you-mean.ts';
import { createEmbeddedText, type SourceText } from './source-text.ts';
import { decodeLiteralText, type LiteralPiece } from './string-literal.ts';
import { createTextScanner, describeToken, type TextScanner, TextSyntaxFault, type TextToken } from './text-token.ts';
import { readTextValue } from './text-value.ts';

/** A message read from text, and where in the text each of its values stands. */
export type TextReading<Desc extends DescMessage = DescMessage> = {
	/** `undefined` when the text cannot be followed or a required field is missing; the diagnostics say why. */
	readonly message: MessageShape<Desc> | undefined;
	readonly diagnostics: readonly Diagnostic[];
	/** Where a field's value stands (its `index`-th one for lists); where the message begins when it is not set. */
	at(owner: Message, field: string, index?: number): Position;
	/** The text in a string field as a source of its own, whose positions are those of the outer file. */
	textOf(owner: Message, field: string, index?: number): SourceText;
	/** Fields of a message that its schema does not know, as they stand in the text; `writeText` can write them again. */
	unknownIn(owner: Message): readonly string[];
};

type Place = { readonly start: number; readonly pieces?: readonly LiteralPiece[] };

/** A file cannot nest messages deeper than this. */
const MAX_DEPTH = 64;

/** Presence of a proto2 required field; the enum is not exported by name. */
const LEGACY_REQUIRED = 3;

/**
 * Reads text-protobuf, the form of Defold's project files.
 *
 * Reading goes on after a wrong value or an unknown field, so that all of them are reported; it stops where the text
 * cannot be followed. An unknown field is an error when a known one has nearly its name, else a warning, because
 * projects keep fields of other versions of Defold.
 */
export function readText<Desc extends DescMessage>(schema: Desc, source: SourceText): TextReading<Desc> {
	const reader = new TextReader(source);
	const message = create(schema);
	let complete = false;
	try {
		complete = reader.readMessage(reflect(schema, message, false), undefined, 0);
	} catch (fault) {
		if (!(fault instanceof TextSyntaxFault)) throw fault;
		reader.complain(fault.at, { code: 'syntax', message: fault.message });
	}
	return {
		message: complete ? message : undefined,
		diagnostics: reader.diagnostics,
		at: (owner, field, index = 0) => source.locate(reader.placeOf(owner, field, index)?.start ?? reader.startOf(owner)),
		textOf(owner, field, index = 0) {
			const place = reader.placeOf(owner, field, index);
			const offsets: number[] = [];
			const text = decodeLiteralText(source.text, place?.pieces ?? [], offsets);
			return createEmbeddedText(source, typeof text === 'string' ? text : '', offsets);
		},
		unknownIn: (owner) => reader.unknownIn(owner),
	};
}

class TextReader {
	readonly diagnostics: Diagnostic[] = [];
	readonly #source: SourceText;
	readonly #scanner: TextScanner;
	readonly #places = new WeakMap<Message, Map<string, Place[]>>();
	readonly #starts = new WeakMap<Message, number>();
	readonly #unknown = new WeakMap<Message, string[]>();

	constructor(source: SourceText) {
		this.#source = source;
		this.#scanner = createTextScanner(source.text);
	}

	placeOf(owner: Message, field: string, index: number): Place | undefined {
		return this.#places.get(owner)?.get(field)?.[index];
	}

	unknownIn(owner: Message): readonly string[] {
		return this.#unknown.get(owner) ?? [];
	}

	startOf(owner: Message): number {
		return this.#starts.get(owner) ?? 0;
	}

	complain(at: number, complaint: Complaint): void {
		this.diagnostics.push(createDiagnostic(this.#source.locate(at), complaint));
	}

	/** Fields up to `closer`, or the end of the text. False when a required one is missing, here or below. */
	readMessage(target: ReflectMessage, closer: string | undefined, start: number): boolean {
		this.#starts.set(target.message, start);
		let complete = true;
		for (;;) {
			const token = this.#scanner.token;
			if (token.kind === 'end') {
				if (closer === undefined) break;
				throw new TextSyntaxFault(
					token.start,
					`expected ${closer} to end ${target.desc.name}, found the end of the text`,
				);
			}
			if (token.kind === 'symbol' && token.text === closer) {
				this.#scanner.next();
				break;
			}
			complete = this.#readField(target) && complete;
			const after = this.#scanner.token;
			if (after.kind === 'symbol' && (after.text === ';' || after.text === ',')) this.#scanner.next();
		}
		for (const field of target.fields) {
			if (field.presence !== LEGACY_REQUIRED || target.isSet(field)) continue;
			// A value that was there but wrong has been reported already.
			if (this.#places.get(target.message)?.has(field.localName) !== true) {
				this.complain(start, {
					code: 'missing-field',
					message: `${target.desc.name} needs a field ${field.name}, found none`,
				});
			}
			complete = false;
		}
		return complete;
	}

	#readField(target: ReflectMessage): boolean {
		const name = this.#scanner.next();
		if (name.kind === 'symbol' && name.text === '[') {
			while (!this.#isSymbol(']')) this.#take('the name of an extension');
			this.#scanner.next();
			this.complain(name.start, { code: 'unknown-field', message: 'an extension is left out', severity: 'warning' });
			this.#keepUnknown(target, name.start);
			return true;
		}
		if (name.kind !== 'word') {
			throw new TextSyntaxFault(name.start, `expected a field of ${target.desc.name}, found ${describeToken(name)}`);
		}
		const field = target.fields.find((one) => one.name === name.text);
		if (!field) {
			this.#complainUnknown(target, name);
			this.#keepUnknown(target, name.start);
			return true;
		}
		if (this.#isSymbol(':')) this.#scanner.next();
		else if (!isMessageField(field) && !this.#isSymbol('[')) {
			const found = this.#scanner.token;
			throw new TextSyntaxFault(found.start, `expected : after ${name.text}, found ${describeToken(found)}`);
		}
		if (!this.#isSymbol('[')) return this.#readValue(target, field);
		const open = this.#scanner.next();
		if (field.fieldKind !== 'list') {
			throw new TextSyntaxFault(open.start, `expected one value for ${field.name}, found a list`);
		}
		let complete = true;
		while (!this.#isSymbol(']')) {
			complete = this.#readValue(target, field) && complete;
			if (this.#isSymbol(',')) this.#scanner.next();
			else if (!this.#isSymbol(']')) {
				const found = this.#scanner.token;
				throw new TextSyntaxFault(
					found.start,
					`expected , or ] in the list of ${field.name}, found ${describeToken(found)}`,
				);
			}
		}
		this.#scanner.next();
		return complete;
	}

	#readValue(target: ReflectMessage, field: DescField): boolean {
		const { start } = this.#scanner.token;
		if (isMessageField(field)) {
			const open = this.#scanner.next();
			const closer = open.kind === 'symbol' ? { '{': '}', '<': '>' }[open.text] : undefined;
			if (closer === undefined) {
				throw new TextSyntaxFault(open.start, `expected { to begin ${field.name}, found ${describeToken(open)}`);
			}
			return this.#readNested(target, field, closer, start);
		}
		const value = readTextValue(this.#source.text, this.#takeValue(field), field);
		this.#remember(target.message, field, {
			start,
			...(value.token.kind === 'string' ? { pieces: value.token.pieces } : {}),
		});
		if (value.complaint) {
			this.complain(value.at ?? start, value.complaint);
			return true;
		}
		if (field.fieldKind === 'list') (target.get(field) as ReflectList).add(value.value);
		else target.set(field, value.value);
		return true;
	}

	#readNested(target: ReflectMessage, field: MessageField, closer: string, start: number): boolean {
		if (this.#depth === MAX_DEPTH) throw new TextSyntaxFault(start, `messages are nested deeper than ${MAX_DEPTH}`);
		// A message that stands twice for one field is merged, as the protobuf libraries do.
		const nested =
			field.fieldKind === 'message' && target.isSet(field)
				? (target.get(field) as ReflectMessage)
				: reflect(field.message, create(field.message), false);
		this.#remember(target.message, field, { start });
		this.#depth++;
		const complete = this.readMessage(nested, closer, start);
		this.#depth--;
		if (field.fieldKind === 'list') (target.get(field) as ReflectList).add(nested);
		else target.set(field, nested);
		return complete;
	}

	#depth = 0;

	#remember(owner: Message, field: DescField, place: Place): void {
		let fields = this.#places.get(owner);
		if (!fields) this.#places.set(owner, (fields = new Map()));
		const places = fields.get(field.localName);
		if (places && field.fieldKind === 'list') places.push(place);
		else fields.set(field.localName, [place]);
	}

	#complainUnknown(target: ReflectMessage, name: { readonly start: number; readonly text: string }): void {
		const names = target.fields.map((field) => field.name);
		const near = nearestWord(name.text, names);
		// A digit at the end makes another field (scale, scale3), not a misspelt one.
		const misspelt = near !== undefined && near.replace(/\d+$/, '') !== name.text.replace(/\d+$/, '');
		this.complain(name.start, {
			code: 'unknown-field',
			message: `${target.desc.name} has no field ${name.text}${misspelt ? '' : '; it is left out'}`,
			hint: misspelt ? didYouMean(name.text, names) : undefined,
			severity: misspelt ? 'error' : 'warning',
		});
	}

	/** Passes over the value of a field without a place in the schema, and keeps the text of both. */
	#keepUnknown(target: ReflectMessage, start: number): void {
		this.#skipValue(1);
		const text = this.#source.text.slice(start, this.#scanner.lastEnd);
		const known = this.#unknown.get(target.message);
		if (known) known.push(text);
		else this.#unknown.set(target.message, [text]);
	}

	#skipValue(depth: number): void {
		if (depth > MAX_DEPTH) {
			throw new TextSyntaxFault(this.#scanner.token.start, `messages are nested deeper than ${MAX_DEPTH}`);
		}
		if (this.#isSymbol(':')) this.#scanner.next();
		const token = this.#take('a value');
		if (token.kind !== 'symbol') return;
		if (token.text === '-') {
			this.#take('a number');
			return;
		}
		const closer = { '{': '}', '<': '>', '[': ']' }[token.text];
		if (closer === undefined) throw new TextSyntaxFault(token.start, `expected a value, found ${token.text}`);
		while (!this.#isSymbol(closer)) {
			const inner = this.#scanner.token;
			if (closer === ']') this.#skipValue(depth + 1);
			else {
				const name = this.#take(closer);
				if (name.kind !== 'word')
					throw new TextSyntaxFault(inner.start, `expected a field, found ${describeToken(name)}`);
				this.#skipValue(depth + 1);
			}
			if (this.#isSymbol(',') || this.#isSymbol(';')) this.#scanner.next();
		}
		this.#scanner.next();
	}

	/** A value's token; a minus sign that stands apart is joined with the word after it (`- inf`). */
	#takeValue(field: DescField): TextToken {
		const token = this.#take(`a value of ${field.name}`);
		if (token.kind !== 'symbol') return token;
		const after = this.#scanner.token;
		if (token.text === '-' && after.kind === 'word') {
			this.#scanner.next();
			return { kind: 'word', start: token.start, end: after.end, text: `-${after.text}` };
		}
		throw new TextSyntaxFault(token.start, `expected a value of ${field.name}, found ${token.text}`);
	}

	#take(expected: string): TextToken {
		const token = this.#scanner.token;
		if (token.kind === 'end') throw new TextSyntaxFault(token.start, `expected ${expected}, found the end of the text`);
		return this.#scanner.next();
	}

	#isSymbol(text: string): boolean {
		const token = this.#scanner.token;
		return token.kind === 'symbol' && token.text === text;
	}
}

type MessageField = DescField & ({ fieldKind: 'message' } | { fieldKind: 'list'; listKind: 'message' });

function isMessageField(field: DescField): field is MessageField {
	return field.fieldKind === 'message' || (field.fieldKind === 'list' && field.listKind === 'message');
}
