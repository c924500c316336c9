import type { DescMessage } from '@bufbuild/protobuf';
import { AtlasSchema } from '../ddf/gen/atlas_ddf_pb.ts';
import { CameraDescSchema } from '../ddf/gen/camera_ddf_pb.ts';
import { CollectionDescSchema, PrototypeDescSchema } from '../ddf/gen/gameobject_ddf_pb.ts';
import {
	CollectionFactoryDescSchema,
	CollectionProxyDescSchema,
	FactoryDescSchema,
	LabelDescSchema,
	SpineModelDescSchema,
	SpriteDescSchema,
	TileGridSchema,
	TileSetSchema,
} from '../ddf/gen/gamesys_ddf_pb.ts';
import { CubemapSchema, TextureProfilesSchema } from '../ddf/gen/graphics_ddf_pb.ts';
import { SceneDescSchema } from '../ddf/gen/gui_ddf_pb.ts';
import { GamepadMapsSchema, InputBindingSchema } from '../ddf/gen/input_ddf_pb.ts';
import { MeshDescSchema } from '../ddf/gen/mesh_ddf_pb.ts';
import { ModelDescSchema } from '../ddf/gen/model_ddf_pb.ts';
import { ParticleFXSchema } from '../ddf/gen/particle_ddf_pb.ts';
import { CollisionObjectDescSchema, ConvexShapeSchema } from '../ddf/gen/physics_ddf_pb.ts';
import {
	ComputeDescSchema,
	DisplayProfilesSchema,
	FontDescSchema,
	MaterialDescSchema,
	RenderPrototypeDescSchema,
	RenderTargetDescSchema,
} from '../ddf/gen/render_ddf_pb.ts';
import { AnimationSetDescSchema } from '../ddf/gen/rig_ddf_pb.ts';
import { SoundDescSchema } from '../ddf/gen/sound_ddf_pb.ts';
import { extensionOf } from '../ddf/resource-types.ts';

/** The message that each kind of project file holds as text-protobuf, by its extension. */
const SOURCES: Readonly<Record<string, DescMessage>> = {
	animationset: AnimationSetDescSchema,
	atlas: AtlasSchema,
	camera: CameraDescSchema,
	collection: CollectionDescSchema,
	collectionfactory: CollectionFactoryDescSchema,
	collectionproxy: CollectionProxyDescSchema,
	collisionobject: CollisionObjectDescSchema,
	compute: ComputeDescSchema,
	convexshape: ConvexShapeSchema,
	cubemap: CubemapSchema,
	display_profiles: DisplayProfilesSchema,
	factory: FactoryDescSchema,
	font: FontDescSchema,
	gamepads: GamepadMapsSchema,
	go: PrototypeDescSchema,
	gui: SceneDescSchema,
	input_binding: InputBindingSchema,
	label: LabelDescSchema,
	material: MaterialDescSchema,
	mesh: MeshDescSchema,
	model: ModelDescSchema,
	particlefx: ParticleFXSchema,
	render: RenderPrototypeDescSchema,
	render_target: RenderTargetDescSchema,
	sound: SoundDescSchema,
	spinemodel: SpineModelDescSchema,
	sprite: SpriteDescSchema,
	texture_profiles: TextureProfilesSchema,
	tilegrid: TileGridSchema,
	tilemap: TileGridSchema,
	tileset: TileSetSchema,
	tilesource: TileSetSchema,
};

/** The message that a project file holds as text-protobuf; undefined for files of other kinds. */
export function sourceSchema(path: string): DescMessage | undefined {
	const extension = extensionOf(path);
	return Object.hasOwn(SOURCES, extension) ? SOURCES[extension] : undefined;
}
