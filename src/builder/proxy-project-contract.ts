import type { MemoryFiles } from './memory-project-contract.ts';

/** What lies in a collection of a project made for a test. */
export type CollectionContent = {
	/** Scripts by name: `a` is `/a.script`. */
	readonly scripts?: readonly string[];
	/** Collections behind proxies, by name: `level` is `/level.collection`. */
	readonly proxies?: readonly string[];
	/** The same, with Exclude ticked. */
	readonly excludedProxies?: readonly string[];
};

/**
 * A project of collections by name, with `main` to begin with. A proxy of collection `a` to `b` is
 * `/a-b.collectionproxy`, or `/a-b-excluded.collectionproxy`.
 */
export function proxyProject(collections: Readonly<Record<string, CollectionContent>>): MemoryFiles {
	const files: Record<string, string> = {
		'/game.project': '[project]\ntitle = Proxies\n[bootstrap]\nmain_collection = /main.collectionc\n',
	};
	for (const [name, { scripts = [], proxies = [], excludedProxies = [] }] of Object.entries(collections)) {
		const components: string[] = [];
		for (const script of scripts) {
			components.push(`/${script}.script`);
			files[`/${script}.script`] = `function init(self) print("${script}") end\n`;
		}
		for (const [targets, exclude] of [
			[proxies, false],
			[excludedProxies, true],
		] as const) {
			for (const target of targets) {
				const path = `/${name}-${target}${exclude ? '-excluded' : ''}.collectionproxy`;
				components.push(path);
				files[path] = `collection: "/${target}.collection" exclude: ${exclude}`;
			}
		}
		files[`/${name}.go`] = components
			.map((path, index) => `components { id: "c${index}" component: "${path}" }`)
			.join('\n');
		files[`/${name}.collection`] = `name: "${name}" instances { id: "go" prototype: "/${name}.go" }`;
	}
	return files;
}
