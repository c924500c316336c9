import { unzlibSync } from 'fflate';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Pixels of a side; larger pictures are refused. */
const MAX_SIDE = 16_384;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export type PngPicture = {
	readonly width: number;
	readonly height: number;
	/** 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha. */
	readonly channels: number;
	/** Rows from the top, one byte a channel. */
	readonly pixels: Uint8Array;
};

/**
 * Decodes a PNG of 8 bits a channel that is not interlaced; `undefined` for anything else.
 *
 * Pictures of a build are decoded by the builder; this serves games that load pictures themselves.
 */
export function decodePng(bytes: Uint8Array): PngPicture | undefined {
	if (bytes.length < 45 || SIGNATURE.some((value, at) => bytes[at] !== value)) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const width = view.getUint32(16);
	const height = view.getUint32(20);
	const [depth, type, , , interlaced] = bytes.subarray(24, 29);
	const samples = CHANNELS[type ?? -1];
	if (depth !== 8 || interlaced !== 0 || samples === undefined || width === 0 || height === 0) return undefined;
	if (width > MAX_SIDE || height > MAX_SIDE) return undefined;
	let palette: Uint8Array | undefined;
	let transparency: Uint8Array | undefined;
	const data: Uint8Array[] = [];
	for (let at = 8; at + 12 <= bytes.length; ) {
		const length = view.getUint32(at);
		const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
		if (at + 12 + length > bytes.length) return undefined;
		const body = bytes.subarray(at + 8, at + 8 + length);
		if (name === 'PLTE') palette = body;
		else if (name === 'tRNS') transparency = body;
		else if (name === 'IDAT') data.push(body);
		else if (name === 'IEND') break;
		at += 12 + length;
	}
	const rows = inflate(data, (width * samples + 1) * height);
	if (!rows) return undefined;
	const pixels = unfilter(rows, { width, height, samples });
	if (!pixels) return undefined;
	if (type !== 3) return { width, height, channels: samples, pixels };
	return palette && { width, height, ...fromPalette(pixels, palette, transparency) };
}

function inflate(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array | undefined {
	const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		joined.set(part, at);
		at += part.length;
	}
	try {
		const rows = unzlibSync(joined, { out: new Uint8Array(sizeBytes) });
		return rows.length === sizeBytes ? rows : undefined;
	} catch {
		return undefined;
	}
}

/** Undoes what each row was predicted by. */
function unfilter(
	rows: Uint8Array,
	{ width, height, samples }: { width: number; height: number; samples: number },
): Uint8Array | undefined {
	const stride = width * samples;
	const pixels = new Uint8Array(stride * height);
	for (let row = 0; row < height; row++) {
		const filter = rows[row * (stride + 1)] as number;
		if (filter > 4) return undefined;
		const from = row * (stride + 1) + 1;
		const to = row * stride;
		for (let at = 0; at < stride; at++) {
			const left = at >= samples ? (pixels[to + at - samples] as number) : 0;
			const up = row > 0 ? (pixels[to + at - stride] as number) : 0;
			const corner = row > 0 && at >= samples ? (pixels[to + at - stride - samples] as number) : 0;
			const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] as number;
			pixels[to + at] = (rows[from + at] as number) + guess;
		}
	}
	return pixels;
}

function paeth(left: number, up: number, corner: number): number {
	const estimate = left + up - corner;
	const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
	if (a <= b && a <= c) return left;
	return b <= c ? up : corner;
}

function fromPalette(
	indices: Uint8Array,
	palette: Uint8Array,
	transparency: Uint8Array | undefined,
): { channels: number; pixels: Uint8Array } {
	const channels = transparency ? 4 : 3;
	const pixels = new Uint8Array(indices.length * channels);
	indices.forEach((index, at) => {
		pixels.set(palette.subarray(index * 3, index * 3 + 3), at * channels);
		if (transparency) pixels[at * channels + 3] = transparency[index] ?? 255;
	});
	return { channels, pixels };
}
