import type { Config } from './config.ts';

/** The window and what the project calls its size. */
export type Display = {
	/** Size of the project, `display.width` and `display.height`. */
	readonly width: number;
	readonly height: number;
	/** Size of the window now, in pixels. */
	windowWidth: number;
	windowHeight: number;
	scale: number;
	dimMode: number;
	mouseLocked: boolean;
};

export function createDisplay(config: Config): Display {
	const width = config.integer('display.width', 960);
	const height = config.integer('display.height', 640);
	return {
		width,
		height,
		windowWidth: width,
		windowHeight: height,
		scale: 1,
		dimMode: 2,
		mouseLocked: false,
	};
}
