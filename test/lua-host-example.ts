import {
	argError,
	checkNumber,
	checkString,
	createLua,
	type LibraryFields,
	LuaUserdata,
	type LuaValue,
	luaError,
} from '../src/lua/index.ts';

/** A vector: Lua's operators call these methods as they are, numbers go in and out unconverted. */
class Vector extends LuaUserdata {
	readonly x: number;
	readonly y: number;
	constructor(x: number, y: number) {
		super();
		this.x = x;
		this.y = y;
	}
	override index(key: LuaValue): LuaValue {
		return key === 'x' ? this.x : key === 'y' ? this.y : luaError(`a vector has no '${String(key)}'`);
	}
	override add(left: LuaValue, right: LuaValue): Vector {
		const [a, b] = [checkVector(left, 1), checkVector(right, 2)];
		return new Vector(a.x + b.x, a.y + b.y);
	}
	override mul(left: LuaValue, right: LuaValue): Vector {
		if (typeof left === 'number') return this.mul(right, left);
		const [vector, factor] = [checkVector(left, 1), checkNumber(right, 2)];
		return new Vector(vector.x * factor, vector.y * factor);
	}
	override eq(other: LuaUserdata): boolean {
		return other instanceof Vector && other.x === this.x && other.y === this.y;
	}
	override tostring(): string {
		return `(${this.x}, ${this.y})`;
	}
}

function checkVector(value: LuaValue, index: number): Vector {
	return value instanceof Vector ? value : argError(index, 'vector expected');
}

/** A hash: equal texts must be one key of a table, so they are one object. */
class Hash extends LuaUserdata {
	private static readonly known = new Map<string, Hash>();
	readonly text: string;
	private constructor(text: string) {
		super();
		this.text = text;
	}
	static of(text: string): Hash {
		const hash = Hash.known.get(text) ?? new Hash(text);
		Hash.known.set(text, hash);
		return hash;
	}
	override tostring(): string {
		return `hash: [${this.text}]`;
	}
}

const vmath: LibraryFields = {
	vector: (x: LuaValue, y: LuaValue) => new Vector(checkNumber(x, 1), checkNumber(y, 2)),
	/** Two results are an array, one is itself. */
	split: (vector: LuaValue) => {
		const { x, y } = checkVector(vector, 1);
		return [x, y];
	},
};

/** Runs a script with these functions and objects; what it printed. */
export function runExample(script: string): string[] {
	const lines: string[] = [];
	const lua = createLua({ print: (line) => lines.push(line) });
	lua.register('vmath', vmath);
	lua.globals.set('hash', (text) => Hash.of(checkString(text, 1)));
	lua.load(script, '@/main/example.script')();
	return lines;
}
