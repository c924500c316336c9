import type { ComponentPlace } from '../component.ts';
import type { Hash } from '../hash.ts';
import type { MessageBody } from '../message.ts';
import type { Url } from '../url.ts';

/** Sends a message from a component; one to a socket that is gone is dropped. */
export function postBack(place: ComponentPlace, receiver: Url, message: { id: Hash; body: MessageBody }): void {
	const socket = receiver.socket && place.collection.host.sockets.find(receiver.socket);
	socket?.post({ sender: place.url, receiver, id: message.id, body: message.body });
}
