import { type Hash, hashOf } from './hash.ts';

/** Groups of sounds and their gain; what plays is kept by the sound components, what is heard is the player's. */
export type SoundMixer = {
	gain(group: Hash): number;
	setGain(group: Hash, gain: number): void;
	groups(): Iterable<Hash>;
	/** A number for a voice, as `sound.play` gives it. */
	nextPlayId(): number;
	/** Bumped whenever a group changes. */
	readonly version: number;
};

export function createSoundMixer(): SoundMixer {
	const gains = new Map<Hash, number>([[hashOf('master'), 1]]);
	let playId = 0;
	let version = 0;
	return {
		gain: (group) => gains.get(group) ?? 1,
		setGain(group, gain) {
			gains.set(group, gain);
			version++;
		},
		groups: () => gains.keys(),
		nextPlayId: () => playId++,
		get version() {
			return version;
		},
	};
}
