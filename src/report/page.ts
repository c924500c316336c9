/**
 * The script of a report's page: draws the data that stands in the page as JSON. Everything that comes from the data is set as
 * text, never as markup.
 */
import type { Report, Resource } from './report-data.ts';
import { STYLE } from './style.ts';

/** A folder or resource of the map. */
type Tile = {
	readonly name: string;
	/** From the root, for finding the way back. */
	readonly key: string;
	readonly resource?: Resource;
	readonly children: Tile[];
	sizeBytes: number;
};

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** What resources are, by the ending of their paths, and how each kind is coloured. */
const KINDS: readonly (readonly [string, RegExp, string])[] = [
	['textures', /\.(texturec|texturesetc)$/, '#7cc4a4'],
	['sounds', /\.(oggc|wavc|opusc|soundc)$/, '#f0b36b'],
	['fonts', /\.(fontc|glyph_bankc)$/, '#c3a6e8'],
	['code', /\.(luac|scriptc|gui_scriptc|render_scriptc)$/, '#8fb7ee'],
	['shaders', /\.(spc|vpc|fpc|materialc)$/, '#e3c56b'],
	['scenes', /\.(collectionc|goc|guic|tilemapc|spritec|collectionproxyc|particlefxc)$/, '#9fd0dd'],
	['models', /\.(meshsetc|skeletonc|animationsetc|modelc|rigscenec|bufferc|meshc)$/, '#e79a9a'],
	['other', /./, '#c8ccd4'],
];

function kindOf(path: string): readonly [string, RegExp, string] {
	return (KINDS.find(([, pattern]) => pattern.test(path)) ?? KINDS.at(-1)) as readonly [string, RegExp, string];
}

function formatBytes(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	const units = ['kB', 'MB', 'GB'];
	let value = bytes / 1000;
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}

/** Makes an element with a class and children; strings become text. */
function make<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	className = '',
	...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
	const element = document.createElement(name);
	if (className !== '') element.className = className;
	element.append(...children);
	return element;
}

function section(title: string, ...children: readonly (Node | string)[]): HTMLElement {
	return make('section', '', make('h2', '', title), ...children);
}

/** Folders and resources with their sizes, largest first. */
function buildTree(report: Report): Tile {
	const root: Tile = { name: report.title || 'build', key: '', children: [], sizeBytes: 0 };
	const packOf = new Map<string, string>();
	for (const pack of report.packs) for (const path of pack.paths) packOf.set(path, pack.name);
	const counted = new Set<string>();
	for (const resource of report.resources) {
		const group =
			resource.place === 'bundled' ? 'bundle' : `excluded${packOf.size > 0 ? `: ${packOf.get(resource.path)}` : ''}`;
		// Content that several resources have is stored once.
		const once = `${group} ${resource.hexDigest}`;
		const sizeBytes = counted.has(once) ? 0 : resource.storedSizeBytes;
		counted.add(once);
		let at = root;
		at.sizeBytes += sizeBytes;
		const parts = [group, ...resource.path.split('/').filter((part) => part !== '')];
		for (const [index, part] of parts.entries()) {
			const isLeaf = index === parts.length - 1;
			const key = `${at.key}/${part}`;
			let child = at.children.find((one) => one.key === key);
			if (!child) {
				child = { name: part, key, children: [], sizeBytes: 0, ...(isLeaf ? { resource } : {}) };
				at.children.push(child);
			}
			child.sizeBytes += sizeBytes;
			at = child;
		}
	}
	const sort = (tile: Tile): void => {
		tile.children.sort((a, b) => b.sizeBytes - a.sizeBytes);
		for (const child of tile.children) sort(child);
	};
	sort(root);
	return root;
}

/** Divides a box among sizes that fall, in rows whose parts are as square as can be. */
function squarify(sizes: readonly number[], box: Box): Box[] {
	const boxes: Box[] = [];
	let left = box;
	let total = sizes.reduce((sum, size) => sum + size, 0);
	for (let start = 0; start < sizes.length && total > 0; ) {
		const short = Math.min(left.width, left.height);
		const area = left.width * left.height;
		let end = start;
		let row = 0;
		let worst = Infinity;
		while (end < sizes.length) {
			const next = row + (sizes[end] as number);
			const thick = ((next / total) * area) / short;
			const longest = (((sizes[start] as number) / total) * area) / thick;
			const shortest = (((sizes[end] as number) / total) * area) / thick;
			const ratio = Math.max(longest / thick, thick / Math.max(shortest, 1e-9));
			if (ratio > worst) break;
			worst = ratio;
			row = next;
			end++;
		}
		const thick = row === 0 ? 0 : ((row / total) * area) / short;
		let offset = 0;
		for (let index = start; index < end; index++) {
			const length = row === 0 ? 0 : ((sizes[index] as number) / row) * short;
			boxes.push(
				left.width <= left.height
					? { x: left.x + offset, y: left.y, width: length, height: thick }
					: { x: left.x, y: left.y + offset, width: thick, height: length },
			);
			offset += length;
		}
		left =
			left.width <= left.height
				? { ...left, y: left.y + thick, height: left.height - thick }
				: { ...left, x: left.x + thick, width: left.width - thick };
		total -= row;
		start = end;
	}
	return boxes;
}

const LABEL_HEIGHT = 17;
/** Tiles smaller than this, in square pixels, say nothing. */
const MIN_TILE_AREA = 24;

/** The map; `select` is told of a resource that was clicked. */
function makeMap(report: Report, select: (resource: Resource) => void): HTMLElement {
	const root = buildTree(report);
	const crumbs = make('div', 'crumbs');
	const map = make('div', 'map');
	const way: Tile[] = [root];
	const show = (): void => {
		const top = way.at(-1) as Tile;
		crumbs.replaceChildren();
		way.forEach((tile, index) => {
			if (index > 0) crumbs.append(' / ');
			const button = make('button', '', tile.name);
			button.onclick = () => {
				way.length = index + 1;
				show();
			};
			crumbs.append(button);
		});
		crumbs.append(`  ${formatBytes(top.sizeBytes)}`);
		// What is too small to be hit in the map can be reached from here.
		if (top === root && root.children.length > 1) {
			crumbs.append('   show only ');
			root.children.forEach((child, index) => {
				const button = make('button', '', child.name);
				button.onclick = () => {
					way.push(child);
					show();
				};
				crumbs.append(index > 0 ? ', ' : '', button);
			});
		}
		map.replaceChildren();
		place(top, { x: 0, y: 0, width: map.clientWidth || 1100, height: map.clientHeight || 460 }, [...way]);
	};
	const place = (tile: Tile, box: Box, path: readonly Tile[]): void => {
		const boxes = squarify(
			tile.children.map((child) => child.sizeBytes),
			box,
		);
		tile.children.forEach((child, index) => {
			const inner = boxes[index];
			if (!inner || inner.width * inner.height < MIN_TILE_AREA || child.sizeBytes === 0) return;
			const element = make('div', child.resource ? 'tile' : 'tile folder', child.name);
			element.style.cssText = `left:${inner.x}px;top:${inner.y}px;width:${inner.width}px;height:${inner.height}px`;
			element.title = `${child.key.slice(1)}\n${formatBytes(child.sizeBytes)}`;
			element.tabIndex = 0;
			if (child.resource) element.style.background = kindOf(child.resource.path)[2];
			const open = (): void => {
				if (child.resource) select(child.resource);
				else {
					way.splice(0, way.length, ...path, child);
					show();
				}
			};
			element.onclick = open;
			element.onkeydown = (event) => {
				if (event.key === 'Enter') open();
			};
			map.append(element);
			if (child.resource || inner.height < LABEL_HEIGHT * 2 || inner.width < 24) return;
			const content = {
				x: inner.x + 2,
				y: inner.y + LABEL_HEIGHT,
				width: inner.width - 4,
				height: inner.height - LABEL_HEIGHT - 2,
			};
			place(child, content, [...path, child]);
		});
	};
	requestAnimationFrame(show);
	addEventListener('resize', show);
	const legend = make('div', 'legend');
	for (const [name, , color] of KINDS) {
		const swatch = make('i');
		swatch.style.background = color;
		legend.append(make('span', '', swatch, name));
	}
	return section('What weighs how much', crumbs, map, legend);
}

type Column = {
	readonly title: string;
	readonly number?: boolean;
	value(one: Resource): string | number;
	text?(one: Resource): string;
};

const COLUMNS: readonly Column[] = [
	{ title: 'Path', value: (one) => one.path },
	{ title: 'Kind', value: (one) => kindOf(one.path)[0] },
	{ title: 'Where', value: (one) => one.place },
	{ title: 'Size', number: true, value: (one) => one.sizeBytes, text: (one) => formatBytes(one.sizeBytes) },
	{
		title: 'Stored',
		number: true,
		value: (one) => one.storedSizeBytes,
		text: (one) => formatBytes(one.storedSizeBytes),
	},
];

/** Rows that are drawn at most: a browser is quick with so many. */
const MAX_ROWS = 500;

/** The table of all resources with search; `show` marks one. */
function makeTable(
	report: Report,
	select: (resource: Resource) => void,
): { element: HTMLElement; mark(path: string): void } {
	const search = make('input');
	search.type = 'search';
	search.placeholder = 'Search paths, such as .texturec or /rooms/';
	const where = make(
		'select',
		'',
		new Option('bundle and excluded', ''),
		new Option('bundle only', 'bundled'),
		new Option('excluded only', 'excluded'),
	);
	const body = make('tbody');
	const count = make('p', 'sub');
	let sorted = COLUMNS.length - 1;
	let falls = true;
	let marked = '';
	const draw = (): void => {
		const wanted = search.value.toLowerCase();
		const column = COLUMNS[sorted] as Column;
		const found = report.resources
			.filter((one) => one.path.toLowerCase().includes(wanted) && (where.value === '' || one.place === where.value))
			.toSorted((a, b) => {
				const [one, other] = [column.value(a), column.value(b)];
				return (one < other ? -1 : Number(one > other)) * (falls ? -1 : 1) || (a.path < b.path ? -1 : 1);
			});
		const sum = found.reduce((bytes, one) => bytes + one.storedSizeBytes, 0);
		count.textContent = `${found.length} resources, ${formatBytes(sum)} stored${found.length > MAX_ROWS ? `; the first ${MAX_ROWS} are shown` : ''}`;
		body.replaceChildren(
			...found.slice(0, MAX_ROWS).map((one) => {
				const cells = COLUMNS.map((each) =>
					make(
						'td',
						each.number ? 'n' : each.title === 'Path' ? 'path' : '',
						each.text?.(one) ?? String(each.value(one)),
					),
				);
				const row = make('tr', one.path === marked ? 'row on' : 'row', ...cells);
				row.onclick = () => select(one);
				return row;
			}),
		);
	};
	const heads = COLUMNS.map((column, index) => {
		const head = make('th', column.number ? 'n' : '', column.title);
		head.onclick = () => {
			falls = sorted === index ? !falls : column.number === true;
			sorted = index;
			draw();
		};
		return head;
	});
	search.oninput = draw;
	where.onchange = draw;
	draw();
	const table = make('table', '', make('thead', '', make('tr', '', ...heads)), body);
	return {
		element: section('Resources', make('div', 'tools', search, where), count, make('div', 'scroll', table)),
		mark(path) {
			marked = path;
			draw();
		},
	};
}

/** One resource: why it is there, who else uses it. */
function makeDetail(report: Report): { element: HTMLElement; show(resource: Resource): void } {
	const body = make('div', 'detail', make('p', 'none', 'Click a resource in the map or the table.'));
	const list = (paths: readonly string[]): HTMLElement =>
		make('ul', 'why', ...paths.map((path) => make('li', '', path)));
	return {
		element: section('Why is it here?', body),
		show(resource) {
			const twins = report.duplicates.find(({ paths }) => paths.includes(resource.path));
			const pack = report.packs.find(({ paths }) => paths.includes(resource.path));
			const facts = make('dl');
			const fact = (name: string, value: string): void => facts.append(make('dt', '', name), make('dd', '', value));
			fact('path', resource.path);
			fact('where', resource.place === 'bundled' ? 'in the bundle' : `excluded${pack ? `, in pack ${pack.name}` : ''}`);
			fact('size', `${formatBytes(resource.sizeBytes)}, stored as ${formatBytes(resource.storedSizeBytes)}`);
			fact('digest', resource.hexDigest);
			body.replaceChildren(facts, make('h2', '', 'The shortest way to it'), list(resource.why));
			if (resource.alsoUsedBy.length > 0) {
				body.append(make('h2', '', 'Excluded content that uses it too'), list(resource.alsoUsedBy));
			}
			if (twins) body.append(make('h2', '', 'The same content'), list(twins.paths));
		},
	};
}

function makeList(
	title: string,
	empty: string,
	heads: readonly string[],
	rows: readonly (readonly string[])[],
): HTMLElement {
	if (rows.length === 0) return section(title, make('p', 'none', empty));
	const isNumber = (index: number): boolean => index === heads.length - 1;
	const head = make('tr', '', ...heads.map((one, index) => make('th', isNumber(index) ? 'n' : '', one)));
	const body = rows.map((row) =>
		make('tr', '', ...row.map((cell, index) => make('td', isNumber(index) ? 'n' : 'path', cell))),
	);
	return section(title, make('div', 'scroll', make('table', '', make('thead', '', head), make('tbody', '', ...body))));
}

function draw(report: Report): void {
	document.head.append(make('style', '', STYLE));
	const card = (value: string, name: string): HTMLElement =>
		make('div', 'card', make('b', '', value), make('span', '', name));
	const count = (place: string): number => report.resources.filter((one) => one.place === place).length;
	const detail = makeDetail(report);
	const table = makeTable(report, (resource) => select(resource));
	const select = (resource: Resource): void => {
		detail.show(resource);
		table.mark(resource.path);
	};
	document.body.append(
		make(
			'main',
			'',
			make('h1', '', report.title || 'Build'),
			make('p', 'sub', `built for engine ${report.engineVersion}, ${report.variant}`),
			make(
				'div',
				'cards',
				card(formatBytes(report.bundleSizeBytes), `bundle, ${count('bundled')} resources`),
				card(formatBytes(report.excludedSizeBytes), `excluded, ${count('excluded')} resources`),
				card(String(report.packs.length), 'packs'),
				card(
					formatBytes(report.duplicates.reduce((sum, one) => sum + one.sizeBytes * (one.paths.length - 1), 0)),
					'saved by storing once',
				),
				card(String(report.diagnostics.length), 'warnings'),
			),
			makeMap(report, select),
			make('div', 'split', table.element, detail.element),
			makeList(
				'One change away from leaving the bundle',
				'Nothing: no single change would take anything out of the bundle.',
				['What', 'The change', 'Resources', 'Frees'],
				report.nearlyExcludable.map((one) => [
					one.path,
					one.kind === 'proxy'
						? `tick Exclude on ${one.owner}`
						: `no longer use it in ${one.owner}; excluded content uses it too`,
					String(one.resourceCount),
					formatBytes(one.freedSizeBytes),
				]),
			),
			makeList(
				'Packs',
				'None were asked for: all excluded content is one.',
				['Pack', 'For', 'Resources', 'Size'],
				report.packs.map((one) => [
					one.name,
					one.users.join(', ') || 'everything',
					String(one.paths.length),
					formatBytes(one.sizeBytes),
				]),
			),
			makeList(
				'Duplicates',
				'None: no two resources have the same content.',
				['The same content', 'Stored once'],
				report.duplicates.map((one) => [one.paths.join('\n'), formatBytes(one.sizeBytes)]),
			),
			makeList(
				'Files of the bundle',
				'None.',
				['File', 'Size'],
				report.files.map((one) => [one.name, formatBytes(one.sizeBytes)]),
			),
			makeList(
				'Warnings',
				'None.',
				['Warning', 'Place'],
				report.diagnostics.map((one) => [one.message, `${one.file}:${one.line}`]),
			),
		),
	);
}

draw(JSON.parse(document.getElementById('report')?.textContent ?? '{}') as Report);
