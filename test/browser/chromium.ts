import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const EXECUTABLE: string = process.env['LIVEMOUNT_CHROMIUM'] ?? '/usr/bin/chromium';

export const HAS_CHROMIUM: boolean = existsSync(EXECUTABLE);
if (!HAS_CHROMIUM) {
	process.stderr.write(
		`tests in a browser are skipped: ${EXECUTABLE} is not there (apt-get install chromium, or set LIVEMOUNT_CHROMIUM)\n`,
	);
}

/** Starts headless Chromium without a sandbox, which containers forbid, and with WebGL 2 in software. */
export function startChromium(): Promise<Browser> {
	return chromium.launch({
		executablePath: EXECUTABLE,
		args: [
			'--no-sandbox',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--use-angle=swiftshader',
			'--enable-unsafe-swiftshader',
		],
	});
}
