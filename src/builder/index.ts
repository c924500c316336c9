/**
 * Builder: a Defold project → compiled resources → the bundle and the content that is left out of it.
 *
 * Takes files, pictures and cryptography as functions; reads no folder, opens no socket, writes nothing. What is wrong
 * in a project comes back as diagnostics, never as an error. Publishing what was left out is not its work.
 */
export type { ExcludedBlob, SigningKeys } from './archive.ts';
export type { BuildCache } from './build-cache.ts';
export {
	type BuildOptions,
	type BuildProgress,
	type BuildResult,
	type BuildWorkers,
	buildProject,
} from './build-project.ts';
export {
	type BuildReport,
	type Duplicate,
	findOverBudget,
	type NearlyExcludable,
	reportBuild,
} from './build-report.ts';
export {
	type CompileUnit,
	type EncodedResource,
	type UnitResult,
	type UnitTools,
	unitCompiler,
} from './compile-unit.ts';
export type { CompileSettings } from './compiler.ts';
export type { HoldBytes } from './held-bytes.ts';
export { type PackRule, type PlannedPack, planPacks } from './packs.ts';
export { type PackPattern, readPacksFile } from './packs-file.ts';
export type { PlainUnit } from './plain-unit.ts';
export type { ProjectFiles } from './project-files.ts';
export { openProjectSession, type ProjectSession, type SessionChange, type SessionOptions } from './project-session.ts';
export type { ResourceReport } from './report.ts';
