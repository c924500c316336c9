import { decodeUtf8Lossy } from '../../bytes/index.ts';
import {
	createSourceText,
	PlatformProfile_OS,
	readText,
	TextureImage_TextureFormat,
	TextureProfilesSchema,
} from '../../formats/index.ts';
import type { CompileContext } from '../compiler.ts';
import { matchesGlob } from '../glob.ts';

/** How a texture is made. */
export type TextureProfile = {
	readonly mipmaps: boolean;
	/** 0 for no limit. */
	readonly maxSize: number;
	readonly premultiplyAlpha: boolean;
	/** In the order of the profile; never empty. */
	readonly formats: readonly TextureImage_TextureFormat[];
};

/** What bob does without a profile. */
const WITHOUT_PROFILE: TextureProfile = {
	mipmaps: true,
	maxSize: 0,
	premultiplyAlpha: true,
	formats: [TextureImage_TextureFormat.RGBA],
};

/** Formats that are written; others become RGBA, which every engine reads. */
const WRITTEN = new Set<TextureImage_TextureFormat>([
	TextureImage_TextureFormat.LUMINANCE,
	TextureImage_TextureFormat.LUMINANCE_ALPHA,
	TextureImage_TextureFormat.RGB,
	TextureImage_TextureFormat.RGBA,
	TextureImage_TextureFormat.RGB_16BPP,
	TextureImage_TextureFormat.RGBA_16BPP,
]);

/**
 * The profile for a texture: that of the first pattern its source's path matches, for the web and for any platform.
 */
export async function textureProfileOf(path: string, context: CompileContext): Promise<TextureProfile> {
	const file = context.settings.textureProfiles;
	const bytes = file === '' ? undefined : await context.read(file);
	if (!bytes) return WITHOUT_PROFILE;
	const profiles = readText(TextureProfilesSchema, createSourceText(file, decodeUtf8Lossy(bytes))).message;
	const name = profiles?.pathSettings.find((setting) => matchesGlob(path, setting.path))?.profile;
	const platforms = profiles?.profiles
		.find((profile) => profile.name === name)
		?.platforms.filter(({ os }) => os === PlatformProfile_OS.OS_ID_GENERIC || os === PlatformProfile_OS.OS_ID_WEB);
	const [first] = platforms ?? [];
	if (!platforms || !first) return WITHOUT_PROFILE;
	const formats = platforms.flatMap((platform) => platform.formats.map(({ format }) => format));
	const written = formats.map((format) => (WRITTEN.has(format) ? format : TextureImage_TextureFormat.RGBA));
	return {
		mipmaps: first.mipmaps,
		maxSize: first.maxTextureSize,
		premultiplyAlpha: first.premultiplyAlpha,
		formats: written.length > 0 ? [...new Set(written)] : WITHOUT_PROFILE.formats,
	};
}
