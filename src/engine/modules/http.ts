import { binaryToText, fromBinaryString, textToBinary, toBinaryString } from '../../bytes/index.ts';
import { checkFunction, checkString, type HostFunction, LuaTable, type LuaValue } from '../../lua/index.ts';
import { optTable } from '../arguments.ts';
import { hashOf } from '../hash.ts';
import type { HttpResponse } from '../http.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** Scripts get an internal identifier that says nothing. */
const RESPONSE_ID = hashOf('http_response');

/** Module `http`: requests whose answers come back in a later frame. */
export function createHttpModule(host: ScriptHost): Record<string, HostFunction> {
	return {
		request(url, method, fn, headers, body, options) {
			const address = binaryToText(checkString(url, 1));
			const callback = host.callback(checkFunction(fn, 3));
			const settings = optTable(options, 6);
			const timeout = settings.get('timeout') ?? host.config.number('network.http_timeout', 0);
			const report = settings.get('report_progress') === true;
			const request = {
				url: address,
				method: binaryToText(checkString(method, 2)),
				headers: headerPairs(headers),
				body: body === undefined ? undefined : fromBinaryString(checkString(body, 5)),
				timeoutMs: typeof timeout === 'number' && timeout > 0 ? timeout * 1000 : undefined,
			};
			const onProgress = report
				? (receivedBytes: number, totalBytes: number): void => {
						const progress = { bytes_received: receivedBytes, bytes_total: totalBytes };
						host.defer(() => callback.call(RESPONSE_ID, LuaTable.fromObject(progress)));
					}
				: undefined;
			void host.track(host.http(request, onProgress)).then((response) => {
				host.defer(() => callback.call(RESPONSE_ID, responseTable(response, address)));
			});
		},
	};
}

function headerPairs(headers: LuaValue): [string, string][] {
	const pairs: [string, string][] = [];
	for (const [name, value] of optTable(headers, 4).entries()) {
		pairs.push([binaryToText(checkString(name, 4)), binaryToText(checkString(value, 4))]);
	}
	return pairs;
}

function responseTable(response: HttpResponse, url: string): LuaTable {
	const headers = new LuaTable();
	for (const [name, value] of response.headers) headers.set(textToBinary(name), textToBinary(value));
	const table = LuaTable.fromObject({
		status: response.status,
		response: toBinaryString(response.body),
		headers,
		url: textToBinary(url),
	});
	if (response.error !== undefined) table.set('error', textToBinary(response.error));
	return table;
}
