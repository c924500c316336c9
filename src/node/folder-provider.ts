import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { keyOfPath, type Provider, type ResourceKey } from '../resource/index.ts';
import { ioError } from './error.ts';

/**
 * A folder of decoded resources laid out by path: what a development build leaves, without manifest, headers or cipher.
 *
 * Resources asked for by hash alone are found through a list of the folder, made when first needed.
 */
export function createFolderProvider(folder: string): Provider {
	const root = resolve(folder);
	let byHash: Map<bigint, string> | undefined;

	const listed = (): Map<bigint, string> => {
		if (byHash) return byHash;
		byHash = new Map();
		for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
			if (!entry.isFile()) continue;
			const path = `/${relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')}`;
			byHash.set(keyOfPath(path).urlHash, path);
		}
		return byHash;
	};

	const fileOf = (key: ResourceKey): string | undefined => {
		const path = key.path ?? listed().get(key.urlHash);
		if (path === undefined) return undefined;
		const file = resolve(root, `.${path}`);
		return file.startsWith(root + sep) ? file : undefined;
	};

	const attempt = <T>(key: ResourceKey, work: (file: string) => T): T | undefined => {
		const file = fileOf(key);
		if (file === undefined) return undefined;
		try {
			return work(file);
		} catch (cause) {
			const { code } = cause as NodeJS.ErrnoException;
			if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
			throw ioError('read', file, cause);
		}
	};

	return {
		scheme: 'file',
		manifest: undefined,
		sizeBytes: (key) =>
			attempt(key, (file) => {
				const found = statSync(file);
				return found.isFile() ? found.size : undefined;
			}),
		read: (key) => attempt(key, (file) => readFileSync(file)),
		*list() {
			for (const [urlHash, path] of listed()) yield { urlHash, path, hexDigest: undefined };
		},
		close() {},
	};
}
