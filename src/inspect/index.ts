/**
 * Inspect: looks into any file of live update, a whole bundle or a published pack; verifies all of it; takes resources and
 * scripts out again.
 *
 * It returns plain data and generators; it prints nothing, reads no file by itself and changes nothing.
 */
export { type ArchivePart, type ArchiveWork, checkArchivePart } from './archive-work.ts';
export { type ContentPack, createZipPack } from './content-pack.ts';
export { detectLz4Encoder } from './detect-encoder.ts';
export { type BundleDiff, diffBundles, type ResourceChange } from './diff-bundles.ts';
export { type ExtractedFile, type ExtractOptions, type ExtractProblem, extractBundle } from './extract-bundle.ts';
export type { Fault, FaultCode } from './fault.ts';
export { findReason } from './find-reason.ts';
export { type BundleReport, inspectBundle, type PackReport, type ResourceReport } from './inspect-bundle.ts';
export { type FileReport, inspectFile } from './inspect-file.ts';
export { recoverPaths } from './recover-paths.ts';
export { type SignatureState, signatureState } from './signature-state.ts';
export { type ArchivePlan, planArchiveCheck } from './verify-archive.ts';
export { type VerifyReport, verifyBundle } from './verify-bundle.ts';
