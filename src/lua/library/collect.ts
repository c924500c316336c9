import { argError, optInteger, optString } from '../runtime/arguments.ts';
import type { LuaValue } from '../runtime/values.ts';
import type { LibraryFields } from './library.ts';

/** What `collectgarbage` does: the host's doing where it can, else an estimate's. */
export type Collector = {
	readonly usedKilobytes: () => number;
	readonly collect: () => void;
	/** Less than a collection. */
	readonly step: () => void;
};

/** PUC's pause and step multiplier, in percent. */
const USUAL_PERCENT = 200;

/** `collectgarbage` and `gcinfo`. */
export function createCollectLibrary(collector: Collector): LibraryFields {
	let pause = USUAL_PERCENT;
	let stepMultiplier = USUAL_PERCENT;
	return {
		collectgarbage(option: LuaValue, argument: LuaValue) {
			const what = optString(option, 1, 'collect');
			const number = optInteger(argument, 2, 0);
			switch (what) {
				case 'collect':
					collector.collect();
					return 0;
				case 'count':
					return collector.usedKilobytes();
				case 'step':
					collector.step();
					return true;
				case 'stop':
				case 'restart':
					return 0;
				case 'setpause': {
					const before = pause;
					pause = number;
					return before;
				}
				case 'setstepmul': {
					const before = stepMultiplier;
					stepMultiplier = number;
					return before;
				}
				default:
					return argError(1, `invalid option '${what}'`);
			}
		},
		gcinfo() {
			return Math.floor(collector.usedKilobytes());
		},
	};
}
