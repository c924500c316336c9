import { LuaTable, type LuaValue } from '../lua/index.ts';
import type { MessageBody } from './message.ts';

/** One field of a message's body, whichever form it has. */
export function bodyField(body: MessageBody, name: string): unknown {
	if (body instanceof LuaTable) return body.get(name);
	return (body as { [name: string]: unknown } | undefined)?.[name];
}

/** The body as the table a script gets; an empty one for none. */
export function bodyTable(body: MessageBody): LuaTable {
	if (body instanceof LuaTable) return body;
	return body === undefined ? new LuaTable() : LuaTable.fromObject(body as { [name: string]: LuaValue });
}
