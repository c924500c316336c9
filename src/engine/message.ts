import type { Hash } from './hash.ts';
import type { Url } from './url.ts';

/** What a message carries: a copy of a script's table, or an object of values for messages the engine itself sends. */
export type MessageBody = unknown;

export type Message = {
	readonly sender: Url;
	readonly receiver: Url;
	readonly id: Hash;
	/** Already a copy: sender and receiver share nothing. `undefined` for none. */
	readonly body: MessageBody;
};

/** A queue of messages under a name: one for each collection, and the engine's own such as `@system`. */
export type Socket = {
	readonly name: Hash;
	post(message: Message): void;
	hasMessages(): boolean;
	/** Hands over what is queued now; what is posted meanwhile waits for the next call. Returns how many there were. */
	dispatch(handle: (message: Message) => void): number;
};

/** All sockets of a game. */
export type Sockets = {
	/** Makes a socket; `undefined` when the name is taken. */
	open(name: Hash): Socket | undefined;
	find(name: Hash): Socket | undefined;
	/** Removes a socket and what is still in it. */
	close(name: Hash): void;
};

export function createSockets(): Sockets {
	const sockets = new Map<Hash, Socket>();
	return {
		open(name) {
			if (sockets.has(name)) return undefined;
			const socket = createSocket(name);
			sockets.set(name, socket);
			return socket;
		},
		find: (name) => sockets.get(name),
		close: (name) => {
			sockets.delete(name);
		},
	};
}

function createSocket(name: Hash): Socket {
	let queue: Message[] = [];
	let spare: Message[] = [];
	return {
		name,
		post: (message) => {
			queue.push(message);
		},
		hasMessages: () => queue.length > 0,
		dispatch(handle) {
			const current = queue;
			// Two arrays take turns, so a quiet frame allocates nothing; a nested dispatch gets an array of its own.
			queue = spare;
			spare = [];
			for (const message of current) handle(message);
			const count = current.length;
			current.length = 0;
			spare = current;
			return count;
		},
	};
}
