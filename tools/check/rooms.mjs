// Layers, doors and cycles: who may import whom. Reads the arrows from each room's tsconfig.json and compares them with the
// room table of ARCHITECTURE.md. Every check takes the repository's root and returns a list of faults, one line each.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** Room table of ARCHITECTURE.md: | layer | `room` | one line | may import | platform | */
export function readRoomTable(root) {
	const rooms = new Map();
	for (const line of readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8').split('\n')) {
		const match = /^\|\s*(\d+)\s*\|\s*`(\w+)`\s*\|[^|]*\|([^|]*)\|([^|]*)\|\s*$/.exec(line);
		if (!match) continue;
		const [, layer, name, imports, platform] = match;
		rooms.set(name, {
			layer: Number(layer),
			imports: [...imports.matchAll(/\w+/g)].map(([word]) => word),
			platform: platform.trim().toLowerCase(),
		});
	}
	return rooms;
}

/** All TypeScript sources of a room, tests and contract suites included, generated files left out. */
function sources(root, room) {
	return readdirSync(join(root, 'src', room), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
		.map((entry) => posix.join(entry.parentPath.slice(root.length + (root.endsWith('/') ? 0 : 1)), entry.name))
		.filter((path) => !path.includes('/gen/'));
}

const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm;

/** Imports of a file: whether each is for types only, and what it names. */
export function readImports(text) {
	return [...text.matchAll(IMPORT)].map(([whole, typeOnly, target]) => ({
		target,
		typeOnly: typeOnly !== undefined || /^\w+\s*\{(\s*type\s+\w+(\s+as\s+\w+)?\s*,?)+\s*\}/.test(whole),
	}));
}

export function checkRooms(root) {
	const faults = [];
	const table = readRoomTable(root);
	const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
	if (table.size === 0) faults.push('ARCHITECTURE.md: no room table found');
	for (const { name } of folders)
		if (!table.has(name)) faults.push(`src/${name}: not in the room table of ARCHITECTURE.md`);
	for (const [name, room] of table) {
		const config = join(root, 'src', name, 'tsconfig.json');
		if (!existsSync(config)) {
			faults.push(`ARCHITECTURE.md: the room table names ${name}, but src/${name}/tsconfig.json is not there`);
			continue;
		}
		const { references = [], compilerOptions = {} } = JSON.parse(readFileSync(config, 'utf8'));
		const arrows = references.map(({ path }) => posix.basename(path)).sort();
		if (arrows.join() !== [...room.imports].sort().join()) {
			faults.push(
				`src/${name}/tsconfig.json: references ${arrows.join(', ') || 'nothing'}; ` +
					`ARCHITECTURE.md says ${[...room.imports].sort().join(', ') || 'nothing'}`,
			);
		}
		for (const arrow of arrows) {
			const below = table.get(arrow);
			if (below && below.layer >= room.layer) {
				faults.push(`src/${name}: layer ${room.layer} may not import ${arrow} of layer ${below.layer}`);
			}
		}
		const platform = compilerOptions.types?.includes('node')
			? 'node'
			: compilerOptions.lib?.includes('DOM')
				? 'dom'
				: 'none';
		if (platform !== room.platform) {
			faults.push(
				`src/${name}/tsconfig.json: compiles with platform types "${platform}"; ARCHITECTURE.md says "${room.platform}"`,
			);
		}
		faults.push(...checkDoor(root, name), ...checkImports(root, name, arrows));
	}
	faults.push(...checkCycles(root, [...table.keys()]));
	return faults;
}

function checkDoor(root, room) {
	const faults = [];
	const door = join(root, 'src', room, 'index.ts');
	if (!existsSync(door)) return [`src/${room}: has no door (index.ts)`];
	const text = readFileSync(door, 'utf8');
	if (!text.startsWith('/**'))
		faults.push(`src/${room}/index.ts: opens without a paragraph that says what the room is for`);
	if (/^export \*/m.test(text))
		faults.push(`src/${room}/index.ts: "export *" hides what the room offers; list the names`);
	return faults;
}

function checkImports(root, room, arrows) {
	const faults = [];
	for (const path of sources(root, room)) {
		const isTest = /(\.test|-contract)\.ts$/.test(path);
		const text = readFileSync(join(root, path), 'utf8');
		if (!isTest && /^export default/m.test(text)) faults.push(`${path}: default export; name it`);
		for (const { target } of readImports(text)) {
			if (!target.startsWith('.')) continue;
			const resolved = posix.normalize(posix.join(dirname(path), target));
			const [, other] = resolved.split('/');
			if (!resolved.startsWith('src/') || other === room) continue;
			// Tests may look into any room, for oracles and fixtures; code may not.
			if (!isTest && !arrows.includes(other))
				faults.push(`${path}: may not import ${other} (no arrow from ${room} to ${other})`);
			if (!isTest && resolved !== `src/${other}/index.ts`) {
				faults.push(`${path}: imports ${resolved}; enter ${other} through its door, src/${other}/index.ts`);
			}
		}
	}
	return faults;
}

/** Circles of imports at run time, each named once by its files. */
function checkCycles(root, rooms) {
	const graph = new Map();
	for (const room of rooms) {
		if (!existsSync(join(root, 'src', room))) continue;
		for (const path of sources(root, room)) {
			const text = readFileSync(join(root, path), 'utf8');
			const targets = readImports(text)
				.filter(({ target, typeOnly }) => target.startsWith('.') && !typeOnly)
				.map(({ target }) => posix.normalize(posix.join(dirname(path), target)));
			graph.set(path, targets);
		}
	}
	return stronglyConnected(graph)
		.filter((group) => group.length > 1 || graph.get(group[0]).includes(group[0]))
		.map((group) => `import cycle: ${group.sort().join(' ↔ ')}`);
}

/** Tarjan's algorithm: groups of nodes that reach each other. */
function stronglyConnected(graph) {
	const index = new Map();
	const low = new Map();
	const stack = [];
	const onStack = new Set();
	const groups = [];
	const visit = (node) => {
		index.set(node, index.size);
		low.set(node, index.get(node));
		stack.push(node);
		onStack.add(node);
		for (const next of graph.get(node) ?? []) {
			if (!graph.has(next)) continue;
			if (!index.has(next)) {
				visit(next);
				low.set(node, Math.min(low.get(node), low.get(next)));
			} else if (onStack.has(next)) low.set(node, Math.min(low.get(node), index.get(next)));
		}
		if (low.get(node) !== index.get(node)) return;
		const group = [];
		let last;
		do {
			last = stack.pop();
			onStack.delete(last);
			group.push(last);
		} while (last !== node);
		groups.push(group);
	};
	for (const node of graph.keys()) if (!index.has(node)) visit(node);
	return groups;
}
