import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		// Journeys start servers and processes; two cores are shared with whatever else the machine does.
		maxWorkers: 2,
	},
});
