/** Resolves when the process is asked to end. */
export function untilInterrupted(): Promise<void> {
	return new Promise((resolve) => {
		process.once('SIGINT', () => resolve());
		process.once('SIGTERM', () => resolve());
	});
}
