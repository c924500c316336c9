import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../bytes/index.ts';
import { portableCrypto as crypto } from '../keys/portable-rsa.ts';
import { codeOf } from '../refusal-contract.ts';
import { projectIdentifier } from './identity.ts';
import { readManifest } from './read-manifest.ts';
import { type Release, readRelease } from './release.ts';
import { manifestContent, writeManifest } from './write-manifest.ts';

function manifestWith(release: Release | undefined) {
	const bytes = writeManifest({
		version: 5,
		resourceHashAlgorithm: 'sha1',
		signatureHashAlgorithm: 'sha256',
		projectIdentifier: projectIdentifier('A game', crypto),
		engineVersions: [],
		entries: [],
		release,
	});
	return readManifest(bytes, 'game.dmanifest');
}

describe('the release of a manifest', () => {
	test('is read back, alone and when the content is written again', () => {
		const rollback = fc.option(fc.nat(2 ** 31 - 1), { nil: undefined });
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), rollback, (number, more) => {
				const release = { number, rollbackFrom: more === undefined ? undefined : number + more };
				const manifest = manifestWith(release);
				expect(manifest.release).toEqual(release);
				const again = readManifest(writeManifest(manifestContent(manifest)), 'again');
				expect(again.dataBytes).toEqual(manifest.dataBytes);
			}),
		);
	});

	test('is missing from manifests of other builders', () => {
		expect(manifestWith(undefined).release).toBeUndefined();
	});

	test('is part of what is signed', () => {
		const one = manifestWith({ number: 1, rollbackFrom: undefined });
		const two = manifestWith({ number: 2, rollbackFrom: undefined });
		expect(one.dataBytes).not.toEqual(two.dataBytes);
	});

	test('is refused as invalid without a number, or with a rollback from an earlier one', () => {
		expect(codeOf(() => readRelease(new Uint8Array(), 'test'))).toBe('invalid');
		expect(codeOf(() => readRelease(new Uint8Array([8, 5, 16, 4]), 'test'))).toBe('invalid');
		expect(codeOf(() => readRelease(encodeUtf8('\x08'), 'test'))).toBe('truncated');
	});
});
