import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Rooms whose code decides what is built. */
const ROOMS = ['bytes', 'formats', 'lua', 'builder'];

let stamp: string | undefined;

/** A digest of the code that builds and of what decodes pictures for it: results of another one are not used. */
export function programStamp(): string {
	stamp ??= compute();
	return stamp;
}

function compute(): string {
	const hash = createHash('sha1');
	const root = fileURLToPath(new URL('..', import.meta.url));
	for (const room of ROOMS) {
		const folder = join(root, room);
		const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.[jt]s$/.test(name) && !/\.d\.ts$|\.test\.ts$|-contract\.ts$/.test(name))
			.sort();
		for (const name of names) hash.update(`${room}/${name}\0`).update(readFileSync(join(folder, name)));
	}
	const manifest = fileURLToPath(new URL('../../package.json', import.meta.url));
	const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: object };
	return hash.update(JSON.stringify(dependencies)).digest('hex');
}
