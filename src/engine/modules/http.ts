import { binaryToText, fromBinaryString, textToBinary, toBinaryString } from '../../bytes/index.ts';
import {
	checkFunction,
	checkString,
	type HostFunction,
	LuaFileError,
	LuaTable,
	type LuaValue,
} from '../../lua/index.ts';
import { optTable } from '../arguments.ts';
import { hashOf } from '../hash.ts';
import type { HttpResponse } from '../http.ts';
import { createHttpCache, headerOf } from '../http-cache.ts';
import type { ScriptHost } from '../script/script-host.ts';

/** Scripts get an internal identifier that says nothing. */
const RESPONSE_ID = hashOf('http_response');

/** Module `http`: requests whose answers come back in a later frame. */
export function createHttpModule(host: ScriptHost): Record<string, HostFunction> {
	const cache = createHttpCache();
	return {
		request(url, method, fn, headers, body, options) {
			const address = binaryToText(checkString(url, 1));
			const verb = binaryToText(checkString(method, 2));
			const callback = host.callback(checkFunction(fn, 3));
			const settings = optTable(options, 6);
			const timeout = settings.get('timeout') ?? host.config.number('network.http_timeout', 0);
			const path = settings.get('path');
			const isCached =
				verb === 'GET' &&
				settings.get('ignore_cache') !== true &&
				host.config.boolean('network.http_cache_enabled', true);
			const request = {
				url: address,
				method: verb,
				headers: headerPairs(headers),
				body: body === undefined ? undefined : fromBinaryString(checkString(body, 5)),
				timeoutMs: typeof timeout === 'number' && timeout > 0 ? timeout * 1000 : undefined,
			};
			const onProgress =
				settings.get('report_progress') === true
					? (receivedBytes: number, totalBytes: number): void => {
							const progress = { bytes_received: receivedBytes, bytes_total: totalBytes };
							host.defer(() => callback.call(RESPONSE_ID, LuaTable.fromObject(progress)));
						}
					: undefined;
			const answer = isCached ? cache.request(host.http, request, onProgress) : host.http(request, onProgress);
			void host.track(answer).then((response) => {
				host.defer(() => {
					const table = responseTable(response, address);
					if (typeof path === 'string') storeBody(host, table, { path: binaryToText(path), response });
					callback.call(RESPONSE_ID, table);
				});
			});
		},
	};
}

/** Puts the body of a good answer into a file instead of the table. */
function storeBody(
	host: ScriptHost,
	table: LuaTable,
	{ path, response }: { readonly path: string; readonly response: HttpResponse },
): void {
	if (response.status < 200 || response.status >= 300) return;
	try {
		const file = host.files.open(textToBinary(path), {
			isReadable: false,
			isWritable: true,
			create: true,
			truncate: true,
		});
		file.write(0, response.body);
		file.close();
		table.set('response', undefined);
		table.set('path', textToBinary(path));
	} catch (error) {
		if (!(error instanceof LuaFileError)) throw error;
		table.set('error', textToBinary(`Failed to write to the file '${path}': ${error.message}`));
	}
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
	const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headerOf(response, 'content-range') ?? '');
	if (range) {
		table.set('range_start', Number(range[1]));
		table.set('range_end', Number(range[2]));
		table.set('document_size', Number(range[3]));
	}
	if (response.error !== undefined) table.set('error', textToBinary(response.error));
	return table;
}
