import { LivemountError } from '../bytes/index.ts';

export type EngineErrorCode =
	| 'invalid-path'
	| 'resource-not-found'
	| 'unknown-resource-type'
	| 'invalid-resource'
	| 'self-reference'
	| 'invalid-project'
	| 'script-error';

/** Thrown by the `engine` room. Faults in a game's scripts are logged instead, as in Defold; the game goes on. */
export class EngineError extends LivemountError<EngineErrorCode> {}
