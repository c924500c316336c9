import { textToBinary } from '../bytes/index.ts';
import { LuaUserdata, type LuaValue, luaError } from '../lua/index.ts';
import { Hash, hashOf, hashOfBinary } from './hash.ts';

/** The address of a component, a game object or a socket. Parts can be changed by scripts. */
export class Url extends LuaUserdata {
	socket: Hash | undefined;
	path: Hash | undefined;
	fragment: Hash | undefined;

	constructor(socket?: Hash, path?: Hash, fragment?: Hash) {
		super();
		this.socket = socket;
		this.path = path;
		this.fragment = fragment;
	}

	/** `socket:/path#fragment`, as logs show it. */
	plainText(): string {
		const fragment = this.fragment ? `#${this.fragment.text}` : '';
		return `${this.socket?.text ?? ''}:${this.path?.text ?? ''}${fragment}`;
	}

	equals(other: Url): boolean {
		return this.socket === other.socket && this.path === other.path && this.fragment === other.fragment;
	}

	override tostring(): string {
		return textToBinary(`url: [${this.plainText()}]`);
	}

	override eq(other: LuaUserdata): boolean {
		return other instanceof Url && this.equals(other);
	}

	override concat(left: LuaValue, right: LuaValue): string {
		const part = (value: LuaValue): string =>
			value instanceof Url ? textToBinary(`[${value.plainText()}]`) : String(value);
		return part(left) + part(right);
	}

	override index(key: LuaValue): LuaValue {
		if (key === 'socket') return this.socket;
		if (key === 'path') return this.path;
		if (key === 'fragment') return this.fragment;
		luaError(`url does not have a field '${String(key)}', only socket, path and fragment`);
	}

	override newindex(key: LuaValue, value: LuaValue): void {
		const part = typeof value === 'string' ? hashOfBinary(value) : value;
		if (part !== undefined && !(part instanceof Hash)) {
			luaError(`url.${String(key)} must be a hash, a string or nil`);
		}
		if (key === 'socket') this.socket = part;
		else if (key === 'path') this.path = part;
		else if (key === 'fragment') this.fragment = part;
		else luaError(`url does not have a field '${String(key)}', only socket, path and fragment`);
	}
}

/**
 * The address that a text means to a component at `base`.
 *
 * `socket:path#fragment`, each part may be missing: "." is the own game object, "#" the own component, "#id" another
 * component of the own game object, "name" a game object beside the own one, "/a/b" one by its whole id.
 *
 * @throws LuaError for a text with more than one ":" or "#"
 */
export function parseUrl(text: string, base: Url): Url {
	const match = /^(?:([^:#]*):)?([^:#]*)(?:#([^:#]*))?$/.exec(text);
	if (!match) luaError(`Could not parse the url '${text}': expected [socket:][path][#fragment]`);
	const [, socketText, pathText = '', fragmentText] = match;
	const url = new Url(socketText ? hashOf(socketText) : base.socket);
	const elsewhere = socketText !== undefined && socketText !== '' && url.socket !== base.socket;
	if (pathText === '') {
		// "#id" and "#" stay with the own game object; a bare "socket:" has none.
		if (!elsewhere && (fragmentText !== undefined || socketText === undefined)) url.path = base.path;
	} else if (pathText === '.') {
		url.path = base.path;
	} else {
		url.path = hashOf(resolvePath(pathText, elsewhere ? undefined : base.path));
	}
	if (fragmentText) url.fragment = hashOf(fragmentText);
	else if (fragmentText === '' && pathText === '' && !elsewhere) url.fragment = base.fragment;
	return url;
}

/** The id that a name means to a game object: a name without "/" is beside it in the same (sub-)collection. */
export function resolvePath(name: string, ownPath: Hash | undefined): string {
	if (name.startsWith('/') || !ownPath?.knownText) return name;
	const own = ownPath.knownText;
	return own.slice(0, own.lastIndexOf('/') + 1) + name;
}
