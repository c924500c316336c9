import { describe, expect, it } from 'vitest';
import { makeRelease } from '../../test/sample-release.ts';
import { decodeUtf8, encodeUtf8, hash64, memoryAccess } from '../bytes/index.ts';
import { portableCrypto as crypto, openZip } from '../formats/index.ts';
import { findDependencies } from './dependencies.ts';
import { formatMountUri, parseMountUri } from './mount-uri.ts';
import { createMounts, type Mount } from './mounts.ts';
import { createArchiveProvider } from './providers/archive.ts';
import { createMemoryProvider } from './providers/memory.ts';
import { createZipProvider } from './providers/zip.ts';
import { canonicalPath, keyOfPath } from './resource-key.ts';

function mount(name: string, priority: number, files: Readonly<Record<string, string>>): Mount {
	const bytes = new Map(Object.entries(files).map(([path, text]) => [path, encodeUtf8(text)]));
	return { name, priority, uri: `memory:${name}`, provider: createMemoryProvider(bytes), persistent: false };
}

const read = (mounts: ReturnType<typeof createMounts>, path: string): string | undefined => {
	const bytes = mounts.read(keyOfPath(path));
	return bytes && decodeUtf8(bytes);
};

describe('mounts', () => {
	it('ask the highest priority first and fall through on "not mine"', () => {
		const mounts = createMounts();
		mounts.add(mount('_base', -10, { '/a': 'base a', '/b': 'base b' }));
		mounts.add(mount('high', 20, { '/a': 'high a' }));
		mounts.add(mount('low', 5, { '/a': 'low a', '/b': 'low b', '/c': 'low c' }));
		expect(mounts.list().map(({ name }) => name)).toEqual(['high', 'low', '_base']);
		expect(read(mounts, '/a')).toBe('high a');
		expect(read(mounts, '/b')).toBe('low b');
		expect(mounts.find(keyOfPath('/c'))).toMatchObject({ sizeBytes: 5, mount: { name: 'low' } });
		expect(read(mounts, '/d')).toBeUndefined();
	});

	it('keep the order of adding between equal priorities, also after one is removed', () => {
		const mounts = createMounts();
		for (const name of ['one', 'two', 'three', 'four']) mounts.add(mount(name, 7, {}));
		mounts.remove('one');
		mounts.add(mount('five', 7, {}));
		expect(mounts.list().map(({ name }) => name)).toEqual(['two', 'three', 'four', 'five']);
	});

	it('refuse a second mount of one name', () => {
		const mounts = createMounts();
		mounts.add(mount('rooms', 7, {}));
		expect(() => mounts.add(mount('rooms', 8, {}))).toThrow("Mount with name already exists: 'rooms'");
	});

	it('stop at a mount that fails, instead of asking the next', () => {
		const mounts = createMounts();
		mounts.add(mount('_base', -10, { '/a': 'base a' }));
		const broken = mount('broken', 1, {});
		mounts.add({
			...broken,
			provider: {
				...broken.provider,
				read: () => {
					throw new Error('disk on fire');
				},
			},
		});
		expect(() => mounts.read(keyOfPath('/a'))).toThrow('disk on fire');
	});

	it('ask what was created at run time last', () => {
		const mounts = createMounts();
		mounts.addMemoryFile('/made.texturec', encodeUtf8('made'));
		expect(read(mounts, '/made.texturec')).toBe('made');
		mounts.add(mount('_base', -10, { '/made.texturec': 'bundled' }));
		expect(read(mounts, '/made.texturec')).toBe('bundled');
	});

	it('let a list that someone holds stay as it was', () => {
		const mounts = createMounts();
		mounts.add(mount('one', 1, {}));
		const held = mounts.list();
		mounts.add(mount('two', 2, {}));
		mounts.remove('one');
		expect(held.map(({ name }) => name)).toEqual(['one']);
	});
});

describe('findDependencies()', () => {
	const release = makeRelease({
		'/shared.texturec': { bytes: 'in the bundle' },
		'/room.collectionc': { bytes: 'room', excluded: true, needs: ['/picture.texturec', '/shared.texturec'] },
		'/picture.texturec': { bytes: 'picture', excluded: true },
	});
	const room = hash64('/room.collectionc');
	const withBase = () => {
		const mounts = createMounts();
		const { manifest, index, data } = release.bundle;
		const provider = createArchiveProvider({ manifest, index, data, crypto });
		mounts.add({ name: '_base', priority: -10, uri: 'archive:', provider, persistent: false });
		return mounts;
	};

	it('lists what a collection needs, itself included', () => {
		const found = findDependencies({ mounts: withBase(), urlHash: room, onlyMissing: false, includeRequested: true });
		expect(found.map(({ hexDigest }) => hexDigest)).toEqual([
			release.digestOf('/picture.texturec'),
			release.digestOf('/shared.texturec'),
			release.digestOf('/room.collectionc'),
		]);
	});

	it('leaves out what a mount has when only the missing is asked for', () => {
		const mounts = withBase();
		const missing = () => findDependencies({ mounts, urlHash: room, onlyMissing: true, includeRequested: true });
		expect(missing().map(({ hexDigest }) => hexDigest)).toEqual([
			release.digestOf('/picture.texturec'),
			release.digestOf('/room.collectionc'),
		]);
		const zip = openZip(memoryAccess(release.zip, 'pack.zip'));
		const provider = createZipProvider({ zip, name: 'pack.zip', crypto });
		mounts.add({ name: 'rooms', priority: 10, uri: 'zip:pack.zip', provider, persistent: false });
		expect(missing()).toEqual([]);
	});

	it('tells of a dependency that the manifest does not list', () => {
		const odd = makeRelease({ '/room.collectionc': { bytes: 'room', excluded: true, needs: ['/nowhere.goc'] } });
		const mounts = createMounts();
		const { manifest, index, data } = odd.bundle;
		const provider = createArchiveProvider({ manifest, index, data, crypto });
		mounts.add({ name: '_base', priority: -10, uri: 'archive:', provider, persistent: false });
		const unlisted: bigint[] = [];
		const found = findDependencies({
			mounts,
			urlHash: room,
			onlyMissing: false,
			includeRequested: false,
			onUnlisted: (dependency) => unlisted.push(dependency),
		});
		expect(found).toEqual([{ urlHash: hash64('/nowhere.goc'), hexDigest: '' }]);
		expect(unlisted).toEqual([hash64('/nowhere.goc')]);
	});
});

describe('mount URIs', () => {
	it.each([
		['zip:/a/b.zip', { scheme: 'zip', location: '', path: '/a/b.zip' }],
		['zip:///a/b.zip', { scheme: 'zip', location: '', path: '/a/b.zip' }],
		['archive:game.dmanifest', { scheme: 'archive', location: '', path: 'game.dmanifest' }],
		['http://host:80/a/b', { scheme: 'http', location: 'host:80', path: '/a/b' }],
		['http://host', { scheme: 'http', location: 'host', path: '' }],
		['/plain/path', { scheme: 'file', location: '', path: '/plain/path' }],
		['C:\\games\\a.zip', { scheme: 'file', location: '', path: 'C:\\games\\a.zip' }],
	])('%s is split as Defold does', (uri, parts) => {
		expect(parseMountUri(uri)).toEqual(parts);
	});

	it('are written back', () => {
		expect(formatMountUri(parseMountUri('zip:/a/b.zip'))).toBe('zip:/a/b.zip');
		expect(formatMountUri(parseMountUri('http://host:80/a'))).toBe('http:host:80/a');
	});
});

describe('canonicalPath()', () => {
	it('joins runs of slashes and nothing else', () => {
		expect(canonicalPath('//a///b/../c')).toBe('/a/b/../c');
	});

	it('refuses paths that are empty or not absolute', () => {
		expect(() => canonicalPath('')).toThrow('Empty resource path');
		expect(() => canonicalPath('a/b')).toThrow('Resource path is not absolute (a/b)');
	});
});
