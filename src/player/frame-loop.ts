import type { DeviceEvent, Game, InputMapper } from '../engine/index.ts';

/** A frame never counts for more, so that a game goes on where it was after the page slept. */
const LONGEST_FRAME_SECONDS = 0.1;

export type FrameLoopEvents = {
	onFirstFrame(): void;
	onExit(code: number): void;
	onFailed(error: unknown): void;
};

/** Runs a game at the pace of the screen. */
export type FrameLoop = {
	run(game: Game, options: { input: InputMapper } & FrameLoopEvents): void;
	/** For the next frame. */
	input(event: DeviceEvent): void;
	/** A hidden page draws nothing and its game stands still. */
	setVisible(isVisible: boolean): void;
};

export function createFrameLoop(): FrameLoop {
	let mapper: InputMapper | undefined;
	let isVisible = true;
	let resume: (() => void) | undefined;

	return {
		run(game, { input, onFirstFrame, onExit, onFailed }) {
			mapper = input;
			let last = performance.now();
			let isFirst = true;
			const frame = (now: number): void => {
				const dt = Math.min(LONGEST_FRAME_SECONDS, Math.max(0, (now - last) / 1000));
				last = now;
				try {
					game.step(dt, input.frame(dt));
				} catch (error) {
					onFailed(error);
					return;
				}
				if (isFirst) onFirstFrame();
				isFirst = false;
				const code = game.exitCode();
				if (code !== undefined) onExit(code);
				else if (isVisible) requestAnimationFrame(frame);
				else resume = () => requestAnimationFrame(frame);
			};
			requestAnimationFrame(frame);
		},
		// What happens before the game runs is nobody's input.
		input: (event) => mapper?.add(event),
		setVisible(value) {
			isVisible = value;
			if (!value) return;
			resume?.();
			resume = undefined;
		},
	};
}
