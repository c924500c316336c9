import { usersOf } from './graph-base.ts';
import type { GraphResource, ResourceGraph } from './resource-graph.ts';

const SHAPES: Readonly<Record<GraphResource['kind'], string>> = {
	resource: '',
	proxy: ', shape=diamond',
	'excluded-proxy': ', shape=diamond, color=red',
};

/**
 * The graph in the DOT language of Graphviz: proxies are diamonds, excluded ones red, excluded resources dashed.
 *
 * @param around only this resource, everything that leads to it, and what it names
 */
export function graphToDot(graph: ResourceGraph, around?: string): string {
	const shown = around === undefined ? new Set(graph.resources.keys()) : neighbourhood(graph, around);
	const lines = ['digraph resources {', '\trankdir=LR;', '\tnode [shape=box, fontname="sans-serif", fontsize=10];'];
	for (const path of [...shown].sort()) {
		const resource = graph.resources.get(path);
		if (!resource) continue;
		const style = resource.place === 'bundled' ? '' : `, style=${resource.place === 'excluded' ? 'dashed' : 'dotted'}`;
		const bold = path === around ? ', penwidth=3' : '';
		lines.push(`\t${quote(path)} [label=${quote(path)}${SHAPES[resource.kind]}${style}${bold}];`);
		for (const child of resource.children) if (shown.has(child)) lines.push(`\t${quote(path)} -> ${quote(child)};`);
	}
	return `${lines.join('\n')}\n}\n`;
}

function neighbourhood(graph: ResourceGraph, path: string): Set<string> {
	const users = usersOf(graph);
	const above = new Set([path]);
	// Grows while it is gone through.
	for (const at of above) for (const user of users.get(at) ?? []) above.add(user);
	return new Set([...above, ...(graph.resources.get(path)?.children ?? [])]);
}

function quote(text: string): string {
	return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
