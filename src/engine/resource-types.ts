import {
	CameraDescSchema,
	CollectionProxyDescSchema,
	CollisionObjectDescSchema,
	FactoryDescSchema,
	FontMapSchema,
	GlyphBankSchema,
	InputBindingSchema,
	LabelDescSchema,
	MaterialDescSchema,
	RenderPrototypeDescSchema,
	SoundDescSchema,
	SpriteDescSchema,
	TextureSetSchema,
} from '../formats/index.ts';
import { collectionType } from './resources/collection.ts';
import { bytesType, messageType } from './resources/message.ts';
import { prototypeType } from './resources/prototype.ts';
import { scriptTypes } from './resources/script.ts';
import type { ResourceType } from './resources.ts';

/** Every kind of resource the engine loads, one line each. */
const TYPES: readonly ResourceType[] = [
	collectionType,
	prototypeType,
	...scriptTypes,
	// What these name is loaded when a game asks for it, not with them.
	messageType('collectionproxyc', CollectionProxyDescSchema, { lazy: true }),
	messageType('factoryc', FactoryDescSchema, { lazy: true }),
	messageType('camerac', CameraDescSchema),
	messageType('collisionobjectc', CollisionObjectDescSchema),
	messageType('fontc', FontMapSchema),
	messageType('glyph_bankc', GlyphBankSchema),
	messageType('input_bindingc', InputBindingSchema),
	messageType('labelc', LabelDescSchema),
	messageType('materialc', MaterialDescSchema),
	messageType('renderc', RenderPrototypeDescSchema),
	messageType('soundc', SoundDescSchema),
	messageType('spritec', SpriteDescSchema),
	messageType('texturesetc', TextureSetSchema),
	bytesType('convexshapec'),
	bytesType('display_profilesc'),
	bytesType('fpc'),
	bytesType('gamepadsc'),
	bytesType('oggc'),
	bytesType('spc'),
	bytesType('texturec'),
	bytesType('vpc'),
	bytesType('wavc'),
];

/** By extension, without the dot. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(TYPES.map((type) => [type.extension, type]));
