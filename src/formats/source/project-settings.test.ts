import { describe, expect, it } from 'vitest';
import {
	readGameProject,
	readProjectSettings,
	settingOrDefault,
	titleAsFileName,
	writeGameProjectc,
} from './project-settings.ts';
import { createSourceText } from './source-text.ts';

const read = (text: string) => readGameProject(createSourceText('/game.project', text));

describe('readGameProject', () => {
	it('reads sections, values with = and ; in them, and lists in the order of their numbers', () => {
		const { settings, diagnostics } = read(
			'\uFEFF[project]\r\ntitle = A = B; C\r\ndependencies#1 = two\r\ndependencies#0 = one\r\n\r\n[ display ]\nwidth=1280\nhigh_dpi = true\n',
		);
		expect(diagnostics).toEqual([]);
		expect(settings.get('project.title')).toBe('A = B; C');
		expect(settings.list('project.dependencies')).toEqual(['one', 'two']);
		expect(settings.get('project.dependencies')).toBe('one,two');
		expect(settings.integer('display.width', 0)).toBe(1280);
		expect(settings.boolean('display.high_dpi', false)).toBe(true);
		expect(settings.at('project.dependencies')).toEqual({ file: '/game.project', line: 3, column: 1 });
	});

	it('falls back where a number is none, and to the default of Defold where nothing is said', () => {
		const { settings } = read('[display]\nwidth = wide\nheight =\n');
		expect(settings.integer('display.width', 960)).toBe(960);
		expect(settings.number('display.height', 640)).toBe(640);
		expect(settings.boolean('display.vsync', true)).toBe(true);
		expect(settingOrDefault(settings, 'bootstrap.render')).toBe('/builtins/render/default.renderc');
		expect(settingOrDefault(settings, 'no.such')).toBe('');
	});

	it('reports a line that is no setting, a key before any section and a comment', () => {
		const { diagnostics } = read('title = x\n[project]\n  what\n; note\n= 3\n');
		expect(diagnostics.map((one) => [one.line, one.column, one.code])).toEqual([
			[1, 1, 'syntax'],
			[3, 3, 'syntax'],
			[4, 1, 'syntax'],
			[5, 1, 'syntax'],
		]);
		expect(diagnostics[2]?.hint).toMatch(/no comments/);
	});
});

describe('readProjectSettings', () => {
	it('reads what a bundle carries', () => {
		expect(readProjectSettings('[project]\ntitle = a\n', 'game.projectc').get('project.title')).toBe('a');
	});

	it('throws invalid naming the line that is no setting', () => {
		expect(() => readProjectSettings('[project]\nwhat\n', 'game.projectc')).toThrow(
			expect.objectContaining({ code: 'invalid', message: expect.stringContaining('game.projectc:2:1: expected') }),
		);
	});
});

describe('writeGameProjectc', () => {
	it('writes every setting over the defaults, compiled references, and what the engine needs', () => {
		const { settings } = read(
			'[project]\ntitle = My Game!\ndependencies = x\n[bootstrap]\nmain_collection = /main.collection\n[my]\nkey = 1\n',
		);
		const text = writeGameProjectc(settings, (path) => (path.endsWith('c') ? path : `${path}c`));
		expect(text).toContain(
			'[bootstrap]\nmain_collection = /main.collectionc\nrender = /builtins/render/default.renderc\n',
		);
		expect(text).toContain('title_as_file_name = MyGame\n');
		expect(text).toMatch(/\n\[my\]\nkey = 1\n\n$/);
		expect(text).not.toContain('dependencies');
		expect(read(text).diagnostics).toEqual([]);
	});

	it('has a file name for every title', () => {
		expect(titleAsFileName('Möbius 3_b')).toBe('Mbius3_b');
		expect(titleAsFileName('…')).toBe('dmengine');
	});
});
