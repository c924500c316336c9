import { describe, expect, it } from 'vitest';
import { makeGame } from '../../test/make-game.ts';
import { encodeUtf8 } from '../bytes/index.ts';
import type { Http, HttpRequest } from './http.ts';

const ask = (options = ''): string => `
	local function ask(self)
		http.request("http://host/a", "GET", function(self, id, r)
			print(r.status, r.response, r.path, r.error)
			self.count = (self.count or 0) + 1
			if self.count < 2 then self.again(self) end
		end, nil, nil, { ${options} })
	end
	function init(self) self.again = ask ask(self) end
`;

function server(): { http: Http; requests: HttpRequest[] } {
	const requests: HttpRequest[] = [];
	const http: Http = async (request) => {
		requests.push(request);
		const tag = request.headers.find(([name]) => name === 'If-None-Match')?.[1];
		if (tag === '"1"') return { status: 304, headers: [['etag', '"1"']], body: new Uint8Array() };
		return { status: 200, headers: [['etag', '"1"']], body: encodeUtf8('hello') };
	};
	return { http, requests };
}

describe('http.request', () => {
	it('asks again only whether a known answer changed, and gives 304 with the kept body', async () => {
		const { http, requests } = server();
		const { frames, printed } = await makeGame({ main: { a: { script: ask() } } }, { http });
		await frames(6);
		expect(printed()).toEqual(['200\thello\tnil\tnil', '304\thello\tnil\tnil']);
		expect(requests).toHaveLength(2);
	});

	it('keeps no answer with ignore_cache', async () => {
		const { http } = server();
		const { frames, printed } = await makeGame({ main: { a: { script: ask('ignore_cache = true') } } }, { http });
		await frames(6);
		expect(printed()).toEqual(['200\thello\tnil\tnil', '200\thello\tnil\tnil']);
	});

	it('writes the body to a file with path', async () => {
		const { http } = server();
		const { frames, printed } = await makeGame(
			{
				main: {
					a: {
						script: `
							function init(self)
								http.request("http://host/a", "GET", function(self, id, r)
									local f = io.open("/saves/body", "rb")
									print(r.status, r.response, r.path, f:read("*a"))
								end, nil, nil, { path = "/saves/body" })
							end
						`,
					},
				},
			},
			{ http },
		);
		await frames(3);
		expect(printed()).toEqual(['200\tnil\t/saves/body\thello']);
	});

	it('gives status 0 and why when there was no answer', async () => {
		const http: Http = async () => ({ status: 0, headers: [], body: new Uint8Array(), error: 'connection refused' });
		const { frames, printed } = await makeGame({ main: { a: { script: ask() } } }, { http });
		await frames(3);
		expect(printed()[0]).toBe('0\t\tnil\tconnection refused');
	});
});
