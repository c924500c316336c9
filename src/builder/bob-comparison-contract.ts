import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '@bufbuild/protobuf';
import { extensionOf } from '../formats/index.ts';
import { artMeaningOf, isArt } from './art-meaning-contract.ts';
import { meaningOf } from './meaning-contract.ts';
import type { MemoryFiles } from './memory-project-contract.ts';
import { readBuilt, readProject, readPublished } from './published-contract.ts';
import { buildWithStandIns } from './stand-in-contract.ts';

/** What a published resource is, for the target it has to meet. */
export type ComparedKind = 'data' | 'art';

/** One resource of a published game beside ours. */
export type ComparedResource = {
	/** As the published game names it. */
	readonly path: string;
	readonly kind: ComparedKind;
	/** `unknown`: the corpus lacks a file it is made of. */
	readonly verdict: 'equal' | 'different' | 'missing' | 'unknown';
	/** Where both differ first, or what is lacking. */
	readonly detail: string;
};

/** A project of the corpus, built, beside its published game. */
export type ComparedProject = {
	readonly name: string;
	readonly resources: readonly ComparedResource[];
	/** Ours that the game does not have, by our names. */
	readonly surplus: readonly string[];
	/** Files that the corpus lacks and that were stood in for. */
	readonly standIns: readonly string[];
	/** What the builder said, apart from what stands in. */
	readonly diagnostics: readonly string[];
};

/** Engines of the games; the others are of 2017, whose manifests have digests of commits instead. */
const ENGINES: Readonly<Record<string, string>> = {
	Invaders: '1.2.164',
	'action-tester@2024-04-18-559b041': '1.7.0',
	'publicexamples-slingshot': '1.2.156',
	'publicexamples-tilemap_collisions': '1.2.138',
	'publicexamples-top_down_movement': '1.2.134',
	'sample-pixel-line-platformer': '1.2.185',
};
const OLDEST_ENGINE = '1.2.96';

const isBuiltin = (path: string): boolean => path.startsWith('/builtins/');
const isGenerated = (path: string): boolean => path.includes('_generated_');

/** Builds a project of the corpus with the scripts of a game published from it and lays both side by side. */
export async function compareWithBob(corpus: string, name: string, bundle: string = name): Promise<ComparedProject> {
	const published = readPublished(join(corpus, 'bundles', bundle));
	const own: MemoryFiles = readProject(join(corpus, 'projects', name), published);
	const engineVersion = ENGINES[bundle] ?? OLDEST_ENGINE;
	const { result, standIns } = await buildWithStandIns(own, published, {
		excludeContent: false,
		compress: false,
		engineVersion,
	});
	if (!result.ok) throw new Error(`${bundle}: ${JSON.stringify(result.diagnostics)}`);
	const built = readBuilt(result);
	const missing = new Set(standIns);
	const ours = new Map([...built.keys()].map((path) => [commonName(path), path]));
	const generated = [...built.keys()].filter(isGenerated);
	const resources: ComparedResource[] = [];
	for (const path of [...published.keys()].filter((one) => !isBuiltin(one)).sort()) {
		const kind = isArt(path) ? 'art' : 'data';
		const row = (verdict: ComparedResource['verdict'], detail = ''): void => {
			resources.push({ path: commonName(path), kind, verdict, detail });
		};
		const mean = kind === 'art' ? artMeaningOf : meaningOf;
		const standIn = [...missing].find((one) => commonName(path).startsWith(one.replace(/\.\w+$/, '.')));
		if (standIn) row('unknown', `${standIn} is not in the corpus`);
		else if (isGenerated(path)) {
			const wanted = mean(path, published);
			const alike = generated.filter((one) => extensionOf(one) === extensionOf(path));
			row(alike.some((one) => isDeepStrictEqual(mean(one, built), wanted)) ? 'equal' : 'missing');
		} else {
			const own = ours.get(commonName(path));
			if (own === undefined) row('missing');
			else {
				const difference = firstDifference(mean(own, built), mean(path, published));
				row(difference === undefined ? 'equal' : 'different', difference);
			}
		}
	}
	const names = new Set(resources.map((one) => one.path));
	return {
		name: bundle,
		resources,
		surplus: [...ours.keys()].filter((path) => !isBuiltin(path) && !isGenerated(path) && !names.has(path)).sort(),
		standIns,
		diagnostics: result.diagnostics.map((one) => `${one.file}:${one.line} ${one.message}`),
	};
}

/** The name of a resource whatever builder named it: endings and folders of textures changed over the years. */
function commonName(path: string): string {
	return path
		.replace(/\.[at]\.texturesetc$/, '.texturesetc')
		.replace(/\.tilegridc$/, '.tilemapc')
		.replace(/^((?:\/[^/]+)+)\1\/__/, '$1/__');
}

/** Where two meanings differ first, as `instances[3].id: ours 1, bob 2`; undefined when they are equal. */
export function firstDifference(ours: JsonValue, bobs: JsonValue, at = ''): string | undefined {
	if (isDeepStrictEqual(ours, bobs)) return undefined;
	if (Array.isArray(ours) && Array.isArray(bobs)) {
		for (let index = 0; index < Math.min(ours.length, bobs.length); index++) {
			const found = firstDifference(ours[index] as JsonValue, bobs[index] as JsonValue, `${at}[${index}]`);
			if (found !== undefined) return found;
		}
		return `${at}: ${ours.length} here, ${bobs.length} by bob`;
	}
	if (isRecord(ours) && isRecord(bobs)) {
		for (const key of new Set([...Object.keys(bobs), ...Object.keys(ours)])) {
			const found = firstDifference(ours[key] ?? null, bobs[key] ?? null, at === '' ? key : `${at}.${key}`);
			if (found !== undefined) return found;
		}
	}
	const show = (value: JsonValue): string => (JSON.stringify(value) ?? 'nothing').slice(0, 60);
	return `${at}: ${show(ours)} here, ${show(bobs)} by bob`;
}

function isRecord(value: JsonValue): value is Record<string, JsonValue> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
