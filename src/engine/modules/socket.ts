import { textToBinary } from '../../bytes/index.ts';
import { checkNumber, createLibrary, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** Longest `socket.sleep`: it stops the game. */
const MAX_SLEEP_SECONDS = 60;

/** Module `socket`: the clock; connections are not made by a game that is played headless, and say so. */
export function createSocketModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const failed = (): readonly LuaValue[] => [undefined, textToBinary('no network connections here')];
	return {
		_VERSION: 'LuaSocket 3.0-rc1',
		gettime: () => host.clock.now(),
		sleep(seconds) {
			// Time is the game's: sleeping is looking at a later clock.
			if (checkNumber(seconds, 1) > MAX_SLEEP_SECONDS) luaError(`socket.sleep: at most ${MAX_SLEEP_SECONDS} seconds`);
			host.clock.skip(Math.max(0, checkNumber(seconds, 1)));
		},
		select: (receive, send) => [
			receive instanceof LuaTable ? new LuaTable() : undefined,
			send instanceof LuaTable ? new LuaTable() : undefined,
			'timeout',
		],
		newtry:
			(finalizer) =>
			(...args: LuaValue[]) => {
				if (args[0]) return args;
				if (typeof finalizer === 'function') finalizer();
				return luaError(String(args[1]));
			},
		protect: (fn) => fn,
		skip: (count, ...rest) => rest.slice(checkNumber(count, 1)),
		try: (...args) => (args[0] ? args : luaError(String(args[1]))),
		tcp: failed,
		tcp4: failed,
		tcp6: failed,
		udp: failed,
		udp4: failed,
		udp6: failed,
		connect: failed,
		bind: failed,
		dns: createLibrary({
			toip: failed,
			tohostname: failed,
			gethostname: () => 'localhost',
			getaddrinfo: failed,
			getnameinfo: failed,
		}),
	};
}
