import { create, toBinary } from '@bufbuild/protobuf';
import { fromBinaryString, hash64, toBinaryString } from '../../bytes/index.ts';
import {
	createSourceText,
	LuaModuleSchema,
	LuaSourceSchema,
	PropertyDeclarationEntrySchema,
	type PropertyDeclarations,
	PropertyDeclarationsSchema,
	PropertyType,
	type SourceText,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { javaHashOrder } from '../java-order.ts';
import { type LuaProperty, scanScript } from './lua-scan.ts';
import { checkSyntax } from './lua-syntax.ts';
import { checkLibrary } from './luajit-library.ts';
import { entriesOf, resourceOfHash } from './property-values.ts';

/** Letters of the element ids of a vector property: `position.x`. */
const ELEMENTS = ['x', 'y', 'z', 'w'];

function luaCompiler(extension: string): Compiler {
	return {
		extensions: [extension],
		outputExtension: `${extension}c`,
		async compile(unit, context) {
			// One character a byte, so that a script of any encoding comes out as it went in.
			const source = createSourceText(unit.path, toBinaryString(await context.bytesOf(unit)));
			checkSyntax(source, context);
			checkLibrary(source, context);
			const scan = scanScript(source.text, { isScript: extension !== 'lua' });
			for (const { at, message, hint } of scan.faults) {
				context.report(source.locate(at), { code: 'wrong-property', message, hint });
			}
			const module = create(LuaModuleSchema, {
				source: create(LuaSourceSchema, {
					script: fromBinaryString(scan.stripped),
					filename: `@${unit.path.slice(1)}`,
				}),
			});
			for (const { module: name, at } of scan.requires) {
				const path = `/${name.replaceAll('.', '/')}.lua`;
				module.modules.push(name);
				module.resources.push(
					await context.reference(path, { at: source.locate(at), field: `require("${name}")`, extensions: ['lua'] }),
				);
			}
			const resources = new Set<string>();
			module.properties = await declare(scan.properties, { source, context, resources });
			module.propertyResources = javaHashOrder(resources);
			return [
				{ path: withExtension(unit.path, `${extension}c`), bytes: toBinary(LuaModuleSchema, module), encrypt: true },
			];
		},
	};
}

/** `.lua`: a module. */
export const luaModuleCompiler: Compiler = luaCompiler('lua');

/** `.script`: a component of a game object. */
export const scriptCompiler: Compiler = luaCompiler('script');

/** `.gui_script`: the script of a gui scene. */
export const guiScriptCompiler: Compiler = luaCompiler('gui_script');

/** `.render_script`: the script that draws. */
export const renderScriptCompiler: Compiler = luaCompiler('render_script');

async function declare(
	properties: readonly LuaProperty[],
	{ source, context, resources }: { source: SourceText; context: CompileContext; resources: Set<string> },
): Promise<PropertyDeclarations> {
	const declarations = create(PropertyDeclarationsSchema);
	for (const { name, type, at, numbers, text, isResource } of properties) {
		const entry = create(PropertyDeclarationEntrySchema, { key: name, id: hash64(name), index: 0 });
		if (type === PropertyType.HASH) {
			const place = { at: source.locate(at), field: `go.property("${name}")` };
			const path = isResource
				? await context.reference(text, { ...place, optional: true })
				: await resourceOfHash(text, place, context);
			if (path) resources.add(path);
			entry.index = declarations.hashValues.push(hash64(path ?? text)) - 1;
			declarations.hashEntries.push(entry);
		} else if (type === PropertyType.URL) {
			entry.index = declarations.stringValues.push(text) - 1;
			declarations.urlEntries.push(entry);
		} else {
			entry.index = declarations.floatValues.length;
			declarations.floatValues.push(...numbers);
			if (numbers.length > 1) entry.elementIds = numbers.map((_, index) => hash64(`${name}.${ELEMENTS[index]}`));
			entriesOf(declarations, type).push(entry);
		}
	}
	return declarations;
}
