/**
 * Player: a page that shows a game. The page holds the canvas, the progress bar and the devices; a dedicated worker holds the
 * bundle, the stored content and the running game.
 *
 * It compiles and builds nothing; whoever serves a page with it writes the settings into that page.
 */
export { runPage } from './page.ts';
export type { PlayerSettings } from './protocol.ts';
export { runWorker } from './worker.ts';
