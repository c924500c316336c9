import type { DescMessage } from '@bufbuild/protobuf';
import { decodeUtf8Lossy } from '../../bytes/index.ts';
import { WIRE, WireReader } from '../wire/wire-reader.ts';
import { extensionOf, resourceType } from './resource-types.ts';

/**
 * The fields that name other resources, by message. Defold marks them in its own descriptors, which ours do not carry; this
 * table was checked against the dependants that manifests of versions 1 to 3 list for every resource.
 */
const RESOURCE_FIELDS: Readonly<Record<string, readonly string[]>> = {
	'dmGameObjectDDF.CollectionDesc': ['property_resources'],
	'dmGameObjectDDF.CollectionInstanceDesc': ['collection'],
	'dmGameObjectDDF.ComponentDesc': ['component'],
	'dmGameObjectDDF.InstanceDesc': ['prototype'],
	'dmGameObjectDDF.PrototypeDesc': ['property_resources'],
	'dmGameSystemDDF.CollectionFactoryDesc': ['prototype'],
	'dmGameSystemDDF.CollectionProxyDesc': ['collection'],
	'dmGameSystemDDF.FactoryDesc': ['prototype'],
	'dmGameSystemDDF.LabelDesc': ['font', 'material'],
	'dmGameSystemDDF.SpineModelDesc': ['spine_scene', 'material'],
	'dmGameSystemDDF.SpriteDesc': ['tile_set', 'material'],
	'dmGameSystemDDF.SpriteTexture': ['texture'],
	'dmGameSystemDDF.TextureSet': ['texture'],
	'dmGameSystemDDF.TileGrid': ['tile_set', 'material'],
	'dmGuiDDF.SceneDesc': ['script', 'material'],
	'dmGuiDDF.SceneDesc.FontDesc': ['font'],
	'dmGuiDDF.SceneDesc.MaterialDesc': ['material'],
	'dmGuiDDF.SceneDesc.ParticleFXDesc': ['particlefx'],
	'dmGuiDDF.SceneDesc.ResourceDesc': ['path'],
	'dmGuiDDF.SceneDesc.SpineSceneDesc': ['spine_scene'],
	'dmGuiDDF.SceneDesc.TextureDesc': ['texture'],
	'dmLuaDDF.LuaModule': ['resources', 'property_resources'],
	'dmMeshDDF.MeshDesc': ['material', 'vertices', 'textures'],
	'dmModelDDF.Material': ['material'],
	'dmModelDDF.Model': ['rig_scene'],
	'dmModelDDF.Texture': ['texture'],
	'dmParticleDDF.Emitter': ['tile_source', 'material'],
	'dmPhysicsDDF.CollisionObjectDesc': ['collision_shape'],
	'dmRenderDDF.ComputeDesc': ['compute_program'],
	'dmRenderDDF.FontMap': ['material', 'glyph_bank', 'font'],
	'dmRenderDDF.MaterialDesc': ['vertex_program', 'fragment_program', 'program', 'textures'],
	'dmRenderDDF.MaterialDesc.Sampler': ['texture'],
	'dmRenderDDF.RenderPrototypeDesc': ['script'],
	'dmRenderDDF.RenderPrototypeDesc.MaterialDesc': ['material'],
	'dmRenderDDF.RenderPrototypeDesc.RenderResourceDesc': ['path'],
	'dmRigDDF.RigScene': ['skeleton', 'animation_set', 'mesh_set', 'texture_set'],
	'dmSoundDDF.SoundDesc': ['sound'],
};

/**
 * Field numbers that named a resource in an older layout and mean something else today. They can be told apart: a path
 * begins with "/", and what has the number today is a plain name or a message, whose first byte cannot be "/".
 */
const OLDER_FIELDS: Readonly<Record<string, readonly number[]>> = {
	// Engines ≤ 1.2.x: material and textures directly in the model.
	'dmModelDDF.Model': [2, 3],
};

/** Types of native extensions without a schema here: fields of the outermost message. */
const WITHOUT_SCHEMA: Readonly<Record<string, readonly number[]>> = {
	spinescenec: [1, 2],
};

/** Field number → a path, or the fields of a message below. */
type Plan = Map<number, Plan | 'path'>;

const plans = new Map<string, Plan>();

/** The fields of a message that name resources or lead to such; empty where there are none. */
function planOf(schema: DescMessage): Plan {
	const known = plans.get(schema.typeName);
	if (known) return known;
	const plan: Plan = new Map();
	// Before its fields are looked at, so that a message that contains itself ends.
	plans.set(schema.typeName, plan);
	const names = RESOURCE_FIELDS[schema.typeName] ?? [];
	for (const field of schema.fields) {
		if (names.includes(field.name)) plan.set(field.number, 'path');
		else if (field.message) {
			const below = planOf(field.message);
			if (below.size > 0) plan.set(field.number, below);
		}
	}
	for (const number of OLDER_FIELDS[schema.typeName] ?? []) if (!plan.has(number)) plan.set(number, 'path');
	return plan;
}

/**
 * The paths of the resources that a compiled resource names directly, each once, in the order they stand in it.
 *
 * Only what leads to a path is looked at, so it works on layouts of other engine versions too, and costs little.
 *
 * @param path decides the type; a type without known references has no children
 * @throws FormatError `truncated`, `invalid`
 */
export function childResources(path: string, bytes: Uint8Array): string[] {
	const { schema, kind } = resourceType(path);
	const fields = WITHOUT_SCHEMA[extensionOf(path)];
	const plan: Plan | undefined = schema
		? planOf(schema)
		: fields && new Map(fields.map((field) => [field, 'path' as const]));
	if (!plan || plan.size === 0 || kind === 'texture') return [];
	const found = new Set<string>();
	collect(new WireReader(bytes, path), plan, found);
	return [...found];
}

const SLASH = 0x2f;

/** Materials from about 1.9.8 on name their shader sources beside the compiled program; sources are not in a bundle. */
const SOURCE_EXTENSIONS: ReadonlySet<string> = new Set(['vp', 'fp']);

function collect(reader: WireReader, plan: Plan, found: Set<string>): void {
	while (reader.next()) {
		const what = plan.get(reader.field);
		if (what === undefined || reader.wireType !== WIRE.BYTES) {
			reader.skip();
			continue;
		}
		reader.range();
		if (what === 'path') {
			if (reader.bytes[reader.start] === SLASH) {
				const text = decodeUtf8Lossy(reader.bytes.subarray(reader.start, reader.stop));
				if (!SOURCE_EXTENSIONS.has(extensionOf(text))) found.add(text);
			}
			continue;
		}
		const { at, end } = reader;
		reader.enter(reader.start, reader.stop);
		collect(reader, what, found);
		reader.enter(at, end);
	}
}
