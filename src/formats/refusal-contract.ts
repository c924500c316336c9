import { expect } from 'vitest';
import { LivemountError } from '../bytes/index.ts';

/** The code of the error that `run` throws. Anything but an error of ours fails the test. */
export function codeOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		expect(error, `${error}`).toBeInstanceOf(LivemountError);
		return (error as LivemountError).code;
	}
	return 'nothing was thrown';
}
