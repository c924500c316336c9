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
 * `[socket:][path][#fragment]`. Behind a socket everything is taken as it stands. Without one, "." is the own game object,
 * "" and "#" the own component, "#id" another component of the own game object, "name" a game object beside the own one.
 * Source: Defold's engine, script_msg.
 *
 * @throws LuaError for a text that is no address
 */
export function parseUrl(text: string, base: Url): Url {
	const match = /^(?:([^:#]*):)?([^:#]*)(?:#([^:#]*))?$/.exec(text);
	if (!match) {
		luaError(`Could not parse '${text}' because the URL is invalid (should be [socket:][path][#fragment]).`);
	}
	const [, socket = '', path = '', fragment = ''] = match as unknown as [string, string?, string?, string?];
	const fragmentHash = fragment === '' ? undefined : hashOf(fragment);
	if (socket !== '') return new Url(hashOf(socket), path === '' ? undefined : hashOf(path), fragmentHash);
	if (path === '') return new Url(base.socket, base.path, fragmentHash ?? base.fragment);
	const pathHash = path === '.' ? base.path : hashOf(resolvePath(path, base.path));
	return new Url(base.socket, pathHash, fragmentHash);
}

/** The id that a name means to a game object: a name without "/" is beside it in the same (sub-)collection. */
function resolvePath(name: string, ownPath: Hash | undefined): string {
	if (name.startsWith('/') || !ownPath?.knownText) return name;
	const own = ownPath.knownText;
	return own.slice(0, own.lastIndexOf('/') + 1) + name;
}
