import type { DescMessage } from '@bufbuild/protobuf';
import { BufferDescSchema } from './gen/buffer_ddf_pb.ts';
import { CameraDescSchema } from './gen/camera_ddf_pb.ts';
import { DataSchema } from './gen/data_ddf_pb.ts';
import { CollectionDescSchema, PrototypeDescSchema } from './gen/gameobject_ddf_pb.ts';
import {
	CollectionFactoryDescSchema,
	CollectionProxyDescSchema,
	FactoryDescSchema,
	LabelDescSchema,
	SpineModelDescSchema,
	SpriteDescSchema,
	TextureSetSchema,
	TileGridSchema,
} from './gen/gamesys_ddf_pb.ts';
import { ShaderDescSchema, TextureImageSchema } from './gen/graphics_ddf_pb.ts';
import { SceneDescSchema } from './gen/gui_ddf_pb.ts';
import { GamepadMapsSchema, InputBindingSchema } from './gen/input_ddf_pb.ts';
import { LuaModuleSchema } from './gen/lua_ddf_pb.ts';
import { MeshDescSchema } from './gen/mesh_ddf_pb.ts';
import { ModelSchema } from './gen/model_ddf_pb.ts';
import { ParticleFXSchema } from './gen/particle_ddf_pb.ts';
import { CollisionObjectDescSchema, ConvexShapeSchema } from './gen/physics_ddf_pb.ts';
import {
	ComputeDescSchema,
	DisplayProfilesSchema,
	FontMapSchema,
	GlyphBankSchema,
	MaterialDescSchema,
	RenderPrototypeDescSchema,
	RenderTargetDescSchema,
} from './gen/render_ddf_pb.ts';
import { AnimationSetSchema, MeshSetSchema, RigSceneSchema, SkeletonSchema } from './gen/rig_ddf_pb.ts';
import { SoundDescSchema } from './gen/sound_ddf_pb.ts';

/** What a compiled resource is, by the ending of its path. */
export type ResourceType = {
	/** Without the dot, such as `collectionc`; "" for a path without one. */
	readonly extension: string;
	/** The message it holds; undefined for raw files and types not known here. */
	readonly schema: DescMessage | undefined;
	/** A texture has image data behind or inside its message; see `readTexture`. */
	readonly kind: 'message' | 'lua' | 'texture' | 'raw';
};

/** The message of each type, as engines 1.11.2 to 1.13.0 have it. Other layouts are in `layouts/`. */
const MESSAGES: Readonly<Record<string, DescMessage>> = {
	animationsetc: AnimationSetSchema,
	bufferc: BufferDescSchema,
	camerac: CameraDescSchema,
	collectionc: CollectionDescSchema,
	collectionfactoryc: CollectionFactoryDescSchema,
	collectionproxyc: CollectionProxyDescSchema,
	collisionobjectc: CollisionObjectDescSchema,
	computec: ComputeDescSchema,
	convexshapec: ConvexShapeSchema,
	display_profilesc: DisplayProfilesSchema,
	factoryc: FactoryDescSchema,
	fontc: FontMapSchema,
	fpc: ShaderDescSchema,
	gamepadsc: GamepadMapsSchema,
	glyph_bankc: GlyphBankSchema,
	goc: PrototypeDescSchema,
	gui_scriptc: LuaModuleSchema,
	guic: SceneDescSchema,
	input_bindingc: InputBindingSchema,
	labelc: LabelDescSchema,
	lightc: DataSchema,
	luac: LuaModuleSchema,
	materialc: MaterialDescSchema,
	meshc: MeshDescSchema,
	meshsetc: MeshSetSchema,
	modelc: ModelSchema,
	particlefxc: ParticleFXSchema,
	render_scriptc: LuaModuleSchema,
	render_targetc: RenderTargetDescSchema,
	renderc: RenderPrototypeDescSchema,
	rigscenec: RigSceneSchema,
	scriptc: LuaModuleSchema,
	skeletonc: SkeletonSchema,
	soundc: SoundDescSchema,
	spc: ShaderDescSchema,
	spinemodelc: SpineModelDescSchema,
	spritec: SpriteDescSchema,
	texturec: TextureImageSchema,
	texturesetc: TextureSetSchema,
	tilegridc: TileGridSchema,
	tilemapc: TileGridSchema,
	vpc: ShaderDescSchema,
};

/** The text after the last dot of the last part of a path; "" when there is none. */
export function extensionOf(path: string): string {
	const dot = path.lastIndexOf('.');
	return dot > path.lastIndexOf('/') ? path.slice(dot + 1) : '';
}

/** The type of a compiled resource by its path. Custom resources, sounds and types of native extensions are `raw`. */
export function resourceType(path: string): ResourceType {
	const extension = extensionOf(path);
	const schema = Object.hasOwn(MESSAGES, extension) ? MESSAGES[extension] : undefined;
	const kind =
		schema === undefined
			? 'raw'
			: schema === LuaModuleSchema
				? 'lua'
				: schema === TextureImageSchema
					? 'texture'
					: 'message';
	return { extension, schema, kind };
}

/** The extensions with a known message, for tools. */
export function knownExtensions(): string[] {
	return Object.keys(MESSAGES).sort();
}
