import { checkRange, concatBytes, type RandomAccess } from '../src/bytes/index.ts';
import type { Disk } from '../src/liveupdate/index.ts';

/** A file's content: what is on stable storage, and what a reader sees now. */
type Inode = { durable: Uint8Array; present: Uint8Array };

/** A change of names that is not on stable storage yet. */
type NameChange =
	| { readonly kind: 'make'; readonly name: string; readonly inode: Inode }
	| { readonly kind: 'rename'; readonly from: string; readonly to: string; readonly inode: Inode }
	| { readonly kind: 'remove'; readonly name: string };

/** Everything a disk holds at one instant; nothing in it changes any more. */
export type DiskState = {
	readonly names: ReadonlyMap<string, Inode>;
	readonly durableNames: ReadonlyMap<string, Inode>;
	readonly changes: readonly NameChange[];
};

/** What a crash leaves: everything (the process was killed), only what was synced, or any mix of the rest. */
export type Loss = 'none' | 'all' | (() => number);

export type SimulatedDisk = Disk & { state(): DiskState };

/**
 * A disk that promises as little as POSIX does: content is safe after `sync`, names after `syncNames`, in no order before
 * that. `onBoundary` is called before every change, with the state a crash at that instant finds.
 */
export function createSimulatedDisk(
	start: ReadonlyMap<string, Uint8Array>,
	onBoundary: (state: DiskState) => void = () => undefined,
): SimulatedDisk {
	const names = new Map<string, Inode>();
	for (const [name, bytes] of start) names.set(name, { durable: bytes, present: bytes });
	let durableNames = new Map(names);
	let changes: NameChange[] = [];
	let counter = 0;

	const state = (): DiskState => {
		const copies = new Map<Inode, Inode>();
		const copy = (inode: Inode): Inode => {
			const known = copies.get(inode) ?? { ...inode };
			copies.set(inode, known);
			return known;
		};
		const copyNames = (from: ReadonlyMap<string, Inode>) =>
			new Map([...from].map(([name, inode]) => [name, copy(inode)]));
		return {
			names: copyNames(names),
			durableNames: copyNames(durableNames),
			changes: changes.map((change) => ('inode' in change ? { ...change, inode: copy(change.inode) } : change)),
		};
	};
	const boundary = (): void => onBoundary(state());
	const inodeOf = (name: string): Inode => {
		const known = names.get(name);
		if (known) return known;
		const made: Inode = { durable: new Uint8Array(), present: new Uint8Array() };
		names.set(name, made);
		changes.push({ kind: 'make', name, inode: made });
		return made;
	};

	return {
		name: 'disk',
		state,
		read: async (name) => names.get(name)?.present,
		async write(name, bytes) {
			boundary();
			const inode = inodeOf(name);
			inode.present = new Uint8Array();
			boundary();
			inode.present = bytes.slice(0, bytes.length >> 1);
			boundary();
			inode.present = bytes.slice();
		},
		async append(name, parts) {
			boundary();
			const inode = inodeOf(name);
			const before = inode.present.length;
			for (const part of parts) {
				boundary();
				inode.present = concatBytes([inode.present, part]);
			}
			return before;
		},
		async truncate(name, sizeBytes) {
			boundary();
			const inode = inodeOf(name);
			inode.present = inode.present.slice(0, sizeBytes);
		},
		size: async (name) => names.get(name)?.present.length,
		async sync(name) {
			boundary();
			const inode = names.get(name);
			if (inode) inode.durable = inode.present;
		},
		async syncNames() {
			boundary();
			durableNames = new Map(names);
			changes = [];
		},
		async open(name) {
			const inode = names.get(name);
			if (!inode) return undefined;
			const access: RandomAccess = {
				name: `disk/${name}`,
				get sizeBytes() {
					return inode.present.length;
				},
				read(offset, lengthBytes) {
					checkRange(access, offset, lengthBytes);
					return inode.present.subarray(offset, offset + lengthBytes);
				},
				close() {},
			};
			return access;
		},
		async rename(from, to) {
			boundary();
			const inode = names.get(from);
			if (!inode) throw new Error(`no file ${from}`);
			names.set(to, inode);
			names.delete(from);
			changes.push({ kind: 'rename', from, to, inode });
		},
		async remove(name) {
			boundary();
			if (names.delete(name)) changes.push({ kind: 'remove', name });
		},
		list: async () => [...names.keys()],
		freeBytes: async () => undefined,
		temporaryName: (name) => `${name}.new-${++counter}`,
		isLeftover: (name) => /\.new-\d+$/.test(name),
	};
}

/** The files that are there after a crash in this state. */
export function crash(state: DiskState, loss: Loss): Map<string, Uint8Array> {
	const kept = (): boolean => loss === 'none' || (loss !== 'all' && loss() < 0.5);
	const names = new Map(state.durableNames);
	for (const change of state.changes) {
		if (!kept()) continue;
		if (change.kind === 'remove') names.delete(change.name);
		else if (change.kind === 'make') names.set(change.name, change.inode);
		else {
			if (names.get(change.from) === change.inode) names.delete(change.from);
			names.set(change.to, change.inode);
		}
	}
	const contents = new Map<Inode, Uint8Array>();
	for (const inode of names.values()) if (!contents.has(inode)) contents.set(inode, contentAfter(inode, loss));
	return new Map([...names].map(([name, inode]) => [name, contents.get(inode) as Uint8Array]));
}

/** Of what was not synced anything may be there: all, nothing, a part, or the length with zeros in place of bytes. */
function contentAfter({ durable, present }: Inode, loss: Loss): Uint8Array {
	if (loss === 'none' || durable === present) return present;
	if (loss === 'all') return durable;
	const roll = loss();
	if (roll < 0.25) return present;
	if (roll < 0.5) return durable;
	const from = commonPrefix(durable, present);
	const end = from + Math.floor(loss() * (present.length - from));
	if (roll < 0.75) return present.slice(0, end);
	const holes = present.slice();
	holes.fill(0, end);
	return holes;
}

function commonPrefix(a: Uint8Array, b: Uint8Array): number {
	let at = 0;
	while (at < a.length && at < b.length && a[at] === b[at]) at++;
	return at;
}
