/**
 * Node: what the lower rooms leave to a platform, on Node. Files and folders, HTTP in both directions, OpenSSL, pictures,
 * and the few works that are made of them: building into a folder, opening a bundle, playing it headless, running a Lua
 * program.
 *
 * It decides nothing that a game or a format could notice; that is the lower rooms' business. It prints nothing of its
 * own.
 */
export {
	type BuildFolderOptions,
	buildToFolder,
	type FolderBuild,
	loadBuildReport,
} from './build-folder.ts';
export { BUILD_LAYOUT, type BuildRecord } from './build-layout.ts';
export { createCacheStore } from './cache-store.ts';
export { findContentPacks, openContentPack } from './content-packs.ts';
export { nodeCrypto } from './crypto.ts';
export { examine } from './doctor/doctor.ts';
export type { Finding } from './doctor/finding.ts';
export { ioError, NodeError, type NodeErrorCode } from './error.ts';
export { nodeFetch } from './fetch.ts';
export { openFile } from './file-access.ts';
export { openFolderDisk } from './folder-disk.ts';
export { createFolderProvider } from './folder-provider.ts';
export { createFolderStore } from './folder-store.ts';
export { nodeHttp } from './http.ts';
export { decodeImage } from './image.ts';
export { findKeys, generateKeyFiles, generateKeys, type KeyPair, loadKeys, saveKeys } from './keys.ts';
export { loadContent } from './load-content.ts';
export { createLuaFiles } from './lua/files.ts';
export { createHeapMeter, type HeapMeter } from './lua/heap.ts';
export { LUA_STACK_MEGABYTES, type LuaSession, openLuaSession, runLua } from './lua/run.ts';
export type { LuaSettings, LuaTask } from './lua/settings.ts';
export { makeFolder } from './make-folder.ts';
export { loadBundle, type OpenedBundle } from './open-bundle.ts';
export { type OpenedContent, openContent, statOf } from './open-content.ts';
export { type OpenedLiveUpdate, type OpenLiveUpdateOptions, openLiveUpdate } from './open-live-update.ts';
export { type Played, type PlayOptions, playBundle, type RunEnd, runFrames } from './play.ts';
export { PAGE_BUNDLE_PREFIX, type PageSettings, playerPage } from './player-page.ts';
export { BUILTINS_FOLDER, openProject } from './project-files.ts';
export { nodeProviders } from './providers.ts';
export { loadPublishSettings, type PublishSettings } from './publish-settings.ts';
export { isZipPlace, openPublishTarget, openReleaseStore } from './publish-target.ts';
export { readFileOrFail } from './read-file.ts';
export { writeReportPage } from './report-page.ts';
export { createS3Client, type S3Options } from './s3/client.ts';
export { parseS3Url, type S3Location } from './s3/location.ts';
export { createS3Store } from './s3/store.ts';
export { type FileServer, type Served, type ServedFile, serveFolder } from './serve.ts';
export { openFolderStorage } from './storage.ts';
export { type VerifyFilesOptions, verifyBundleFiles } from './verify-files.ts';
export { type WatchedChange, type WatchOptions, watchProject } from './watch-project.ts';
export { expectEmptyFolder, writeBundleFiles, writeContentPack } from './write-bundle.ts';
export { writeAtomically, writeFileAtomically } from './write-file.ts';
