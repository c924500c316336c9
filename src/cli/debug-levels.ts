import { type DebugLevels, LiveUpdateError, parseDebugLevels } from '../liveupdate/index.ts';
import { UsageError } from './command.ts';

/** The levels of the debug log that LIVEMOUNT_LOG asks for. @throws UsageError */
export function debugLevelsOf(environment: NodeJS.ProcessEnv): DebugLevels {
	try {
		return parseDebugLevels(environment['LIVEMOUNT_LOG'] ?? '');
	} catch (error) {
		if (error instanceof LiveUpdateError) throw new UsageError(error.message);
		throw error;
	}
}
