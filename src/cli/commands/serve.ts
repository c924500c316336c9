import { statSync } from 'node:fs';
import { NodeError, serveFolder } from '../../node/index.ts';
import { type CliCommand, EXIT, parseCount } from '../command.ts';
import { untilInterrupted } from '../interrupted.ts';
import type { Output } from '../output.ts';

type ServeOptions = { port: string; host: string; quiet?: boolean };

export const serveCommand: CliCommand = {
	name: 'serve',
	summary: 'serve a folder over HTTP as a content host does',
	example: 'livemount serve build/live --port 8123',
	define(command, action) {
		command
			.argument('<dir>', 'the folder')
			.option('--port <number>', 'the port; 0 takes any free one', '8123')
			.option('--host <address>', 'the address to listen on', '127.0.0.1')
			.option('--quiet', 'do not print a line for each request')
			.action(async (folder: string, options: ServeOptions) => action((output) => serve(folder, options, output)));
	},
};

async function serve(folder: string, options: ServeOptions, output: Output): Promise<number> {
	if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
		throw new NodeError('not-found', `cannot serve ${folder}: there is no such folder`, { data: { path: folder } });
	}
	const server = await serveFolder({
		folder,
		port: parseCount(options.port, '--port'),
		host: options.host,
		...(options.quiet ? {} : { onServed: ({ method, path, status }) => output.line(`${status} ${method} ${path}`) }),
	});
	output.line(`${folder} is served at ${server.url}/ until you press Ctrl+C`);
	output.result({ ok: true, url: server.url, port: server.port, folder });
	await untilInterrupted();
	await server.close();
	return EXIT.ok;
}
