import type { Hash } from '../hash.ts';

/** Groups of a world are bits; there are sixteen. */
const MAX_GROUPS = 16;

export type Groups = {
	/** The bit of a group, 0 when there are too many. */
	bit(group: Hash): number;
	mask(groups: Iterable<Hash>): number;
	/** The group of a bit. */
	groupOf(bit: number): Hash | undefined;
};

export function createGroups(): Groups {
	const known: Hash[] = [];
	const bit = (group: Hash): number => {
		let at = known.indexOf(group);
		if (at < 0) {
			if (known.length === MAX_GROUPS) return 0;
			at = known.push(group) - 1;
		}
		return 1 << at;
	};
	return {
		bit,
		mask(groups) {
			let mask = 0;
			for (const group of groups) mask |= bit(group);
			return mask;
		},
		groupOf: (wanted) => known[Math.log2(wanted)],
	};
}
