import { createFileStorage, type Storage } from '../liveupdate/index.ts';
import { openFolderDisk } from './folder-disk.ts';

/**
 * A folder of the file system as a game's storage. It is made when missing; what a killed writer left half done is removed.
 *
 * @throws LiveUpdateError when it cannot be made
 */
export async function openFolderStorage(folder: string): Promise<Storage> {
	return createFileStorage(await openFolderDisk(folder));
}
