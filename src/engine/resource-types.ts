import {
	AnimationSetSchema,
	CameraDescSchema,
	CollectionFactoryDescSchema,
	CollectionProxyDescSchema,
	CollisionObjectDescSchema,
	ConvexShapeSchema,
	FactoryDescSchema,
	GlyphBankSchema,
	InputBindingSchema,
	LabelDescSchema,
	MeshDescSchema,
	ModelSchema,
	ParticleFXSchema,
	RenderPrototypeDescSchema,
	RenderTargetDescSchema,
	RigSceneSchema,
	SceneDescSchema,
	SkeletonSchema,
	SoundDescSchema,
	SpriteDescSchema,
	TileGridSchema,
} from '../formats/index.ts';
import { bufferType } from './resources/buffer.ts';
import { collectionType } from './resources/collection.ts';
import { fontType } from './resources/font.ts';
import { materialType } from './resources/material.ts';
import { bytesType, messageType } from './resources/message.ts';
import { prototypeType } from './resources/prototype.ts';
import { scriptTypes } from './resources/script.ts';
import { textureType } from './resources/texture.ts';
import { textureSetType } from './resources/texture-set.ts';
import type { ResourceType } from './resources.ts';

/** Every kind of resource the engine loads, one line each. */
const TYPES: readonly ResourceType[] = [
	collectionType,
	prototypeType,
	...scriptTypes,
	bufferType,
	fontType,
	materialType,
	textureType,
	textureSetType,
	// What these name is loaded when a game asks for it, not with them.
	messageType('collectionproxyc', CollectionProxyDescSchema, { lazy: true }),
	messageType('factoryc', FactoryDescSchema, { lazy: true }),
	messageType('collectionfactoryc', CollectionFactoryDescSchema, { lazy: true }),
	messageType('animationsetc', AnimationSetSchema),
	messageType('camerac', CameraDescSchema),
	messageType('collisionobjectc', CollisionObjectDescSchema),
	messageType('convexshapec', ConvexShapeSchema),
	messageType('glyph_bankc', GlyphBankSchema),
	messageType('guic', SceneDescSchema),
	messageType('input_bindingc', InputBindingSchema),
	messageType('labelc', LabelDescSchema),
	messageType('meshc', MeshDescSchema),
	messageType('modelc', ModelSchema),
	messageType('particlefxc', ParticleFXSchema),
	messageType('render_targetc', RenderTargetDescSchema),
	messageType('renderc', RenderPrototypeDescSchema),
	messageType('rigscenec', RigSceneSchema),
	messageType('skeletonc', SkeletonSchema),
	messageType('soundc', SoundDescSchema),
	messageType('spritec', SpriteDescSchema),
	messageType('tilegridc', TileGridSchema),
	messageType('tilemapc', TileGridSchema),
	// Kept as they are: nothing that runs headless looks into them.
	...['computec', 'cpc', 'display_profilesc', 'fpc', 'gamepadsc', 'lightc', 'meshsetc', 'spc', 'vpc'].map(bytesType),
	...['oggc', 'opusc', 'wavc', 'ttf', 'otf'].map(bytesType),
];

/** By extension, without the dot. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(TYPES.map((type) => [type.extension, type]));
