import { type DebugLog, silent } from '../resource/index.ts';
import { LiveUpdateError } from './error.ts';
import type { Log } from './log.ts';

/** How much each part tells: 0 nothing, 3 everything. */
export type DebugLevels = { readonly [domain in DebugDomain]?: number };

const DOMAINS = ['resource', 'liveupdate'] as const;
export type DebugDomain = (typeof DOMAINS)[number];

/**
 * Reads levels as the environment variable LIVEMOUNT_LOG has them: `resource:2,liveupdate:1`.
 *
 * @throws LiveUpdateError `invalid` for another part or level
 */
export function parseDebugLevels(text: string): DebugLevels {
	const levels: { [domain in DebugDomain]?: number } = {};
	for (const part of text.split(',')) {
		if (part.trim() === '') continue;
		const [domain, level, ...rest] = part.split(':').map((word) => word.trim());
		const known = DOMAINS.find((name) => name === domain);
		if (!known || !level || !/^[0-3]$/.test(level) || rest.length > 0) {
			throw new LiveUpdateError(
				'invalid',
				`LIVEMOUNT_LOG: expected parts such as resource:2, of ${DOMAINS.join(' and ')} with 0 to 3, found "${part.trim()}"`,
				{ data: { found: part.trim() } },
			);
		}
		levels[known] = Number(level);
	}
	return levels;
}

/** The debug log of one part, as lines of the game's log. */
export function createDebugLog(domain: DebugDomain, levels: DebugLevels, log: Log): DebugLog {
	const most = levels[domain] ?? 0;
	if (most === 0) return silent;
	return (level, text) => {
		if (level <= most) log({ severity: 'debug', domain: domain.toUpperCase(), message: text() });
	};
}
