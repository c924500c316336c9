/**
 * Node: what the lower rooms leave to a platform, on Node. Files and folders, HTTP in both directions, OpenSSL, pictures,
 * and the few works that are made of them: building into a folder, opening a bundle, playing it headless, running a Lua
 * program.
 *
 * It decides nothing that a game or a format could notice; that is the lower rooms' business. It prints nothing of its
 * own.
 */
export {
	BUILD_LAYOUT,
	type BuildFolderOptions,
	type BuildRecord,
	buildToFolder,
	loadPublishedContent,
} from './build-folder.ts';
export { findContentPacks, openContentPack } from './content-packs.ts';
export { nodeCrypto } from './crypto.ts';
export { ioError, NodeError, type NodeErrorCode } from './error.ts';
export { nodeFetch } from './fetch.ts';
export { openFile } from './file-access.ts';
export { openFolderDisk } from './folder-disk.ts';
export { createFolderProvider } from './folder-provider.ts';
export { createFolderStore } from './folder-store.ts';
export { nodeHttp } from './http.ts';
export { decodeImage } from './image.ts';
export { generateKeyFiles, generateKeys, type KeyPair, loadKeys, saveKeys } from './keys.ts';
export { createLuaFiles } from './lua/files.ts';
export { LUA_STACK_MEGABYTES, type LuaSession, openLuaSession, runLua } from './lua/run.ts';
export type { LuaSettings, LuaTask } from './lua/settings.ts';
export { loadBundle, type OpenedBundle } from './open-bundle.ts';
export { type OpenedContent, openContent, statOf } from './open-content.ts';
export { type Played, type PlayOptions, playBundle, type RunEnd, runFrames } from './play.ts';
export { BUILTINS_FOLDER, openProject } from './project-files.ts';
export { nodeProviders } from './providers.ts';
export { readFileOrFail } from './read-file.ts';
export { type FileServer, type Served, serveFolder } from './serve.ts';
export { openFolderStorage } from './storage.ts';
export { type VerifyFilesOptions, verifyBundleFiles } from './verify-files.ts';
export { writeAtomically, writeFileAtomically } from './write-file.ts';
