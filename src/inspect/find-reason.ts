import type { Bundle } from '../formats/index.ts';
import type { ContentPack } from './content-pack.ts';
import { walkBase } from './graph-base.ts';
import { createResourceGraph } from './resource-graph.ts';

/**
 * Why a resource is in the base of a game: the shortest way to it from a resource that the settings name, that one first.
 *
 * Excluded collection proxies are not passed: what is only behind one is not in the base. Undefined when there is no way, as
 * for custom resources.
 *
 * @param path absolute path of the resource
 */
export function findReason(options: {
	bundle: Bundle;
	packs?: readonly ContentPack[];
	path: string;
}): string[] | undefined {
	return walkBase(createResourceGraph(options)).wayTo(options.path);
}
