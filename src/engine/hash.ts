import { binaryToText, fromBinaryString, hash64, hash64ToHex, textToBinary } from '../bytes/index.ts';
import { LuaUserdata, type LuaValue } from '../lua/index.ts';

/**
 * A 64-bit hash as scripts see it. There is one object for each value, so `==`, table keys and `===` agree.
 */
export class Hash extends LuaUserdata {
	readonly value: bigint;
	#text: string | undefined;

	constructor(value: bigint, text: string | undefined) {
		super();
		this.value = value;
		this.#text = text;
	}

	/** The text it was made of where that is known, else `<unknown:…>` with the number. */
	get text(): string {
		return this.#text ?? `<unknown:${this.value}>`;
	}

	/** The text it was made of, if that is known. */
	get knownText(): string | undefined {
		return this.#text;
	}

	/** Remembers what it was made of. */
	learn(text: string): void {
		this.#text ??= text;
	}

	/** 16 hexadecimal digits. */
	get hex(): string {
		return hash64ToHex(this.value);
	}

	override tostring(): string {
		return textToBinary(`hash: [${this.text}]`);
	}

	/** Defold lets a hash be joined to a text, as its printed form. */
	override concat(left: LuaValue, right: LuaValue): string {
		const part = (value: LuaValue): string => (value instanceof Hash ? textToBinary(value.text) : String(value));
		return part(left) + part(right);
	}
}

const byValue = new Map<bigint, Hash>();
const byText = new Map<string, Hash>();

/** The hash of a text. */
export function hashOf(text: string): Hash {
	const known = byText.get(text);
	if (known) return known;
	const value = hash64(text);
	let hash = byValue.get(value);
	if (hash) hash.learn(text);
	else {
		hash = new Hash(value, text);
		byValue.set(value, hash);
	}
	byText.set(text, hash);
	return hash;
}

/** The hash of a script's string, which holds bytes. */
export function hashOfBinary(binary: string): Hash {
	const known = byText.get(binary);
	// For ASCII, which nearly all names are, bytes and text are the same.
	if (known) return known;
	const text = binaryToText(binary);
	if (text === binary) return hashOf(text);
	const hash = hashOfValue(hash64(fromBinaryString(binary)));
	hash.learn(text);
	return hash;
}

/** The hash with a value; its text is known if that was hashed before. */
export function hashOfValue(value: bigint): Hash {
	let hash = byValue.get(value);
	if (!hash) {
		hash = new Hash(value, undefined);
		byValue.set(value, hash);
	}
	return hash;
}

const SYSTEM_NAMES = {
	acquireInputFocus: 'acquire_input_focus',
	releaseInputFocus: 'release_input_focus',
	setParent: 'set_parent',
	enable: 'enable',
	disable: 'disable',
	load: 'load',
	asyncLoad: 'async_load',
	init: 'init',
	final: 'final',
	unload: 'unload',
	setTimeStep: 'set_time_step',
	proxyLoaded: 'proxy_loaded',
	proxyUnloaded: 'proxy_unloaded',
	playAnimation: 'play_animation',
	animationDone: 'animation_done',
	setText: 'set_text',
	exit: 'exit',
	reboot: 'reboot',
} as const;

/** Messages the engine itself sends or understands. */
export const SYSTEM_MESSAGE: { readonly [name in keyof typeof SYSTEM_NAMES]: Hash } = Object.fromEntries(
	Object.entries(SYSTEM_NAMES).map(([name, text]) => [name, hashOf(text)]),
) as { readonly [name in keyof typeof SYSTEM_NAMES]: Hash };
