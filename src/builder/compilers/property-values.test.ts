import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import { PropertyType } from '../../formats/index.ts';
import { createContext } from '../context.ts';
import { decodeImage, memoryProject } from '../memory-project-contract.ts';
import { declareProperties } from './property-values.ts';

async function declare(...values: readonly (readonly [id: string, type: PropertyType, value: string])[]) {
	const files = memoryProject({ '/a.atlas': '', '/b.png': '' });
	const { context, diagnostics, units } = createContext({
		files,
		paths: new Set(await files.list()),
		decodeImage,
		settings: {
			engineVersion: '1.11.2',
			variant: 'debug',
			exclude: [],
			textureProfiles: '',
			streamSounds: false,
			compress: true,
		},
	});
	const resources = new Set<string>();
	const at = { file: '/x.go', line: 3, column: 5 };
	const declarations = await declareProperties(
		values.map(([id, type, value]) => ({ id, type, value, at })),
		context,
		resources,
	);
	return { declarations, diagnostics, resources: [...resources], units: [...units.keys()] };
}

describe('property values', () => {
	it('share one list of numbers, into which each points', async () => {
		const { declarations, diagnostics } = await declare(
			['speed', PropertyType.NUMBER, '2.5'],
			['place', PropertyType.VECTOR3, '1, 2, 3'],
			['alive', PropertyType.BOOLEAN, 'True'],
			['tint', PropertyType.VECTOR4, '1,0,0,1'],
			['turn', PropertyType.QUAT, '0,0,0,1'],
		);
		expect(diagnostics).toEqual([]);
		expect(declarations.floatValues).toEqual([2.5, 1, 2, 3, 1, 1, 0, 0, 1, 0, 0, 0, 1]);
		expect(declarations.numberEntries).toMatchObject([{ key: 'speed', id: hash64('speed'), index: 0 }]);
		expect(declarations.vector3Entries).toMatchObject([{ index: 1 }]);
		expect(declarations.boolEntries).toMatchObject([{ index: 4 }]);
		expect(declarations.vector4Entries).toMatchObject([{ index: 5 }]);
		expect(declarations.quatEntries).toMatchObject([{ index: 9 }]);
	});

	it('of addresses are kept as text, of hashes as numbers', async () => {
		const { declarations } = await declare(['who', PropertyType.URL, '#sprite'], ['name', PropertyType.HASH, 'hero']);
		expect(declarations.stringValues).toEqual(['#sprite']);
		expect(declarations.urlEntries).toMatchObject([{ key: 'who', index: 0 }]);
		expect(declarations.hashValues).toEqual([hash64('hero')]);
	});

	it('that are paths of resources become those of the compiled ones, which are needed then', async () => {
		const { declarations, resources, units } = await declare(
			['atlas', PropertyType.HASH, '/a.atlas'],
			['gone', PropertyType.HASH, '/gone.atlas'],
			['text', PropertyType.HASH, '/b.txt'],
		);
		expect(declarations.hashValues).toEqual([hash64('/a.a.texturesetc'), hash64('/gone.atlas'), hash64('/b.txt')]);
		expect(resources).toEqual(['/a.a.texturesetc']);
		expect(units).toEqual(['/a.atlas']);
	});

	it('that do not fit are reported where they stand', async () => {
		const { diagnostics } = await declare(
			['a', PropertyType.NUMBER, 'much'],
			['b', PropertyType.VECTOR3, '1,2'],
			['c', PropertyType.BOOLEAN, 'maybe'],
			['d', PropertyType.NUMBER, ''],
		);
		expect(diagnostics.map(({ line, column, code, message }) => ({ line, column, code, message }))).toEqual([
			{ line: 3, column: 5, code: 'wrong-property', message: 'expected a number for the property a, found "much"' },
			{ line: 3, column: 5, code: 'wrong-property', message: 'expected 3 numbers for the property b, found "1,2"' },
			{
				line: 3,
				column: 5,
				code: 'wrong-property',
				message: 'expected true or false for the property c, found "maybe"',
			},
			{ line: 3, column: 5, code: 'wrong-property', message: 'expected a number for the property d, found ""' },
		]);
	});
});
