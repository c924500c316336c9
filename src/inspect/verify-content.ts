import type { Fault } from './fault.ts';
import type { VerifyReport } from './verify-bundle.ts';

/**
 * Fits the report of verifying something that is not a whole bundle: what is only in the bundle it was made for is no fault
 * of published content, of a device's content or of a single manifest.
 *
 * Published content that lacks what its manifest excludes is a fault; that a bundle was given without it is only a note.
 *
 * @param options `packCount`, how many packs with a manifest were verified with it
 */
export function fitReport(
	report: VerifyReport,
	options: { kind: 'bundle' | 'device' | 'published' | 'manifest'; packCount: number },
): VerifyReport {
	const { kind, packCount } = options;
	const faults: Fault[] = [];
	const notes: Fault[] = [];
	const seen = new Set<string>();
	let elsewhereCount = 0;
	for (const fault of report.faults) {
		if (kind !== 'bundle') {
			// The empty archive of content without a bundle, and the copied MD5 of a device's index.
			if (fault.code === 'archive-identifier' || fault.code === 'index-digest') continue;
			if (fault.code === 'missing-content') {
				elsewhereCount += fault.where === 'game.dmanifest' ? 1 : 0;
				continue;
			}
		}
		// Content without a bundle lends it its manifest, whose faults come twice.
		const key = `${fault.code} ${fault.offset ?? ''} ${fault.message}`;
		if (kind !== 'published' || !seen.has(key)) faults.push(fault);
		seen.add(key);
	}
	for (const note of report.notes) {
		// Settings are a part of the bundle alone.
		if (kind !== 'bundle' && note.code === 'missing-file') continue;
		const lacking = note.code === 'missing-content';
		// The bundle's manifest and the one published with it list the same content.
		if (lacking && seen.has(note.message)) continue;
		if (lacking) seen.add(note.message);
		if (lacking && kind === 'manifest') continue;
		if (lacking && kind === 'published' && note.where === 'game.dmanifest') continue;
		const complete = packCount === 1 || (packCount > 1 && note.where === 'game.dmanifest');
		if (lacking && kind !== 'device' && complete) faults.push(note);
		else notes.push(note);
	}
	if (elsewhereCount > 0 && kind !== 'manifest') {
		notes.push({
			code: 'missing-content',
			message: `${elsewhereCount} bundled resources are in the bundle that this belongs to`,
			where: 'manifest',
		});
	}
	return { ...report, faults, notes };
}
