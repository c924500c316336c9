import { describe, expect, it } from 'vitest';
import { hash64 } from '../../bytes/index.ts';
import { PrototypeDescSchema } from '../../formats/index.ts';
import { compile, png } from '../memory-project-contract.ts';

describe('game objects', () => {
	it('turn embedded components into resources named by the hash of their text, as bob 1.11.2 did', async () => {
		const { message, units } = await compile('/a.go', {
			'/a.go':
				'embedded_components {\n  id: "p"\n  type: "collectionproxy"\n' +
				'  data: "collection: \\"/example/level1/level1.collection\\"\\n"\n  "exclude: false\\n"\n  ""\n}\n',
		});
		// The name is that of the published bundle of defold-liveupdate-reszip.
		expect(units).toEqual(['/_generated_3a42bf7933a29913.collectionproxy']);
		expect(message(PrototypeDescSchema).components[0]).toMatchObject({
			id: 'p',
			component: '/_generated_3a42bf7933a29913.collectionproxyc',
			position: {},
			rotation: {},
			propertyDecls: {},
		});
	});

	it('keep places and scales, and give a label its own scale', async () => {
		const label = 'size { x: 1 } scale { x: 2 y: 3 z: 4 } font: "/f.font" material: "/m.material"';
		const { message } = await compile('/a.go', {
			'/a.go':
				'components { id: "s" component: "/s.script" position { x: 1.5 } }\n' +
				'components { id: "l" component: "/l.label" }\n' +
				`embedded_components { id: "e" type: "label" data: "${label.replaceAll('"', '\\"')}" scale { x: 9 } }`,
			'/s.script': '',
			'/l.label': label,
		});
		const [script, named, embedded] = message(PrototypeDescSchema).components;
		expect(script?.position).toMatchObject({ x: 1.5, y: 0 });
		expect(script?.scale).toBeUndefined();
		expect(named?.scale).toMatchObject({ x: 2, y: 3, z: 4 });
		expect(embedded?.scale).toMatchObject({ x: 2, y: 3, z: 4 });
	});

	it('compile property values of every type, and resources among them', async () => {
		const property = (id: string, value: string, type: string) =>
			`properties { id: "${id}" value: "${value}" type: PROPERTY_TYPE_${type} }`;
		const { message, diagnostics } = await compile('/a.go', {
			'/a.go': `components { id: "s" component: "/s.script" ${[
				property('n', '4.0', 'NUMBER'),
				property('h', 'word', 'HASH'),
				property('t', '/b.png', 'HASH'),
				property('u', '#x', 'URL'),
				property('v', '1.0, 2.0,3', 'VECTOR3'),
				property('q', '0,0,0,1', 'QUAT'),
				property('b', 'true', 'BOOLEAN'),
			].join(' ')} }`,
			'/s.script': '',
			'/b.png': await png(1, 1),
		});
		expect(diagnostics).toEqual([]);
		const { components, propertyResources } = message(PrototypeDescSchema);
		expect(propertyResources).toEqual(['/b.texturec']);
		expect(components[0]?.properties).toHaveLength(7);
		expect(components[0]?.propertyDecls).toMatchObject({
			numberEntries: [{ key: 'n', index: 0 }],
			hashEntries: [
				{ key: 'h', index: 0 },
				{ key: 't', index: 1 },
			],
			urlEntries: [{ key: 'u', index: 0 }],
			vector3Entries: [{ key: 'v', index: 1 }],
			quatEntries: [{ key: 'q', index: 4 }],
			boolEntries: [{ key: 'b', index: 8 }],
			floatValues: [4, 1, 2, 3, 0, 0, 0, 1, 1],
			hashValues: [hash64('word'), hash64('/b.texturec')],
			stringValues: ['#x'],
		});
	});

	it('put a sound component around a sound file', async () => {
		const { message, units } = await compile('/a.go', {
			'/a.go': 'components { id: "boom" component: "/boom.wav" }',
			'/boom.wav': 'RIFF',
		});
		expect(message(PrototypeDescSchema).components).toMatchObject([{ id: 'boom' }]);
		expect(units).toEqual([`/_generated_${hash64('sound: "/boom.wav"\n').toString(16)}.sound`]);
	});

	it('report values, ids, types and files that are wrong, where they stand', async () => {
		const { diagnostics } = await compile('/a.go', {
			'/a.go': [
				'components { id: "a" component: "/z.script" }',
				'components { id: "a" component: "/g.gui_script" }',
				'components { id: "b" component: "/s.script" properties { id: "v" value: "1,2" type: PROPERTY_TYPE_VECTOR3 } }',
				'embedded_components { id: "c" type: "sprit" data: "" }',
				'components { id: "" component: "/a.xyzzy" }',
			].join('\n'),
			'/s.script': '',
			'/g.gui_script': '',
			'/a.xyzzy': '',
		});
		expect(diagnostics.map((one) => [one.line, one.column, one.code, one.hint?.slice(0, 22)])).toEqual([
			[1, 33, 'missing-file', 'did you mean /s.script'],
			[2, 18, 'duplicate-id', undefined],
			[2, 33, 'wrong-type', undefined],
			[3, 73, 'wrong-property', undefined],
			[5, 18, 'missing-id', undefined],
			[5, 32, 'unknown-type', 'types that can be buil'],
			[4, 37, 'unknown-type', 'did you mean sprite?'],
		]);
	});

	it('say what helps with types that cannot be built', async () => {
		const { diagnostics } = await compile('/a.go', {
			'/a.go': 'components { id: "a" component: "/hero.spinemodel" }\ncomponents { id: "b" component: "/b.toString" }',
			'/hero.spinemodel': '',
			'/b.toString': '',
		});
		expect(diagnostics.map(({ line, code, hint }) => [line, code, hint?.slice(0, 26)])).toEqual([
			[1, 'unknown-type', 'types of native extensions'],
			[2, 'unknown-type', 'types that can be built: a'],
		]);
	});
});
