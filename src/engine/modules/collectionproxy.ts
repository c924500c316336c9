import { binaryToText } from '../../bytes/index.ts';
import { eraRules } from '../../liveupdate/index.ts';
import { checkString, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { keyOfPath } from '../../resource/index.ts';
import { CollectionProxy } from '../components/collection-proxy.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';

const RESULT = { LOADING: -1, ALREADY_LOADED: -2, NOT_EXCLUDED: -3 } as const;

/** Module `collectionproxy`: what an excluded proxy needs, and what of that is missing. */
export function createCollectionProxyModule(host: ScriptHost): Record<string, HostFunction | number> {
	const { liveUpdate, mounts } = host;

	const proxyAt = (value: LuaValue): CollectionProxy =>
		componentAt(host, value, {
			type: CollectionProxy,
			name: 'collection proxy',
			refusal: 'Unable to find collection proxy component.',
		});

	/** Hex digests of what a proxy needs. */
	const needs = (proxy: CollectionProxy, onlyMissing: boolean): LuaTable => {
		const collection = keyOfPath(proxy.targetPath).urlHash;
		const own = keyOfPath(proxy.resourcePath).urlHash;
		const hasList = (urlHash: bigint): boolean =>
			mounts.list().some(({ provider }) => (provider.manifest?.find(urlHash)?.dependants.length ?? 0) > 0);
		// Builders up to 1.8 list what is needed at the proxy, which is bundled itself; later ones at the collection.
		const dependencies = hasList(own)
			? liveUpdate.dependencies(own, { onlyMissing, includeRequested: false })
			: liveUpdate.dependencies(collection, { onlyMissing, includeRequested: true });
		return LuaTable.fromArray(dependencies.map(({ hexDigest }) => hexDigest));
	};

	const setCollection: Record<string, HostFunction | number> = {
		set_collection(proxyUrl, path) {
			const proxy = proxyAt(proxyUrl);
			if (!proxy.excluded) return [false, RESULT.NOT_EXCLUDED];
			if (proxy.isLoading) return [false, RESULT.LOADING];
			if (proxy.collection) return [false, RESULT.ALREADY_LOADED];
			if (path === undefined) proxy.redirectedPath = undefined;
			else {
				const target = binaryToText(checkString(path, 2));
				if (!target.endsWith('.collectionc')) {
					luaError(
						`Trying to set '${target}' as collection to '${proxy.place.url.plainText()}'. Only .collectionc resources are allowed`,
					);
				}
				proxy.redirectedPath = target;
			}
			return [true, undefined];
		},
		RESULT_LOADING: RESULT.LOADING,
		RESULT_ALREADY_LOADED: RESULT.ALREADY_LOADED,
		RESULT_NOT_EXCLUDED: RESULT.NOT_EXCLUDED,
	};
	const { hasLegacyApi, hasSetCollection } = eraRules(liveUpdate.era);
	const missing: Record<string, HostFunction> = {
		missing_resources: (proxy) => needs(proxyAt(proxy), true),
	};
	return {
		get_resources: (proxy) => needs(proxyAt(proxy), false),
		...(hasLegacyApi ? missing : {}),
		...(hasSetCollection ? setCollection : {}),
	};
}
