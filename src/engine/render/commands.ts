import type { Hash } from '../hash.ts';
import type { Matrix4 } from '../matrix4.ts';
import type { Matrix } from '../transform.ts';
import type { Url } from '../url.ts';
import type { Vector4 } from '../vector.ts';

/** A drawing surface other than the window. */
export type RenderTarget = {
	readonly name: string;
	width: number;
	height: number;
	/** Attachments by the bit that names them, each with the parameters it was asked for. */
	readonly attachments: ReadonlyMap<number, Readonly<Record<string, number>>>;
	deleted: boolean;
};

/** Values of a constant buffer at the time of a draw. */
export type ConstantValues = ReadonlyMap<string, readonly (Vector4 | Matrix4)[]>;

/** What a render script told the graphics device, in the order it did. Numbers of states and functions are Defold's. */
export type RenderCommand =
	| { readonly type: 'clear'; readonly color?: Vector4; readonly depth?: number; readonly stencil?: number }
	| {
			readonly type: 'draw';
			readonly tags: readonly Hash[];
			readonly constants?: ConstantValues | undefined;
			readonly frustum?: Matrix | undefined;
			readonly sort?: number | undefined;
	  }
	| { readonly type: 'draw-debug'; readonly dimensions: 2 | 3 }
	| { readonly type: 'view' | 'projection'; readonly matrix: Matrix }
	| {
			readonly type: 'viewport';
			readonly x: number;
			readonly y: number;
			readonly width: number;
			readonly height: number;
	  }
	| { readonly type: 'state'; readonly state: number; readonly enabled: boolean }
	| { readonly type: 'blend-func'; readonly source: number; readonly destination: number }
	| { readonly type: 'color-mask'; readonly mask: readonly [boolean, boolean, boolean, boolean] }
	| { readonly type: 'depth-mask'; readonly enabled: boolean }
	| { readonly type: 'depth-func'; readonly func: number }
	| { readonly type: 'stencil-mask'; readonly mask: number }
	| { readonly type: 'stencil-func'; readonly func: number; readonly reference: number; readonly mask: number }
	| {
			readonly type: 'stencil-op';
			readonly stencilFail: number;
			readonly depthFail: number;
			readonly depthPass: number;
	  }
	| { readonly type: 'cull-face'; readonly face: number }
	| { readonly type: 'polygon-offset'; readonly factor: number; readonly units: number }
	| { readonly type: 'render-target'; readonly target: RenderTarget | undefined; readonly transient: readonly number[] }
	| {
			readonly type: 'texture';
			readonly unit: number | string;
			/** `undefined` takes it away. */
			readonly texture: { readonly target: RenderTarget; readonly buffer: number } | Hash | undefined;
	  }
	| { readonly type: 'material'; readonly material: Hash | undefined }
	| { readonly type: 'camera'; readonly camera: Url | undefined; readonly useFrustum: boolean }
	| { readonly type: 'compute'; readonly program: Hash | undefined }
	| { readonly type: 'dispatch-compute'; readonly groups: readonly [number, number, number] };

/** What draws, or only watches: a frame arrives as its commands, one by one. */
export type GraphicsDevice = {
	beginFrame?(): void;
	execute(command: RenderCommand): void;
	endFrame?(): void;
};
