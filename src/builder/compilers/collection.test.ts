import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import { type CollectionDesc, CollectionDescSchema, writeText } from '../../formats/index.ts';
import { compile } from '../memory-project-contract.ts';

function instances(message: CollectionDesc) {
	return message.instances.map(({ id, position }) => [id, position?.x ?? 0, position?.y ?? 0]);
}

describe('collections', () => {
	it('give referenced and embedded objects together, with scales for three axes', async () => {
		const { message, units } = await compile('/a.collection', {
			'/a.collection':
				'name: "a"\nscale_along_z: 0\nembedded_instances { id: "b" data: "" scale: 2 children: "c" }\n' +
				'instances { id: "d" prototype: "/m.go" position { y: 3 } }\nembedded_instances { id: "c" data: "" }',
			'/m.go': '',
		});
		const collection = message(CollectionDescSchema);
		expect(collection.name).toBe('a');
		expect(collection.instances.map((one) => [one.id, one.prototype, one.scale3?.x])).toEqual([
			['/b', '/_generated_0.goc', 2],
			['/d', '/m.goc', 1],
			['/c', '/_generated_0.goc', 1],
		]);
		expect(collection.instances[0]?.children).toEqual(['/c']);
		expect(collection.embeddedInstances).toEqual([]);
		expect(units.toSorted()).toEqual(['/_generated_0.go', '/m.go']);
	});

	it('merge sub-collections with their places, parents and property values', async () => {
		const sub = create(CollectionDescSchema, {
			name: 'sub',
			embeddedInstances: [
				{ id: 'root', data: '', position: { x: 1, y: 0, z: 0 }, children: ['leaf'] },
				{ id: 'leaf', data: '', position: { x: 5, y: 0, z: 0 } },
			],
			instances: [
				{
					id: 'hero',
					prototype: '/h.go',
					position: { x: 0, y: 2, z: 0 },
					componentProperties: [
						{
							id: 's',
							properties: [
								{ id: 'a', value: '1', type: 0 },
								{ id: 'b', value: '2', type: 0 },
							],
						},
					],
				},
			],
		});
		const middle = create(CollectionDescSchema, {
			name: 'middle',
			collectionInstances: [{ id: 'in', collection: '/sub.collection', position: { x: 10, y: 0, z: 0 } }],
		});
		const outer = create(CollectionDescSchema, {
			name: 'outer',
			collectionInstances: [
				{
					id: 'out',
					collection: '/middle.collection',
					position: { x: 100, y: 0, z: 0 },
					// A quarter turn: what was to the right is now above.
					rotation: { x: 0, y: 0, z: Math.SQRT1_2, w: Math.SQRT1_2 },
					scale3: { x: 2, y: 2, z: 2 },
					instanceProperties: [
						{ id: 'in/hero', properties: [{ id: 's', properties: [{ id: 'b', value: '20', type: 0 }] }] },
					],
				},
			],
		});
		const { message, diagnostics } = await compile('/outer.collection', {
			'/outer.collection': writeText(CollectionDescSchema, outer),
			'/middle.collection': writeText(CollectionDescSchema, middle),
			'/sub.collection': writeText(CollectionDescSchema, sub),
			'/h.go': '',
		});
		expect(diagnostics).toEqual([]);
		const collection = message(CollectionDescSchema);
		const places = Object.fromEntries(
			instances(collection).map(([id, x, y]) => [id, [Math.round(Number(x)), Math.round(Number(y))]]),
		);
		expect(places).toEqual({ '/out/in/root': [100, 22], '/out/in/leaf': [5, 0], '/out/in/hero': [96, 20] });
		const root = collection.instances.find((one) => one.id === '/out/in/root');
		expect(root).toMatchObject({ children: ['/out/in/leaf'], scale3: { x: 2 } });
		expect(root?.rotation?.z).toBeCloseTo(Math.SQRT1_2, 6);
		const hero = collection.instances.find((one) => one.id === '/out/in/hero');
		expect(hero?.componentProperties[0]?.propertyDecls).toMatchObject({
			numberEntries: [{ key: 'a' }, { key: 'b' }],
			floatValues: [1, 20],
		});
		expect(hero?.componentProperties[0]?.properties.map((one) => one.value)).toEqual(['1', '20']);
	});

	it('count components by type, dynamic where factories may spawn more', async () => {
		const counts = async (files: Record<string, string>) => {
			const { componentTypes } = (await compile('/a.collection', files)).message(CollectionDescSchema);
			const names = 'goc scriptc spritec factoryc collectionfactoryc soundc'.split(' ');
			return Object.fromEntries(
				componentTypes.map((one) => [names.find((name) => hash64(name) === one.nameHash), one.maxCount]),
			);
		};
		const bee = 'components { id: "s" component: "/s.script" } components { id: "w" component: "/w.wav" }';
		const two = 'instances { id: "1" prototype: "/bee.go" } instances { id: "2" prototype: "/bee.go" }';
		const common = { '/bee.go': bee, '/s.script': '', '/w.wav': 'RIFF' };
		expect(await counts({ ...common, '/a.collection': `name: "a" ${two}` })).toEqual({ goc: 2, scriptc: 2, soundc: 2 });
		const factory = (dynamic: string) =>
			`embedded_components { id: "f" type: "factory" data: "prototype: \\"/bee.go\\" ${dynamic}" }`;
		expect(
			await counts({
				...common,
				'/hive.go': factory(''),
				'/a.collection': 'name: "a" instances { id: "h" prototype: "/hive.go" }',
			}),
		).toEqual({
			goc: 0xffffffff,
			factoryc: 1,
			scriptc: 0xffffffff,
			soundc: 0xffffffff,
		});
		expect(
			await counts({
				...common,
				'/hive.go': factory('dynamic_prototype: true'),
				'/a.collection': 'name: "a" instances { id: "h" prototype: "/hive.go" }',
			}),
		).toEqual({});
	});

	it('end a circle of factories', async () => {
		const { diagnostics } = await compile('/a.collection', {
			'/a.collection': 'name: "a" instances { id: "h" prototype: "/hive.go" }',
			'/hive.go': 'embedded_components { id: "f" type: "factory" data: "prototype: \\"/hive.go\\"" }',
		});
		expect(diagnostics).toEqual([]);
	});

	it('report circles of collections, naming them', async () => {
		const { diagnostics } = await compile('/a.collection', {
			'/a.collection': 'name: "a"\ncollection_instances { id: "b" collection: "/b.collection" }',
			'/b.collection': 'name: "b"\ncollection_instances { id: "a" collection: "/a.collection" }',
		});
		expect(diagnostics).toMatchObject([
			{
				file: '/b.collection',
				line: 2,
				column: 44,
				code: 'cycle',
				message: 'collections contain one another: /a.collection → /b.collection → /a.collection',
			},
		]);
	});

	it('report hierarchies that cannot be', async () => {
		const instance = (id: string, ...children: string[]) =>
			`embedded_instances { id: "${id}" data: "" ${children.map((child) => `children: "${child}"`).join(' ')} }`;
		const { diagnostics } = await compile('/a.collection', {
			'/a.collection': [
				'name: "a"',
				instance('a', 'b'),
				instance('b', 'a'),
				instance('c', 'd', 'none'),
				instance('d'),
				instance('e', 'd'),
				instance('e'),
				instance(''),
			].join('\n'),
		});
		expect(diagnostics.map((one) => [one.line, one.code])).toEqual([
			[7, 'duplicate-id'],
			[8, 'missing-id'],
			[4, 'missing-child'],
			[6, 'duplicate-parent'],
			[2, 'cycle'],
			[3, 'cycle'],
		]);
	});

	it('report mistakes inside embedded text at their place in the file', async () => {
		const { diagnostics } = await compile('/a.collection', {
			'/a.collection': 'name: "a"\ninstances {\n  id: "x"\n  prototype: "/none.go"\n}',
		});
		expect(diagnostics).toMatchObject([{ line: 4, column: 14, code: 'missing-file' }]);
	});
});
