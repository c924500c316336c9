import type { Display } from '../display.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Url } from '../url.ts';
import type { GraphicsDevice, RenderCommand, RenderTarget } from './commands.ts';

/** Lines and texts for debugging, as posted to `@render:` in a frame. */
export type DebugDrawing =
	| { readonly type: 'line'; readonly body: unknown }
	| { readonly type: 'text'; readonly body: unknown };

/** What a render script works on: it records commands and hands them to the device. */
export type Renderer = {
	readonly display: Display;
	/** Commands of the frame being drawn, or the last one. */
	readonly commands: readonly RenderCommand[];
	/** Debug drawings of the frame. */
	readonly debug: DebugDrawing[];
	record(command: RenderCommand): void;
	beginFrame(): void;
	endFrame(): void;
	createTarget(options: Omit<RenderTarget, 'deleted'>): RenderTarget;
	/** Targets named in the project's render file. */
	findTarget(name: Hash): RenderTarget | undefined;
	/** The camera that replaces view and projection, if one was set. */
	camera: Url | undefined;
	/** Told when the window or its graphics context changes; set by `render.set_listener`. */
	listener: ((event: number) => void) | undefined;
	/** Materials named in the project's render file. */
	readonly materials: Set<Hash>;
};

const NULL_DEVICE: GraphicsDevice = { execute: () => undefined };

export function createRenderer(display: Display, device: GraphicsDevice = NULL_DEVICE): Renderer {
	const commands: RenderCommand[] = [];
	const targets = new Map<Hash, RenderTarget>();
	return {
		display,
		commands,
		debug: [],
		camera: undefined,
		listener: undefined,
		materials: new Set(),
		record(command) {
			commands.push(command);
			device.execute(command);
		},
		beginFrame() {
			commands.length = 0;
			device.beginFrame?.();
		},
		endFrame() {
			device.endFrame?.();
			this.debug.length = 0;
		},
		createTarget(options) {
			const target: RenderTarget = { ...options, deleted: false };
			targets.set(hashOf(options.name), target);
			return target;
		},
		findTarget: (name) => targets.get(name),
	};
}
