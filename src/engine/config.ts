import { type ProjectSettings, readProjectSettings } from '../formats/index.ts';

/** A game's settings as its scripts read them with `sys.get_config_*`. Keys are `section.key`. */
export type Config = {
	string(key: string): string | undefined;
	string(key: string, fallback: string): string;
	/** The leading integer of the text, as C reads it; the fallback when there is none. */
	integer(key: string, fallback: number): number;
	/** The leading number of the text; the fallback when there is none. */
	number(key: string, fallback: number): number;
	boolean(key: string, fallback: boolean): boolean;
};

/** What Defold assumes where a project says nothing; only settings that the engine or common scripts read. */
const DEFAULTS: Readonly<Record<string, string>> = {
	'project.title': 'unnamed',
	'project.version': '1.0',
	'display.width': '960',
	'display.height': '640',
	'display.update_frequency': '0',
	'engine.run_while_iconified': '0',
	'engine.fixed_update_frequency': '60',
	'physics.type': '2D',
	'script.shared_state': '0',
	'liveupdate.enabled': '1',
	'liveupdate.mount_on_start': '1',
};

/**
 * The settings of a `game.projectc`, with overrides in front (`--config section.key=value`) and Defold's defaults behind.
 *
 * @throws FormatError when the text is not INI
 */
export function createConfig(projectText: string, overrides: ReadonlyMap<string, string> = new Map()): Config {
	const project: ProjectSettings = readProjectSettings(projectText, 'game.projectc');
	const get = (key: string): string | undefined => overrides.get(key) ?? project.get(key) ?? DEFAULTS[key];
	const leading = (key: string, pattern: RegExp): number | undefined => {
		const match = pattern.exec(get(key) ?? '');
		return match ? Number(match[0]) : undefined;
	};
	return {
		string: (key: string, fallback?: string) => (get(key) ?? fallback) as string,
		integer: (key, fallback) => leading(key, /^\s*[-+]?\d+/) ?? fallback,
		number: (key, fallback) => leading(key, /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/i) ?? fallback,
		boolean: (key, fallback) => {
			const value = get(key);
			return value === undefined ? fallback : value !== '' && value !== '0' && value.toLowerCase() !== 'false';
		},
	};
}
