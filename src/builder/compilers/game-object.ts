import { create, toBinary } from '@bufbuild/protobuf';
import {
	type ComponentDesc,
	ComponentDescSchema,
	createSourceText,
	extensionOf,
	type LabelDesc,
	LabelDescSchema,
	Point3Schema,
	type Position,
	type PrototypeDesc,
	PrototypeDescSchema,
	QuatSchema,
	readText,
	SoundDescSchema,
	type TextReading,
	Vector3OneSchema,
	writeText,
} from '../../formats/index.ts';
import { type CompileContext, type Compiler, withExtension } from '../compiler.ts';
import { javaHashOrder } from '../java-order.ts';
import { declareProperties } from './property-values.ts';
import { SOUND_DATA } from './sound.ts';

/** Components that belong to other owners than game objects. */
const FOREIGN = new Set(['gui_script', 'render_script', 'lua', 'go', 'collection']);

/**
 * `.go`: a game object's components.
 *
 * Embedded components become resources of their own, named by the hash of their text. A sound file named directly gets
 * a sound component around it. A label's scale becomes that of its component.
 */
export const gameObjectCompiler: Compiler = {
	extensions: ['go'],
	outputExtension: 'goc',
	async compile(unit, context) {
		const reading = context.readMessage(PrototypeDescSchema, await context.textOf(unit));
		const { message } = reading;
		if (!message) return [];
		const ids = new Set<string>();
		const claim = (id: string, at: Position): void => {
			if (id === '') context.report(at, { code: 'missing-id', message: 'a component needs an id, found none' });
			else if (ids.has(id)) context.report(at, { code: 'duplicate-id', message: `two components have the id ${id}` });
			ids.add(id);
		};
		const prototype = create(PrototypeDescSchema);
		const resources = new Set<string>();
		for (const component of message.components) {
			claim(component.id, reading.at(component, 'id'));
			if (SOUND_DATA.includes(extensionOf(component.component))) continue;
			prototype.components.push(await compileReferenced(component, { reading, context, resources }));
		}
		for (const embedded of message.embeddedComponents) {
			claim(embedded.id, reading.at(embedded, 'id'));
			prototype.components.push(await compileEmbedded(embedded, { reading, context }));
		}
		for (const component of message.components) {
			if (SOUND_DATA.includes(extensionOf(component.component))) {
				prototype.components.push(wrapSound(component, { reading, context }));
			}
		}
		prototype.propertyResources = javaHashOrder(resources);
		return [{ path: withExtension(unit.path, 'goc'), bytes: toBinary(PrototypeDescSchema, prototype) }];
	},
};

type Scope = { readonly reading: TextReading<typeof PrototypeDescSchema>; readonly context: CompileContext };

async function compileReferenced(
	component: ComponentDesc,
	{ reading, context, resources }: Scope & { readonly resources: Set<string> },
): Promise<ComponentDesc> {
	const path = component.component;
	const at = reading.at(component, 'component');
	const type = extensionOf(path);
	if (FOREIGN.has(type)) {
		const message = `a game object cannot have a component of type ${type}: ${path}`;
		context.report(at, { code: 'wrong-type', message });
		return component;
	}
	if (type === 'label') scaleOfLabel(component, (await context.readFile(LabelDescSchema, path))?.message);
	component.component = await context.reference(path, { at, field: 'component' });
	component.propertyDecls = await declareProperties(
		component.properties.map((one) => ({ ...one, at: reading.at(one, 'value') })),
		context,
		resources,
	);
	return component;
}

async function compileEmbedded(
	embedded: PrototypeDesc['embeddedComponents'][number],
	{ reading, context }: Scope,
): Promise<ComponentDesc> {
	const text = reading.textOf(embedded, 'data');
	const component = create(ComponentDescSchema, {
		id: embedded.id,
		component: context.embed(embedded.type, text, reading.at(embedded, 'type')),
		position: embedded.position ?? create(Point3Schema),
		rotation: embedded.rotation ?? create(QuatSchema),
		propertyDecls: await declareProperties([], context, new Set()),
		...(embedded.scale ? { scale: embedded.scale } : {}),
	});
	if (embedded.type === 'label') scaleOfLabel(component, readText(LabelDescSchema, text).message);
	return component;
}

function scaleOfLabel(component: ComponentDesc, label: LabelDesc | undefined): void {
	if (!label?.scale) return;
	const { x, y, z } = label.scale;
	component.scale = create(Vector3OneSchema, { x, y, z });
}

function wrapSound(component: ComponentDesc, { reading, context }: Scope): ComponentDesc {
	const at = reading.at(component, 'component');
	const text = writeText(SoundDescSchema, create(SoundDescSchema, { sound: component.component }));
	const mapped = createSourceText(at.file, text);
	return create(ComponentDescSchema, {
		id: component.id,
		component: context.embed('sound', { ...mapped, locate: () => at }, at),
		position: create(Point3Schema),
		rotation: create(QuatSchema),
		propertyDecls: {},
	});
}
