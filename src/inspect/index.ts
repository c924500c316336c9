/**
 * Inspect: looks into any file of live update, a whole bundle or published content; verifies all of it, compares two builds,
 * takes resources and scripts out again, and tells which resource needs which.
 *
 * It returns plain data and generators; it prints nothing, reads no file by itself and changes nothing.
 */
export { type ArchivePart, type ArchiveWork, checkArchivePart } from './archive-work.ts';
export { bundleWithoutArchive } from './bundle-without-archive.ts';
export { type ComparedContent, type ContentDiff, compareContent, type TextChange } from './compare-content.ts';
export { type ContentPack, createZipPack } from './content-pack.ts';
export {
	type ConvertedBundle,
	type ConvertTarget,
	convertBundle,
	convertIndex,
	layoutsOfEngine,
} from './convert-bundle.ts';
export { type ConvertedManifest, convertManifest, type ManifestTarget, sameResources } from './convert-manifest.ts';
export { type DetectedEncoder, detectLz4Encoder } from './detect-encoder.ts';
export { type BundleDiff, diffBundles, type ResourceChange } from './diff-bundles.ts';
export { explainResource, type ProxySaving, proxySavings, type ResourceExplanation } from './explain-resource.ts';
export { type ExtractedFile, type ExtractOptions, type ExtractProblem, extractBundle } from './extract-bundle.ts';
export type { Fault, FaultCode } from './fault.ts';
export { findReason } from './find-reason.ts';
export { type BaseWalk, walkBase } from './graph-base.ts';
export { graphToDot } from './graph-dot.ts';
export { type BundleReport, inspectBundle, type PackReport, type ResourceReport } from './inspect-bundle.ts';
export { type FileReport, inspectFile } from './inspect-file.ts';
export { recoverPaths } from './recover-paths.ts';
export {
	createResourceGraph,
	type GraphResource,
	type GraphRoot,
	type ResourceGraph,
	resourceGraphOf,
} from './resource-graph.ts';
export { type SignatureState, signatureState } from './signature-state.ts';
export { summarizeTypes, type TreeNode, type TypeSummary, treeOfResources } from './summaries.ts';
export { type ArchivePlan, planArchiveCheck } from './verify-archive.ts';
export { type ListsReport, type VerifyReport, verifyBundle, verifyLists } from './verify-bundle.ts';
export { fitReport } from './verify-content.ts';
