// Draws the font of the builtins, builtins/fonts/vera_mo_bd.ttf: glyphs of our own, as strokes of one width on a small grid, under
// the name that projects give Defold's. Run it after changing a glyph.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import opentype from 'opentype.js';

/** Units of one step of the grid, and half a stroke's width. */
const STEP = 92;
const PEN = 62;
const UNITS_PER_EM = 1400;
const ADVANCE = STEP * 6 + 250;
const LEFT = 125;
/** The row on which letters stand. */
const BASELINE = 3;
/** Corners of a stroke's round end. */
const ROUND = 12;

/** Strokes by character: columns 0 to 6 and rows 0 to d, from the bottom, as pairs; strokes are parted by commas. */
const GLYPHS = {
	'!': '3c 37,33 33',
	'"': '2c 2a,4c 4a',
	'#': '13 2c,43 5c,06 66,09 69',
	$: '6a 4b 2b 0a 09 28 47 66 65 44 24 05,3d 32',
	'%': '03 6c,0b 0c 1c 1b 0b,53 54 64 63 53',
	'&': '63 1a 1b 2c 3c 4b 4a 07 05 23 33 66',
	"'": '3c 3a',
	'(': '4d 2a 25 42',
	')': '2d 4a 45 22',
	'*': '3b 35,1a 56,5a 16',
	'+': '35 3b,08 68',
	',': '33 21',
	'-': '18 58',
	'.': '33 33',
	'/': '02 6d',
	0: '23 05 0a 2c 4c 6a 65 43 23,15 5a',
	1: '1a 3c 33,13 53',
	2: '0a 2c 4c 6a 68 03 63',
	3: '0b 2c 4c 6a 69 48 28,48 67 65 43 23 04',
	4: '43 4c 06 66',
	5: '6c 0c 08 48 67 65 43 23 04',
	6: '5c 2c 09 05 23 43 65 67 48 28 07',
	7: '0c 6c 23',
	8: '28 09 0a 2c 4c 6a 69 48 28 07 05 23 43 65 67 48',
	9: '13 43 66 6a 4c 2c 0a 08 27 47 68',
	':': '38 38,34 34',
	';': '38 38,34 22',
	'<': '5b 18 55',
	'=': '16 56,19 59',
	'>': '1b 58 15',
	'?': '0a 2c 4c 6a 68 37 36,33 33',
	'@': '56 36 27 28 39 59 55 65 6a 4c 2c 0a 05 23 53',
	A: '03 3c 63,16 56',
	B: '03 0c 4c 6a 69 48 08,48 67 64 43 03',
	C: '6a 4c 2c 0a 05 23 43 65',
	D: '03 0c 4c 6a 65 43 03',
	E: '63 03 0c 6c,08 48',
	F: '03 0c 6c,08 48',
	G: '6a 4c 2c 0a 05 23 43 65 68 38',
	H: '03 0c,63 6c,08 68',
	I: '1c 5c,3c 33,13 53',
	J: '05 23 43 65 6c 2c',
	K: '03 0c,6c 07,29 63',
	L: '0c 03 63',
	M: '03 0c 36 6c 63',
	N: '03 0c 63 6c',
	O: '23 05 0a 2c 4c 6a 65 43 23',
	P: '03 0c 4c 6a 69 47 07',
	Q: '23 05 0a 2c 4c 6a 65 43 23,36 63',
	R: '03 0c 4c 6a 69 47 07,37 63',
	S: '6a 4c 2c 0a 09 28 47 66 65 43 23 05',
	T: '0c 6c,3c 33',
	U: '0c 05 23 43 65 6c',
	V: '0c 33 6c',
	W: '0c 13 38 53 6c',
	X: '03 6c,0c 63',
	Y: '0c 37 6c,37 33',
	Z: '0c 6c 03 63',
	'[': '4d 2d 22 42',
	'\\': '0d 62',
	']': '2d 4d 42 22',
	'^': '19 3c 59',
	_: '02 62',
	'`': '2c 4a',
	a: '18 29 49 58 53 23 14 15 26 56',
	b: '1c 13 43 54 58 49 19',
	c: '58 49 29 18 14 23 43 54',
	d: '5c 53 23 14 18 29 59',
	e: '16 56 58 49 29 18 14 23 53',
	f: '5c 4c 3b 33,19 59',
	g: '54 24 15 18 29 59 51 40 20 11',
	h: '1c 13,18 29 49 58 53',
	i: '29 39 33,13 53,3c 3c',
	j: '29 49 41 30 10,4c 4c',
	k: '1c 13,59 16,37 53',
	l: '2c 3c 34 43 53',
	m: '03 09,08 19 29 38 33,38 49 59 68 63',
	n: '13 19,18 29 49 58 53',
	o: '23 14 18 29 49 58 54 43 23',
	p: '10 19 49 58 54 43 13',
	q: '50 59 29 18 14 23 53',
	r: '13 19,17 39 49 58',
	s: '58 49 29 18 17 26 46 55 54 43 23 14',
	t: '2c 24 33 43 54,09 59',
	u: '19 14 23 43 54,59 53',
	v: '19 33 59',
	w: '09 13 37 53 69',
	x: '13 59,19 53',
	y: '19 33,59 33 20 10',
	z: '19 59 13 53',
	'{': '5d 4d 3c 39 18 37 34 42 52',
	'|': '3d 32',
	'}': '1d 2d 3c 39 58 37 34 22 12',
	'~': '07 19 29 47 57 69',
};

/** A stroke from one point to another with round ends, all around it in one direction. */
function capsule(path, from, to) {
	const direction = Math.atan2(to.y - from.y, to.x - from.x);
	const points = [];
	for (const [centre, start] of [
		[to, direction - Math.PI / 2],
		[from, direction + Math.PI / 2],
	]) {
		for (let index = 0; index <= ROUND / 2; index++) {
			const angle = start + (index * 2 * Math.PI) / ROUND;
			points.push([Math.round(centre.x + Math.cos(angle) * PEN), Math.round(centre.y + Math.sin(angle) * PEN)]);
		}
	}
	for (const [index, [x, y]] of points.entries()) {
		if (index === 0) path.moveTo(x, y);
		else path.lineTo(x, y);
	}
	path.close();
}

function draw(strokes) {
	const path = new opentype.Path();
	for (const stroke of strokes.split(',').filter((one) => one !== '')) {
		const points = stroke.split(' ').map((pair) => ({
			x: LEFT + Number.parseInt(pair[0], 36) * STEP,
			y: (Number.parseInt(pair[1], 36) - BASELINE) * STEP,
		}));
		for (let index = 1; index < points.length; index++) capsule(path, points[index - 1], points[index]);
	}
	return path;
}

const glyph = (name, unicode, strokes) =>
	new opentype.Glyph({ name, ...(unicode ? { unicode } : {}), advanceWidth: ADVANCE, path: draw(strokes) });
const glyphs = [
	glyph('.notdef', 0, '02 0c 6c 62 02'),
	glyph('space', 32, ''),
	...Object.entries(GLYPHS)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([character, strokes]) => glyph(`u${character.charCodeAt(0)}`, character.charCodeAt(0), strokes)),
];
// The file says when it was written; it is to be the same whenever that was.
Date.prototype.getTime = () => Date.UTC(2026, 0, 1);
const font = new opentype.Font({
	familyName: 'Livemount Mono',
	styleName: 'Bold',
	unitsPerEm: UNITS_PER_EM,
	ascender: 1100,
	descender: -400,
	createdTimestamp: Date.UTC(2026, 0, 1) / 1000,
	glyphs,
});
const file = new URL('../builtins/fonts/vera_mo_bd.ttf', import.meta.url);
writeFileSync(fileURLToPath(file), Buffer.from(font.toArrayBuffer()));
console.log(`${glyphs.length} glyphs drawn into ${fileURLToPath(file)}`);
