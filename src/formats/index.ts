/**
 * Formats: bytes to objects and back, for every file of Defold's live update: manifests of versions 1 to 5, archive index and
 * data, HTML5's split archive, live-update zips, the files an engine keeps on a device, keys and signatures, compiled resources,
 * and the source files of a project.
 *
 * Everything here is synchronous and pure: it reads no file, asks no clock and draws no random number. Digests and RSA come
 * from the `Crypto` it is given. It knows nothing of mounts, builds or releases.
 */
export type { DescMessage, MessageShape } from '@bufbuild/protobuf';
export { type ArchiveDataWriter, archiveDataWriter } from './archive/archive-data.ts';
export {
	ARCHIVE_FLAG,
	type ArchiveEntry,
	type ArchiveIndex,
	type ArchiveIndexVersion,
	type ArchivePlace,
	readArchiveIndex,
	verifyArchiveIndex,
} from './archive/archive-index.ts';
export {
	LIVE_UPDATE_HEADER_BYTES,
	type LiveUpdateHeader,
	readLiveUpdateHeader,
	writeLiveUpdateHeader,
} from './archive/live-update-header.ts';
export { lz4Decode } from './archive/lz4-decode.ts';
export { lz4HcEncode } from './archive/lz4-hc-encode.ts';
export type { Lz4Encoder } from './archive/lz4-hc-match.ts';
export { decodeResource, type EncodedResource, encodeResource } from './archive/resource-codec.ts';
export {
	assembleSplitArchive,
	planSplitArchive,
	readSplitArchiveList,
	type SplitArchiveList,
	type SplitArchiveOptions,
	type SplitFile,
	type SplitPiece,
	writeSplitArchive,
} from './archive/split-archive.ts';
export { writeArchiveIndex } from './archive/write-archive-index.ts';
export { xteaCtr } from './archive/xtea.ts';
export { BUNDLE_FILES, type Bundle, openBundle } from './bundle.ts';
export { childResources } from './ddf/child-resources.ts';
// Compiled messages that the builder writes.
export { type Atlas, type AtlasAnimation, type AtlasImage, AtlasSchema } from './ddf/gen/atlas_ddf_pb.ts';
export {
	BufferDescSchema,
	type StreamDesc,
	StreamDescSchema,
	ValueType as BufferValueType,
} from './ddf/gen/buffer_ddf_pb.ts';
export { CameraDescSchema } from './ddf/gen/camera_ddf_pb.ts';
export {
	type CollectionDesc,
	CollectionDescSchema,
	ComponenTypeDescSchema,
	type ComponentDesc,
	ComponentDescSchema,
	type ComponentPropertyDesc,
	ComponentPropertyDescSchema,
	type InstanceDesc,
	InstanceDescSchema,
	PropertyDescSchema,
	PropertyType,
	type PrototypeDesc,
	PrototypeDescSchema,
} from './ddf/gen/gameobject_ddf_pb.ts';
export {
	CollectionFactoryDescSchema,
	CollectionProxyDescSchema,
	ConvexHullSchema,
	FactoryDescSchema,
	type LabelDesc,
	LabelDescSchema,
	Playback,
	SpriteDescSchema,
	SpriteGeometrySchema,
	SpriteTextureSchema,
	SpriteTrimmingMode,
	type TextureSet,
	TextureSetAnimationSchema,
	TextureSetSchema,
	TileGridSchema,
	type TileSet,
	TileSetSchema,
} from './ddf/gen/gamesys_ddf_pb.ts';
export { OlderGlyphBankSchema } from './ddf/gen/glyph_bank_ddf_pb.ts';
export {
	CubemapSchema,
	PlatformProfile_OS,
	type ShaderDesc,
	ShaderDesc_Language,
	type ShaderDesc_ResourceBinding,
	ShaderDesc_ResourceBindingSchema,
	ShaderDesc_ResourceTypeInfoSchema,
	type ShaderDesc_Shader,
	ShaderDesc_ShaderDataType,
	type ShaderDesc_ShaderReflection,
	ShaderDesc_ShaderReflectionSchema,
	ShaderDesc_ShaderSchema,
	ShaderDescSchema,
	TextureImage_CompressionType,
	TextureImage_ImageSchema,
	TextureImage_TextureFormat,
	TextureImage_Type,
	TextureImageSchema,
	TextureProfilesSchema,
	type VertexAttribute,
	VertexAttribute_DataType,
} from './ddf/gen/graphics_ddf_pb.ts';
export {
	type NodeDesc,
	NodeDesc_Type,
	NodeDescSchema,
	SceneDesc_FontDescSchema,
	SceneDesc_MaterialDescSchema,
	SceneDesc_ParticleFXDescSchema,
	SceneDesc_ResourceDescSchema,
	SceneDesc_TextureDescSchema,
	SceneDescSchema,
} from './ddf/gen/gui_ddf_pb.ts';
export { GamepadMapsSchema, type InputBinding, InputBindingSchema } from './ddf/gen/input_ddf_pb.ts';
export { type LuaModule, LuaModuleSchema, LuaSourceSchema } from './ddf/gen/lua_ddf_pb.ts';
export {
	type Point3,
	Point3Schema,
	type Quat,
	QuatSchema,
	TransformSchema,
	type Vector3One,
	Vector3OneSchema,
	Vector3Schema,
	Vector4OneSchema,
	Vector4Schema,
} from './ddf/gen/math_ddf_pb.ts';
export { MeshDescSchema } from './ddf/gen/mesh_ddf_pb.ts';
export {
	MaterialSchema as ModelMaterialSchema,
	type ModelDesc,
	ModelDescSchema,
	ModelSchema,
	TextureSchema as ModelTextureSchema,
} from './ddf/gen/model_ddf_pb.ts';
export { type Emitter, type Modifier, ModifierSchema, ParticleFXSchema } from './ddf/gen/particle_ddf_pb.ts';
export {
	CollisionObjectDescSchema,
	CollisionShape_ShapeSchema,
	type CollisionShape_Type,
	CollisionShapeSchema,
	ConvexShapeSchema,
} from './ddf/gen/physics_ddf_pb.ts';
export {
	PropertyDeclarationEntrySchema,
	type PropertyDeclarations,
	PropertyDeclarationsSchema,
} from './ddf/gen/properties_ddf_pb.ts';
export {
	DisplayProfilesSchema,
	type FontDesc,
	FontDescSchema,
	type FontMap,
	FontMapSchema,
	FontRenderMode,
	FontTextureFormat,
	type GlyphBank,
	GlyphBankSchema,
	MaterialDesc_FilterModeMag,
	MaterialDesc_FilterModeMin,
	MaterialDesc_SamplerSchema,
	MaterialDesc_WrapMode,
	MaterialDescSchema,
	RenderPrototypeDesc_RenderResourceDescSchema,
	RenderPrototypeDescSchema,
	RenderTargetDescSchema,
} from './ddf/gen/render_ddf_pb.ts';
export {
	type AnimationSetDesc,
	AnimationSetDescSchema,
	AnimationSetSchema,
	AnimationTrackSchema,
	BoneSchema,
	MaterialSchema as RigMaterialSchema,
	type Mesh as RigMesh,
	MeshSchema as RigMeshSchema,
	MeshSetSchema,
	ModelSchema as RigModelSchema,
	RigAnimationSchema,
	RigSceneSchema,
	SkeletonSchema,
} from './ddf/gen/rig_ddf_pb.ts';
export { SoundDescSchema } from './ddf/gen/sound_ddf_pb.ts';
export type { MessageLayout } from './ddf/layouts/layout.ts';
export { isLuaPath, type LuaSourceText, luaText, readLuaModule } from './ddf/lua-module.ts';
export { readMessage, writeMessage } from './ddf/message.ts';
export { type JsonValue, messageToJson, unknownFieldNumbers } from './ddf/message-json.ts';
export { type Resource, readResource, writeResource } from './ddf/resource.ts';
export { extensionOf, knownExtensions, type ResourceType, resourceType } from './ddf/resource-types.ts';
export { readTexture, type Texture, type TextureLayout, writeTexture } from './ddf/texture.ts';
export { type MountLine, type MountsFile, readMountsFile, writeMountsFile } from './device/mounts-file.ts';
export { readReferenceFile, writeReferenceFile } from './device/reference-file.ts';
export { FormatError, type FormatErrorCode } from './error.ts';
export { type GraphNode, type GraphNodeType, readGraphFile, writeGraphFile } from './graph-file.ts';
export { portableCrypto, portableRsaPrivate, portableRsaPublic } from './keys/portable-rsa.ts';
export {
	privateKeyToPkcs8,
	publicKeyOf,
	publicKeyToSpki,
	type RsaPrivateKey,
	type RsaPublicKey,
	readRsaPrivateKey,
	readRsaPublicKey,
	verifyKeyPair,
} from './keys/rsa-keys.ts';
export { remarkOnText } from './look-of-bytes.ts';
export { engineVersionDigest, manifestSupportsEngine, projectIdentifier } from './manifest/identity.ts';
export { type Manifest, type ManifestVersion, RESOURCE_FLAG, type ResourceEntry } from './manifest/manifest.ts';
export { readManifest } from './manifest/read-manifest.ts';
export type { Release } from './manifest/release.ts';
export { signManifestData, verifyManifestSignature } from './manifest/signature.ts';
export { manifestUnknownFields, type UnknownField } from './manifest/unknown-fields.ts';
export { type ManifestContent, manifestContent, writeManifest, writeManifestFile } from './manifest/write-manifest.ts';
// Sources of a project: text-protobuf, INI, settings, and the diagnostics about them.
export {
	type Complaint,
	compareDiagnostics,
	createDiagnostic,
	type Diagnostic,
	type Position,
} from './source/diagnostic.ts';
export { didYouMean } from './source/did-you-mean.ts';
export {
	type LiveUpdateSettings,
	readLiveUpdateSettings,
	writeLiveUpdateSettings,
} from './source/liveupdate-settings.ts';
export {
	type ProjectSettings,
	readGameProject,
	readProjectSettings,
	settingOrDefault,
	writeGameProjectc,
} from './source/project-settings.ts';
export { readText, type TextReading } from './source/read-text.ts';
export { createSourceText, type SourceText } from './source/source-text.ts';
export { sourceSchema } from './source/source-types.ts';
export { writeText } from './source/write-text.ts';
export { crc32 } from './zip/crc32.ts';
export { openZip, type ZipArchive, type ZipOptions } from './zip/zip-archive.ts';
export { DEFAULT_ZIP_LIMITS, type ZipEntry, type ZipLimits } from './zip/zip-format.ts';
export { hazardOfName } from './zip/zip-names.ts';
export { createZipWriter, type ZipLevel, type ZipWriter } from './zip/zip-writer.ts';
