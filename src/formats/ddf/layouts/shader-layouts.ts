import { isMessage, type Message } from '@bufbuild/protobuf';
import { FormatError } from '../../error.ts';
import { WIRE } from '../../wire/wire-reader.ts';
import { ShaderDescSchema } from '../gen/graphics_ddf_pb.ts';
import { extensionOf } from '../resource-types.ts';
import { moved, rules, same, type TypeLayouts } from './layout.ts';
import type { Renumbering } from './renumber.ts';
import type { WireLook } from './wire-look.ts';

/** Numbers of a shader's stage. */
const STAGE = { vertex: 0, fragment: 1 } as const;

/** Language before source, and the stage not in it: it is that of the whole file. */
const SHADER: Renumbering = {
	fields: rules([
		[1, { to: 3 }],
		[2, { to: 1 }],
	]),
	without: [2],
};

/** What a shader takes and gives, before its entries had an id and the name of their instance. */
const SHORT_BINDING: Renumbering = { fields: rules([...same(1, 2, 3), ...moved(4, 7, 2), [6, { to: 11 }]]) };
const SHORT_REFLECTION: Renumbering = {
	fields: rules([...[1, 2, 3, 4, 5].map((to) => [to, { to, inside: SHORT_BINDING }] as const), ...same(6)]),
};

/** Language of a shader that is stored as text alone; the first engines with messages give the same text this one. */
export const TEXT_SHADER_LANGUAGE = 1;

/** The stage of a shader by its path: `.fpc` is a fragment shader. */
export function stageOf(path: string): number {
	return extensionOf(path) === 'fpc' ? STAGE.fragment : STAGE.vertex;
}

const isOlder = (look: WireLook): boolean => look.inside(1)?.wireType(1) === WIRE.VARINT;

/** The file says its stage too, but builders of 1.6 and 1.7 wrote that every shader is one for vertices. */
function setStages(message: Message, { path }: { path: string }): void {
	if (!isMessage(message, ShaderDescSchema)) return;
	for (const shader of message.shaders) shader.shaderType = stageOf(path);
}

function checkStages(message: Message, path: string): void {
	if (!isMessage(message, ShaderDescSchema)) return;
	const stages = new Set(message.shaders.map(({ shaderType }) => shaderType));
	if (stages.size <= 1 && (stages.size === 0 || stages.has(stageOf(path)))) return;
	throw new FormatError('unrepresentable', `${path}: its layout holds shaders of one stage, that of its file`, {
		data: { name: path, found: [...stages].join(', ') },
	});
}

/** Shaders. Source: graphics_ddf of engines about 1.3, the descriptors of 1.2.192, and compiled shaders of engines between them. */
export const SHADER_LAYOUTS: TypeLayouts = {
	schema: ShaderDescSchema,
	layouts: [
		{
			name: 'to-1.7.0',
			fits: (look) => isOlder(look) && look.wireType(2) !== WIRE.BYTES,
			// The file's stage (2) is kept where it is.
			renumbering: { fields: rules([[1, { to: 1, inside: SHADER }]]) },
			complete: setStages,
			restore: checkStages,
		},
		{
			name: 'to-1.9.6',
			fits: (look) => isOlder(look) && hasShortBindings(look.inside(2)),
			renumbering: {
				fields: rules([
					[1, { to: 1, inside: SHADER }],
					[2, { to: 2, inside: SHORT_REFLECTION }],
				]),
			},
			complete: setStages,
			restore: checkStages,
		},
		{
			name: 'to-1.9.7',
			fits: isOlder,
			renumbering: { fields: rules([[1, { to: 1, inside: SHADER }], ...same(2)]) },
			complete: setStages,
			restore: checkStages,
		},
	],
};

function hasShortBindings(reflection: WireLook | undefined): boolean {
	for (const field of [1, 2, 3, 4, 5]) {
		const binding = reflection?.inside(field);
		if (binding) return binding.wireType(5) !== WIRE.BYTES;
	}
	return false;
}
