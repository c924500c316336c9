/** Words that cannot name a JavaScript variable, or that generated code uses itself. */
const TAKEN: ReadonlySet<string> = new Set(
	(
		'abstract arguments await boolean break byte case catch char class const continue debugger default delete do double ' +
		'else enum eval export extends false final finally float for function goto if implements import in instanceof int ' +
		'interface let long native new null package private protected public return short static super switch synchronized ' +
		'this throw throws transient true try typeof var void volatile while with yield undefined NaN Infinity Array Math'
	).split(' '),
);

const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** A JavaScript name that is recognisably the Lua name; `$` never occurs in Lua names. */
export function variableName(name: string): string {
	if (TAKEN.has(name)) return `${name}$`;
	return IDENTIFIER.test(name) ? name : name.replace(/\W/g, (char) => `$${char.charCodeAt(0).toString(16)}`);
}

/** `.name` or `["name"]`. */
export function propertyAccess(name: string): string {
	return IDENTIFIER.test(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

/** A string literal in ASCII. */
export function stringLiteral(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is to be escaped.
	const escaped = text.replace(/["\\\x00-\x1f\x7f-\uffff]/g, (char) => {
		if (char === '"' || char === '\\') return `\\${char}`;
		if (char === '\n') return '\\n';
		const code = char.charCodeAt(0);
		return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
	});
	return `"${escaped}"`;
}

/** A number literal that can stand anywhere an operand can. */
export function numberLiteral(value: number): string {
	if (Number.isNaN(value)) return '(0/0)';
	if (value === Number.POSITIVE_INFINITY) return '(1/0)';
	if (value === Number.NEGATIVE_INFINITY) return '(-1/0)';
	return value < 0 || Object.is(value, -0) ? `(-${String(-value)})` : String(value);
}

/** An expression that a `.` may follow: number literals need parentheses. */
export function primary(js: string): string {
	return /^\d/.test(js) ? `(${js})` : js;
}
