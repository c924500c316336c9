/**
 * Builder: a Defold project → compiled resources → the bundle and the content that is left out of it.
 *
 * Takes files, pictures and cryptography as functions; reads no folder, opens no socket, writes nothing. What is wrong
 * in a project comes back as diagnostics, never as an error. Publishing what was left out is not its work.
 */
export type { ExcludedBlob, SigningKeys } from './archive.ts';
export {
	type BuildOptions,
	type BuildProgress,
	type BuildResult,
	buildProject,
} from './build-project.ts';
export type { ProjectFiles } from './project-files.ts';
export type { ResourceReport } from './report.ts';
