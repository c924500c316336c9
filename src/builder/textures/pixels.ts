/** A picture while it is worked on: RGBA, 8 bits each, rows from the top. */
export type Pixels = { readonly width: number; readonly height: number; readonly rgba: Uint8Array };

/** A transparent picture. */
export function createPixels(width: number, height: number): Pixels {
	return { width, height, rgba: new Uint8Array(width * height * 4) };
}

/** Copies a whole picture into another at a place; it must fit. */
export function copyPixels(source: Pixels, target: Pixels, { x, y }: { x: number; y: number }): void {
	for (let row = 0; row < source.height; row++) {
		const from = row * source.width * 4;
		target.rgba.set(source.rgba.subarray(from, from + source.width * 4), ((y + row) * target.width + x) * 4);
	}
}

/** A part of a picture. */
export function cropPixels(
	source: Pixels,
	{ x, y, width, height }: { x: number; y: number; width: number; height: number },
): Pixels {
	const part = createPixels(width, height);
	for (let row = 0; row < height; row++) {
		const from = ((y + row) * source.width + x) * 4;
		part.rgba.set(source.rgba.subarray(from, from + width * 4), row * width * 4);
	}
	return part;
}

/** The picture turned by a quarter clockwise. */
export function rotatePixels(source: Pixels): Pixels {
	const { width, height } = source;
	const rotated = createPixels(height, width);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const from = (y * width + x) * 4;
			rotated.rgba.set(source.rgba.subarray(from, from + 4), (x * height + height - 1 - y) * 4);
		}
	}
	return rotated;
}

/** The picture with a transparent border. */
export function padPixels(source: Pixels, border: number): Pixels {
	if (border === 0) return source;
	const padded = createPixels(source.width + border * 2, source.height + border * 2);
	copyPixels(source, padded, { x: border, y: border });
	return padded;
}

/** The picture with its edge repeated around it, so that filtering at the edge finds the same colour outside. */
export function extrudePixels(source: Pixels, border: number): Pixels {
	if (border === 0) return source;
	const { width, height } = source;
	const extruded = createPixels(width + border * 2, height + border * 2);
	const words = new Uint32Array(source.rgba.slice().buffer);
	const target = new Uint32Array(extruded.rgba.buffer);
	for (let y = 0; y < extruded.height; y++) {
		const row = Math.max(0, Math.min(height - 1, y - border)) * width;
		for (let x = 0; x < extruded.width; x++) {
			const column = Math.max(0, Math.min(width - 1, x - border));
			target[y * extruded.width + x] = words[row + column] as number;
		}
	}
	return extruded;
}

/** Colours multiplied by their alpha, in place: what Defold's blending expects. */
export function premultiply({ rgba }: Pixels): void {
	for (let at = 0; at < rgba.length; at += 4) {
		const alpha = rgba[at + 3] as number;
		if (alpha === 255) continue;
		rgba[at] = Math.round(((rgba[at] as number) * alpha) / 255);
		rgba[at + 1] = Math.round(((rgba[at + 1] as number) * alpha) / 255);
		rgba[at + 2] = Math.round(((rgba[at + 2] as number) * alpha) / 255);
	}
}

/** Rows from the bottom instead of the top, in place: the order in which OpenGL counts them. */
export function flipRows({ width, height, rgba }: Pixels): void {
	const rowBytes = width * 4;
	const kept = new Uint8Array(rowBytes);
	for (let row = 0; row < height >> 1; row++) {
		const top = row * rowBytes;
		const bottom = (height - 1 - row) * rowBytes;
		kept.set(rgba.subarray(top, top + rowBytes));
		rgba.copyWithin(top, bottom, bottom + rowBytes);
		rgba.set(kept, bottom);
	}
}

/** Half the size, each pixel the mean of those that it covers. A side of one stays one. */
export function halve(source: Pixels): Pixels {
	const half = createPixels(Math.max(1, source.width >> 1), Math.max(1, source.height >> 1));
	const right = source.width > 1 ? 4 : 0;
	const below = source.height > 1 ? source.width * 4 : 0;
	const { rgba } = source;
	for (let y = 0; y < half.height; y++) {
		for (let x = 0; x < half.width; x++) {
			const from = (y * (below ? 2 : 1) * source.width + x * (right ? 2 : 1)) * 4;
			const to = (y * half.width + x) * 4;
			for (let channel = 0; channel < 4; channel++) {
				const at = from + channel;
				const sum =
					(rgba[at] as number) +
					(rgba[at + right] as number) +
					(rgba[at + below] as number) +
					(rgba[at + right + below] as number);
				half.rgba[to + channel] = (sum + 2) >> 2;
			}
		}
	}
	return half;
}

/** The picture at another size, with the four nearest pixels mixed. */
export function resizePixels(source: Pixels, width: number, height: number): Pixels {
	if (width === source.width && height === source.height) return source;
	const resized = createPixels(width, height);
	const columns = samplePoints(source.width, width);
	samplePoints(source.height, height).forEach((row, y) => {
		columns.forEach((column, x) => {
			const corner = (r: number, c: number): number => (r * source.width + c) * 4;
			const a = corner(row.low, column.low);
			const b = corner(row.low, column.high);
			const c = corner(row.high, column.low);
			const d = corner(row.high, column.high);
			for (let channel = 0; channel < 4; channel++) {
				const top = mix(source.rgba[a + channel] as number, source.rgba[b + channel] as number, column.part);
				const bottom = mix(source.rgba[c + channel] as number, source.rgba[d + channel] as number, column.part);
				resized.rgba[(y * width + x) * 4 + channel] = Math.round(mix(top, bottom, row.part));
			}
		});
	});
	return resized;
}

function samplePoints(from: number, to: number): { low: number; high: number; part: number }[] {
	return Array.from({ length: to }, (_, index) => {
		const point = Math.max(0, Math.min(from - 1, ((index + 0.5) * from) / to - 0.5));
		const low = Math.floor(point);
		return { low, high: Math.min(from - 1, low + 1), part: point - low };
	});
}

function mix(a: number, b: number, part: number): number {
	return a + (b - a) * part;
}
