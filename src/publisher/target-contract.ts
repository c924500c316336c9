import { describe, expect, it } from 'vitest';
import { portableCrypto as crypto, readManifest } from '../formats/index.ts';
import type { PublishedContent } from './content.ts';
import { contentOf, sampleBuild } from './publishing-contract.ts';
import type { PublishTarget, TargetReport } from './target.ts';

/** A target, and a way to look at it as a game does. */
export type OpenedTarget = {
	readonly target: PublishTarget;
	/** An object by the name a game asks for; `undefined` when there is none. */
	fetch(name: string): Promise<Uint8Array | undefined>;
};

/** What every target must do; each one's own test calls this with a way to open an empty one. */
export function testTarget(name: string, open: () => Promise<OpenedTarget>): void {
	const first = sampleBuild({ hall: 'hall', attic: 'attic '.repeat(400) });
	const second = sampleBuild({ hall: 'hall', attic: 'another attic '.repeat(300), cellar: 'cellar' });
	const publish = (
		{ target }: OpenedTarget,
		build: typeof first,
		content: PublishedContent = contentOf(build),
	): Promise<TargetReport> => target.publish({ content, crypto, keys: build.keys, now: '2026-01-01T00:00:00.000Z' });

	const expectBuild = async (opened: OpenedTarget, build: typeof first): Promise<void> => {
		for (const [digest, bytes] of build.blobs)
			expect(Buffer.compare((await opened.fetch(digest)) ?? Buffer.of(), bytes)).toBe(0);
		const manifest = await opened.fetch('liveupdate.game.dmanifest');
		const found = readManifest(manifest as Uint8Array, 'fetched');
		const built = readManifest(build.publishedManifest, 'built');
		expect(found.entryCount).toBe(built.entryCount);
		for (let at = 0; at < built.entryCount; at++) expect(found.entryAt(at)).toEqual(built.entryAt(at));
	};

	describe(`${name} as a target`, () => {
		it('has every blob and the manifest after publishing', async () => {
			const opened = await open();
			const report = await publish(opened, first);
			expect(report).toMatchObject({ unchanged: false, sentCount: 2, keptCount: 0, objectCount: 2 });
			await expectBuild(opened, first);
		});

		it('takes the next build', async () => {
			const opened = await open();
			await publish(opened, first);
			await publish(opened, second);
			await expectBuild(opened, second);
		});

		it('writes nothing when nothing changed', async () => {
			const opened = await open();
			const before = await publish(opened, first);
			const report = await publish(opened, first);
			expect(report).toMatchObject({ unchanged: true, sentCount: 0, sentBytes: 0, keptCount: 2 });
			expect(report.release).toBe(before.release);
			await expectBuild(opened, first);
		});

		it('refuses a blob that is not what its name says, and keeps what was published', async () => {
			const opened = await open();
			await publish(opened, first);
			const content = contentOf(second);
			const blobs = content.blobs.map((blob) => ({
				...blob,
				read: async () => (await blob.read()).map((byte, at) => (at === blob.sizeBytes - 1 ? byte ^ 1 : byte)),
			}));
			await expect(publish(opened, second, { ...content, blobs })).rejects.toMatchObject({ code: 'digest-mismatch' });
			await expectBuild(opened, first);
		});

		it('refuses a build that lacks a blob, naming its resource, and keeps what was published', async () => {
			const opened = await open();
			await publish(opened, first);
			const content = contentOf(second);
			const cellar = second.digestOf('/cellar.collectionc');
			const blobs = content.blobs.filter(({ hexDigest }) => hexDigest !== cellar);
			await expect(publish(opened, second, { ...content, blobs })).rejects.toMatchObject({
				code: 'missing-blob',
				message: `/cellar.collectionc is listed as excluded, but its content ${cellar} is not in the build`,
			});
			await expectBuild(opened, first);
		});

		it('keeps what was published when reading the build fails halfway', async () => {
			const opened = await open();
			await publish(opened, first);
			const content = contentOf(second);
			const blobs = content.blobs.map((blob, at) =>
				at === 0 ? blob : { ...blob, read: () => Promise.reject(new Error('the disk is gone')) },
			);
			await expect(publish(opened, second, { ...content, blobs })).rejects.toThrow('the disk is gone');
			await expectBuild(opened, first);
		});

		it('tells how far it is, up to all of it', async () => {
			const seen: { doneCount: number; totalCount: number; doneBytes: number; totalBytes: number }[] = [];
			const { target } = await open();
			const content = contentOf(first);
			await target.publish({
				content,
				crypto,
				keys: first.keys,
				now: '',
				onProgress: (progress) => seen.push(progress),
			});
			const totalBytes = content.blobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
			expect(seen.at(-1)).toEqual({ doneCount: 2, totalCount: 2, doneBytes: totalBytes, totalBytes });
		});
	});
}
