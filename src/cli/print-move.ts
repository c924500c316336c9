import type { ChannelReport } from '../publisher/index.ts';
import type { Output } from './output.ts';

/** What became of a channel, for people. */
export function printMove(report: ChannelReport, output: Output): void {
	const { channel, release, previous, unchanged, rollbackFrom } = report;
	if (unchanged) {
		output.line(`${channel} is at release ${release} already`);
	} else if (previous === release) {
		output.line(`${channel} is at release ${release}; the manifest that games fetch was behind and is put right`);
	} else {
		output.line(
			`${channel} is now ${output.color.bold(`release ${release}`)}` +
				(previous === undefined ? '' : `, before it was ${previous}`) +
				(rollbackFrom === undefined ? '' : `; devices with any release up to ${rollbackFrom} follow`),
		);
	}
	if (!report.numbered) {
		output.warn('warning: the manifest of this release carries no number; devices cannot tell whether it is older');
	}
}
