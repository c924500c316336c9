/** Where a game keeps its own files, as scripts see it. */
export type SaveFiles = {
	/** The folder for one application, without a "/" at the end. */
	folderOf(applicationId: string): string;
};
