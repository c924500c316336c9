import { binaryToText } from '../../bytes/index.ts';
import { checkTable, type HostFunction, type LuaValue, luaError } from '../../lua/index.ts';
import { checkHash, checkUrl } from '../arguments.ts';
import { type Hash, hashOf } from '../hash.ts';
import { copyMessageTable } from '../script/copy-value.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { parseUrl, Url } from '../url.ts';

/** Module `msg`: posting messages and making addresses. */
export function createMsgModule(host: ScriptHost): Record<string, HostFunction> {
	return {
		post(receiver, id, body) {
			const sender = host.current().url;
			const to = checkUrl(receiver, 1, sender);
			const name = checkHash(id, 2);
			const socket = to.socket && host.sockets.find(to.socket);
			if (!socket) {
				luaError(
					`Could not send message '${name.text}' from '${sender.plainText()}' to '${to.plainText()}': there is no such socket.`,
				);
			}
			socket.post({
				sender,
				// A copy, because scripts can change a url after posting.
				receiver: new Url(to.socket, to.path, to.fragment),
				id: name,
				body: body === undefined ? undefined : copyMessageTable(checkTable(body, 3)),
			});
		},
		url(...parts) {
			const own = host.ownUrl();
			if (parts.length === 0) return new Url(own.socket, own.path, own.fragment);
			if (parts.length === 1) return urlOf(parts[0], own);
			return new Url(socketOf(parts[0], own), pathOf(parts[1], own), partOf(parts[2], 3));
		},
	};
}

function urlOf(value: LuaValue, own: Url): Url {
	if (typeof value === 'string') return parseUrl(binaryToText(value), own);
	return checkUrl(value, 1, own);
}

function socketOf(value: LuaValue, own: Url): Hash | undefined {
	return value === undefined || value === '' ? own.socket : checkHash(value, 1);
}

function pathOf(value: LuaValue, own: Url): Hash | undefined {
	if (value === undefined || value === '') return own.path;
	if (typeof value === 'string') return parseUrl(binaryToText(value), own).path ?? hashOf(binaryToText(value));
	return checkHash(value, 2);
}

function partOf(value: LuaValue, index: number): Hash | undefined {
	return value === undefined || value === '' ? undefined : checkHash(value, index);
}
