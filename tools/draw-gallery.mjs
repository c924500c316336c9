// Draws the pictures of examples/gallery: node tools/draw-gallery.mjs
// The same pixels on every machine: all chance comes from a seeded generator.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const folder = fileURLToPath(new URL('../examples/gallery/art/', import.meta.url));
const WIDTH = 1024;
const HEIGHT = 768;
/** Canvas grain: makes the pictures look painted, and as hard to compress as photographs. */
const GRAIN = 26;

function random(seed) {
	let state = seed >>> 0 || 1;
	return () => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) / 4294967296;
	};
}

const mix = (a, b, t) => a + (b - a) * t;
const mixColor = (a, b, t) => [mix(a[0], b[0], t), mix(a[1], b[1], t), mix(a[2], b[2], t)];
const smooth = (t) => t * t * (3 - 2 * t);
const clamp = (t) => Math.max(0, Math.min(1, t));

/** Value noise in several octaves, 0…1. */
function noise(seed) {
	const size = 256;
	const next = random(seed);
	const grid = Float32Array.from({ length: size * size }, () => next());
	const at = (x, y) => grid[(((y % size) + size) % size) * size + (((x % size) + size) % size)];
	const single = (x, y) => {
		const ix = Math.floor(x);
		const iy = Math.floor(y);
		const fx = smooth(x - ix);
		const fy = smooth(y - iy);
		return mix(mix(at(ix, iy), at(ix + 1, iy), fx), mix(at(ix, iy + 1), at(ix + 1, iy + 1), fx), fy);
	};
	return (x, y, octaves = 4) => {
		let sum = 0;
		let weight = 0.5;
		let total = 0;
		for (let i = 0; i < octaves; i++) {
			sum += single(x, y) * weight;
			total += weight;
			weight /= 2;
			x *= 2;
			y *= 2;
		}
		return sum / total;
	};
}

function gradient(stops, t) {
	for (let i = 1; i < stops.length; i++) {
		const [to, color] = stops[i];
		const [from, before] = stops[i - 1];
		if (t <= to) return mixColor(before, color, clamp((t - from) / (to - from)));
	}
	return stops[stops.length - 1][1];
}

function seaSunset(seed) {
	const n = noise(seed);
	return (x, y) => {
		const horizon = 0.58;
		const sky = gradient(
			[
				[0, [38, 42, 88]],
				[0.3, [150, 74, 110]],
				[0.5, [238, 130, 82]],
				[0.58, [252, 208, 120]],
			],
			y,
		);
		const sun = Math.hypot((x - 0.62) * 1.33, y - 0.5);
		let color = sun < 0.085 ? [255, 236, 170] : mixColor(sky, [255, 220, 150], clamp(0.35 - sun) * 0.9);
		if (y < horizon) color = mixColor(color, [250, 170, 130], clamp(n(x * 6, y * 18) - 0.55) * 1.4);
		else {
			const depth = (y - horizon) / (1 - horizon);
			const wave = n(x * (14 - depth * 8), y * 90, 3);
			const glint = clamp(1 - Math.abs(x - 0.62) * (9 - depth * 4)) * wave;
			color = mixColor(mixColor([150, 80, 90], [22, 30, 62], depth), [255, 214, 140], glint);
		}
		return color;
	};
}

function hillsSunset(seed) {
	const n = noise(seed);
	return (x, y) => {
		let color = gradient(
			[
				[0, [80, 60, 120]],
				[0.4, [232, 120, 96]],
				[0.7, [255, 214, 150]],
			],
			y,
		);
		for (let layer = 0; layer < 5; layer++) {
			const ridge = 0.42 + layer * 0.11 + (n(x * (2 + layer) + layer * 17, layer * 5.3) - 0.5) * 0.28;
			if (y > ridge) color = mixColor([190 - layer * 38, 96 - layer * 18, 110 - layer * 16], color, 0.12);
		}
		return mixColor(color, [255, 240, 220], (n(x * 40, y * 40, 2) - 0.5) * 0.12);
	};
}

function harbour(seed, night) {
	const n = noise(seed);
	const next = random(seed + 5);
	const houses = [];
	for (let x = 0; x < 1; ) {
		const width = 0.035 + next() * 0.05;
		houses.push({
			x,
			width,
			top: 0.3 + next() * 0.18,
			color: [120 + next() * 110, 70 + next() * 90, 60 + next() * 60],
		});
		x += width;
	}
	const sky = night
		? [
				[0, [8, 10, 34]],
				[0.55, [34, 40, 84]],
			]
		: [
				[0, [120, 170, 214]],
				[0.3, [206, 206, 208]],
				[0.55, [250, 214, 190]],
			];
	const scene = (x, y) => {
		let color = gradient(sky, y);
		if (night && n(x * 180, y * 180, 1) > 0.93 && y < 0.3) color = [230, 230, 210];
		const house = houses.find((one) => x >= one.x && x < one.x + one.width) ?? houses[0];
		if (y > house.top) {
			color = night ? mixColor(house.color, [14, 16, 44], 0.8) : house.color;
			const column = ((x - house.x) / house.width) * 4;
			const row = (y - house.top) * 34;
			const inWindow = column % 1 > 0.3 && column % 1 < 0.75 && row % 1 > 0.3 && row % 1 < 0.8 && row > 0.6;
			if (inWindow) {
				const lit = n(Math.floor(column) * 3.7 + house.x * 90, Math.floor(row) * 5.1, 1) > 0.5;
				color = night ? (lit ? [255, 206, 110] : [24, 26, 54]) : [70, 80, 100];
			}
		}
		return color;
	};
	return (x, y) => {
		if (y < 0.6) return scene(x, y);
		const depth = (y - 0.6) / 0.4;
		const shift = (n(x * 20, y * 120, 3) - 0.5) * 0.05 * (0.3 + depth);
		const mirrored = scene(clamp(x + shift), clamp(1.2 - y - depth * 0.02));
		return mixColor(mirrored, night ? [6, 10, 34] : [70, 110, 130], 0.35 + depth * 0.3);
	};
}

function forest(seed, palette) {
	const n = noise(seed);
	const next = random(seed + 11);
	const trunks = Array.from({ length: 70 }, (_, i) => ({
		x: next(),
		width: 0.004 + (i / 70) ** 2 * 0.03,
		depth: i / 70,
	}));
	return (x, y) => {
		let color = gradient(palette.air, y);
		for (const { x: at, width, depth } of trunks) {
			const bend = (n(depth * 40, y * 3, 2) - 0.5) * 0.02;
			const distance = Math.abs(x - at - bend) / width;
			if (distance < 1 && y < 0.72 + depth * 0.25) {
				const bark = n(x * 200, y * 30, 3) * 0.5 + (1 - distance) * 0.3;
				color = mixColor(
					mixColor(palette.trunk, palette.bark, bark),
					gradient(palette.air, y),
					palette.haze * (1 - depth),
				);
			}
		}
		const ground = 0.74 + (n(x * 5, 3.3) - 0.5) * 0.08;
		if (y > ground)
			color = mixColor(color, mixColor(palette.ground, palette.bark, n(x * 60, y * 60, 4)), clamp((y - ground) * 14));
		const leaves = n(x * 22, y * 22, 5) - 0.52 - y * palette.crown;
		if (leaves > 0) color = mixColor(color, palette.leaf, clamp(leaves * 7));
		return color;
	};
}

async function paint(name, seed, pixel) {
	const grain = random(seed * 7919 + 1);
	const data = new Uint8Array(WIDTH * HEIGHT * 3);
	let out = 0;
	for (let y = 0; y < HEIGHT; y++) {
		for (let x = 0; x < WIDTH; x++) {
			const color = pixel(x / WIDTH, y / HEIGHT);
			for (let c = 0; c < 3; c++)
				data[out++] = Math.max(0, Math.min(255, Math.round(color[c] + (grain() - 0.5) * GRAIN)));
		}
	}
	await write(name, data, WIDTH, HEIGHT, 3);
}

async function write(name, data, width, height, channels) {
	const info = await sharp(data, { raw: { width, height, channels } })
		.png({ compressionLevel: 9, adaptiveFiltering: true })
		.toFile(`${folder}${name}.png`);
	console.log(`${name}.png ${width}×${height} ${info.size} bytes`);
	total += info.size;
}

async function shape(name, width, height, pixel) {
	const data = new Uint8Array(width * height * 4);
	let out = 0;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			for (const value of pixel(x, y)) data[out++] = Math.max(0, Math.min(255, Math.round(value)));
		}
	}
	await write(name, data, width, height, 4);
}

let total = 0;
await paint('sunset_sea', 101, seaSunset(101));
await paint('sunset_hills', 102, hillsSunset(102));
await paint('harbour_dawn', 201, harbour(201, false));
await paint('harbour_night', 202, harbour(202, true));
const spring = {
	air: [
		[0, [196, 226, 190]],
		[1, [232, 244, 214]],
	],
	trunk: [70, 52, 38],
	bark: [120, 96, 70],
	ground: [86, 122, 52],
	leaf: [104, 162, 58],
	haze: 0.7,
	crown: 0.5,
};
const fog = {
	air: [
		[0, [176, 186, 192]],
		[1, [214, 218, 218]],
	],
	trunk: [52, 56, 60],
	bark: [92, 98, 100],
	ground: [120, 128, 124],
	leaf: [130, 140, 138],
	haze: 0.92,
	crown: 0.7,
};
const snow = {
	air: [
		[0, [150, 176, 210]],
		[1, [226, 234, 246]],
	],
	trunk: [50, 44, 46],
	bark: [110, 104, 108],
	ground: [240, 244, 252],
	leaf: [238, 242, 250],
	haze: 0.8,
	crown: 0.6,
};
await paint('forest_spring', 301, forest(301, spring));
await paint('forest_fog', 302, forest(302, fog));
await paint('forest_snow', 303, forest(303, snow));

const weave = noise(7);
await shape('gilded', 1100, 844, (x, y) => {
	const edge = Math.min(x, y, 1099 - x, 843 - y);
	if (edge >= 38) return [0, 0, 0, 0];
	const bevel = Math.abs(Math.sin((edge / 38) * Math.PI)) * 0.6 + weave(x / 20, y / 20, 3) * 0.4;
	return [mix(110, 246, bevel), mix(78, 206, bevel), mix(24, 112, bevel), 255];
});
await shape('curtain', 512, 256, (x, y) => {
	const fold = Math.sin(x / 9 + weave(x / 60, y / 60) * 2) * 0.5 + 0.5;
	return [mix(96, 196, fold), mix(10, 34, fold), mix(20, 46, fold), y > 236 + Math.sin(x / 16) * 12 ? 0 : 255];
});
await shape('sign', 256, 64, (x, y) => {
	const inside = x > 4 && x < 251 && y > 4 && y < 59;
	const plank = weave(x / 50, y / 3, 4);
	return inside ? [mix(150, 200, plank), mix(110, 150, plank), mix(60, 90, plank), 255] : [70, 48, 24, 255];
});
for (const [name, shift] of [
	['arrow1', 0],
	['arrow2', 6],
]) {
	await shape(name, 64, 64, (x, y) => {
		const down = y - shift;
		const stem = Math.abs(x - 32) < 7 && down >= 6 && down < 34;
		const head = down >= 34 && down < 56 && Math.abs(x - 32) < 56 - down;
		return stem || head ? [250, 214, 90, 255] : [0, 0, 0, 0];
	});
}
console.log(`${total} bytes in all`);
