import { existsSync, readFileSync } from 'node:fs';

const SCHEDULE = `/proc/self/task/${process.pid}/schedstat`;
const hasProcessorTime = existsSync(SCHEDULE);

/**
 * Milliseconds of processor time of the main thread where the system tells them (as `os.clock` gives the references
 * theirs), else of the clock on the wall.
 */
export const now = () =>
	hasProcessorTime ? Number(readFileSync(SCHEDULE, 'latin1').split(' ')[0]) / 1e6 : performance.now();
