import { describe, expect, it } from 'vitest';
import { makeRelease, type SampleRelease, sampleKeys } from '../../test/sample-release.ts';
import { portableCrypto as crypto, readManifest } from '../formats/index.ts';
import { contentOf } from './publishing-contract.ts';
import { type InstalledBundle, verifyAgainst, verifyKeys } from './verify-installed.ts';

const make = (
	main: string,
	options: {
		title?: string;
		engineVersion?: string;
		more?: Record<string, { bytes: string; excluded?: boolean }>;
	} = {},
): SampleRelease => {
	const { more = {}, ...rest } = options;
	return makeRelease(
		{
			'/main.collectionc': { bytes: main },
			'/room.collectionc': { bytes: `room of ${main}`, excluded: true },
			...more,
		},
		rest,
	);
};
const installed = ({ bundle }: SampleRelease): InstalledBundle => ({
	name: 'released',
	manifest: bundle.manifest,
	publicKey: bundle.publicKey,
	has: (hexDigest) => bundle.index.find(hexDigest) !== undefined,
});
const against = (release: SampleRelease, before: SampleRelease, engineVersions: string[] = []): string[] =>
	verifyAgainst({ content: contentOf(release), installed: installed(before), engineVersions, crypto });

describe('verifyAgainst()', () => {
	const released = make('main');

	it('takes a release that changes excluded content only', () => {
		const next = make('main', { more: { '/cellar.collectionc': { bytes: 'new', excluded: true } } });
		expect(against(next, released)).toEqual([]);
	});

	it('refuses one whose bundled resources differ or are missing, naming each', () => {
		const next = make('changed', { more: { '/new.scriptc': { bytes: 'new' }, '/other.scriptc': { bytes: 'other' } } });
		expect(() => against(next, released)).toThrow(
			expect.objectContaining({
				code: 'bundle-mismatch',
				data: expect.objectContaining({ resources: ['/main.collectionc', '/new.scriptc', '/other.scriptc'], count: 3 }),
			}),
		);
		const differs = `/main.collectionc: differs, the bundle has ${released.digestOf('/main.collectionc')}, the release expects`;
		expect(() => against(next, released)).toThrow(differs);
		expect(() => against(next, released)).toThrow('/new.scriptc: missing in the bundle');
	});

	it('takes content that moved from the bundle to what is fetched', () => {
		const before = make('main', { more: { '/cellar.collectionc': { bytes: 'cellar' } } });
		const next = make('main', { more: { '/cellar.collectionc': { bytes: 'new cellar', excluded: true } } });
		expect(against(next, before)).toEqual([]);
	});

	it('warns of bundled resources that are not listed any more', () => {
		const before = make('main', { more: { '/old.scriptc': { bytes: 'old' } } });
		expect(against(make('main'), before)).toEqual([expect.stringContaining('/old.scriptc')]);
	});

	it('refuses another project and engines that have nothing in common', () => {
		expect(() => against(make('main', { title: 'Other' }), released)).toThrow(
			expect.objectContaining({ code: 'project-mismatch' }),
		);
		const newer = make('main', { engineVersion: '1.12.0' });
		expect(() => against(newer, released)).toThrow(expect.objectContaining({ code: 'engine-mismatch' }));
		expect(against(newer, released, ['1.11.2'])).toEqual([]);
	});
});

describe('verifyKeys()', () => {
	const release = make('main');
	const verify = (keys: SampleRelease['keys'] | undefined, installedKey: Uint8Array | undefined): string[] =>
		verifyKeys({ content: contentOf(release), keys, installedKey, name: 'released', crypto });

	it('takes the pair of the installed bundle, and warns of short keys', () => {
		expect(verify(sampleKeys(), release.keys.publicKey)).toEqual([expect.stringContaining('the key has 1024 bits')]);
	});

	it('refuses a pair that installed games would refuse', () => {
		expect(() => verify(sampleKeys(true), release.keys.publicKey)).toThrow(
			expect.objectContaining({
				code: 'key-mismatch',
				message: expect.stringContaining('every installed game would refuse it'),
			}),
		);
	});

	it('refuses keys that are no pair', () => {
		const keys = { privateKey: sampleKeys().privateKey, publicKey: sampleKeys(true).publicKey };
		expect(() => verify(keys, undefined)).toThrow(expect.objectContaining({ code: 'invalid-key' }));
	});

	it('verifies a manifest that is published as built', () => {
		expect(verify(undefined, release.keys.publicKey)).toEqual([]);
		expect(() => verify(undefined, sampleKeys(true).publicKey)).toThrow(
			expect.objectContaining({ code: 'signature-mismatch' }),
		);
	});

	it('asks nothing of bundles that check no signature', () => {
		expect(verify(undefined, undefined)).toEqual([]);
		expect(readManifest(release.publishedManifest, 'built').signature.length).toBeGreaterThan(0);
	});
});
