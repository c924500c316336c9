import type { ComparedProject, ComparedResource } from './bob-comparison-contract.ts';

/** Why a resource differs, by project and name; whatever differs without standing here fails the test. */
const REASONS: readonly { project: string; paths: RegExp; reason: string }[] = [
	{
		project: 'action-tester@2024-04-18-559b041',
		paths: /game\.collectionc$|_generated_\w+\.(labelc|goc)$/,
		reason: 'the game was made from a copy of the project with another text, "(duh)", on its label',
	},
	{
		project: 'publicexamples-top_down_movement',
		paths: /player\.texturesetc$/,
		reason: 'its pictures are not in the corpus; pictures of another size stand for them',
	},
	{
		project: 'sample-pixel-line-platformer',
		paths: /game\.collectionc$|game\.input_bindingc$|_generated_\w+\.(camerac|collisionobjectc|goc)$/,
		reason: 'the project was changed after the game was published: another camera, hero and keys',
	},
];

/** Why that resource of a project differs; undefined when nobody knows. */
export function reasonFor(project: string, { path, verdict, detail }: ComparedResource): string | undefined {
	if (verdict === 'unknown') return detail;
	return REASONS.find((one) => one.project === project && one.paths.test(path))?.reason;
}

export type Tally = { readonly equal: number; readonly compared: number };

/** How many resources of a kind are equal, of those whose sources are there. */
export function tally(projects: readonly ComparedProject[], kind: ComparedResource['kind']): Tally {
	const rows = projects.flatMap((one) => one.resources).filter((one) => one.kind === kind && one.verdict !== 'unknown');
	return { equal: rows.filter(({ verdict }) => verdict === 'equal').length, compared: rows.length };
}

const percent = ({ equal, compared }: Tally): string => `${((equal / compared) * 100).toFixed(1)} %`;

/** The text of `docs/bob-differences.md`, made from what was compared. */
export function writeDifferences(projects: readonly ComparedProject[]): string {
	const rows = projects.map((project) => {
		const data = tally([project], 'data');
		const art = tally([project], 'art');
		return `| ${project.name} | ${data.equal} of ${data.compared} | ${art.equal} of ${art.compared} |`;
	});
	const differing = projects.flatMap(({ name, resources }) =>
		resources
			.filter(({ verdict }) => verdict !== 'equal')
			.map((one) => `| ${name} | \`${one.path}\` | ${one.verdict} | ${reasonFor(name, one) ?? 'unexplained'} |`),
	);
	const [data, art] = [tally(projects, 'data'), tally(projects, 'art')];
	return [
		'# Where our builds differ from bob’s',
		'',
		'Made by a test, `src/builder/bob-differences.test.ts`: do not edit. It builds the projects of the corpus with the scripts of',
		'the games that were published from them, and compares every resource of the game, `/builtins` aside, with ours, field by',
		'field. Textures, texture sets, fonts and shaders ("art") are compared in what a game can ask of them: ids, frames and',
		'their sizes, playback, collision shapes, sets of characters, uniforms and samplers.',
		'',
		`Equal are **${percent(data)}** of the data (${data.equal} of ${data.compared}) and **${percent(art)}** of the art (${art.equal} of ${art.compared}).`,
		'',
		'| project | data equal | art equal |',
		'| --- | ---: | ---: |',
		...rows,
		'',
		'## What differs, and why',
		'',
		'| project | resource | verdict | reason |',
		'| --- | --- | --- | --- |',
		...differing,
		'',
		'## What counts as equal',
		'',
		'- **Names that builders make up.** A resource of text that stands inside another has a made-up name; it is followed where it',
		'  is named, and looked for among ours by what it says. Texture sets end in `.a.texturesetc` or `.t.texturesetc` today and',
		'  in `.texturesetc` before, tile maps in `.tilemapc` and `.tilegridc`.',
		'- **Fields of newer engines.** Component counts, declared properties and hashes of ids are written today and were not then.',
		'- **Order** of the instances of a collection and the components of an object; engines do not depend on it.',
		'- **Digits** beyond those that a 32-bit number holds.',
		'- **Shaders.** Materials named a pair of shaders then and one program (`.spc`) now; the program is ours alone.',
		'',
	].join('\n');
}
