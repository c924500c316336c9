import { type LuaModule, LuaModuleSchema, readMessage } from '../../formats/index.ts';
import type { Loaded, ResourceType } from '../resources.ts';

/** A compiled script or module, and the modules it requires by the names it uses. */
export type ScriptResource = {
	readonly path: string;
	/** `@` and the source's path: what errors show. */
	readonly chunkName: string;
	readonly source: Uint8Array;
	readonly module: LuaModule;
	readonly required: readonly { readonly name: string; readonly resource: Loaded<ScriptResource> }[];
};

function scriptType(extension: string): ResourceType<ScriptResource> {
	return {
		extension,
		create(bytes, { path, load }) {
			const module = readMessage(LuaModuleSchema, bytes, path);
			for (const resource of module.propertyResources) load(resource);
			return {
				path,
				chunkName: chunkNameOf(module, path),
				source: module.source?.script ?? new Uint8Array(),
				module,
				required: module.resources.map((resource, at) => ({
					name: module.modules[at] ?? resource,
					resource: load<ScriptResource>(resource),
				})),
			};
		},
	};
}

/** What errors show: `@` and the source's path. */
export function chunkNameOf(module: LuaModule, path: string): string {
	const filename = module.source?.filename ?? path;
	return filename.startsWith('@') ? filename : `@${filename}`;
}

export const scriptTypes: readonly ResourceType<ScriptResource>[] = [
	scriptType('scriptc'),
	scriptType('gui_scriptc'),
	scriptType('render_scriptc'),
	scriptType('luac'),
];
