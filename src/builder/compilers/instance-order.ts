import { compareText } from '../../bytes/index.ts';
import { javaHashOrder } from '../java-order.ts';

/**
 * The order in which bob of 1.11.2 writes the game objects of a collection: by depth below a parent, then by id.
 *
 * The depth is found by walking from each id in hash order, so that a child that is met before its parent has depth 0,
 * as in bob; engines set parents after all objects exist.
 */
export function instanceOrder<Instance extends { readonly id: string; readonly children: readonly { id: string }[] }>(
	instances: readonly Instance[],
): Instance[] {
	const byId = new Map(instances.map((instance) => [instance.id, instance]));
	const depths = new Map<string, number>();
	const walk = (id: string, depth: number): void => {
		if (depths.has(id)) return;
		depths.set(id, depth);
		for (const child of byId.get(id)?.children ?? []) walk(child.id, depth + 1);
	};
	for (const id of javaHashOrder(byId.keys())) walk(id, 0);
	const depthOf = (id: string): number => depths.get(id) ?? 0;
	return [...byId.values()].sort((a, b) => depthOf(a.id) - depthOf(b.id) || compareText(a.id, b.id));
}
