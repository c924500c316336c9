import { UsageError } from './command.ts';

/** `name=uri`, or `name=uri@priority`; the priority is 10 when not given. @throws UsageError */
export function parseMountOption(option: string): { name: string; uri: string; priority: number } {
	const match = /^([^=]+)=(.+?)(?:@(\d+))?$/.exec(option);
	if (!match) throw new UsageError(`--mount ${option}: expected name=uri or name=uri@priority`);
	const [, name, uri, priority] = match;
	return { name: name as string, uri: uri as string, priority: Number(priority ?? 10) };
}
