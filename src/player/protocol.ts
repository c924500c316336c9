import type { InputEvent } from './input-event.ts';

/** What a page says about the game it shows: the JSON in its `<script type="application/json" id="livemount">`. */
export type PlayerSettings = {
	/** Address of `archive_files.json`, or of a folder with the `game.*` files, which ends in "/". */
	readonly bundle: string;
	/** Default B. */
	readonly era?: 'A' | 'B' | 'C';
	readonly engineVersion?: string;
	/** Settings over those of `game.project`, `section.key`. */
	readonly config?: Readonly<Record<string, string>>;
	/** Address of a module with the game's scripts compiled ahead of time, for pages that may not evaluate any. */
	readonly scripts?: string;
	/** Where content is kept; default: the first of the two that the browser has. */
	readonly storage?: 'OPFS' | 'IndexedDB';
};

/** The drawing surface in CSS pixels and device pixels a CSS pixel. */
export type Surface = { readonly width: number; readonly height: number; readonly pixelRatio: number };

/** From the page to the worker. */
export type ToWorker =
	| {
			readonly type: 'start';
			readonly settings: PlayerSettings;
			readonly canvas: OffscreenCanvas;
			readonly surface: Surface;
	  }
	| { readonly type: 'input'; readonly event: InputEvent }
	| { readonly type: 'resize'; readonly surface: Surface }
	| { readonly type: 'visible'; readonly isVisible: boolean }
	| { readonly type: 'focus'; readonly hasFocus: boolean };

/** From the worker to the page. */
export type ToPage =
	| { readonly type: 'progress'; readonly receivedBytes: number; readonly totalBytes: number | undefined }
	| { readonly type: 'retry'; readonly reason: string }
	| { readonly type: 'title'; readonly title: string; readonly width: number; readonly height: number }
	/** The first frame is there. */
	| { readonly type: 'started' }
	| {
			readonly type: 'log';
			readonly severity: 'debug' | 'info' | 'warning' | 'error';
			readonly line: string;
	  }
	| { readonly type: 'exit'; readonly code: number }
	| { readonly type: 'failed'; readonly message: string };
