import { binaryToText } from '../../bytes/index.ts';
import type { LabelDescSchema } from '../../formats/index.ts';
import type { Component, ComponentType } from '../component.ts';
import { SYSTEM_MESSAGE } from '../hash.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import type { MessageResource } from '../resources/message.ts';

/** A text in the world. It is kept here; drawing is the player's. */
export class Label implements Component {
	/** A binary string, as scripts hold it. */
	text: string;

	constructor(text: string) {
		this.text = text;
	}

	/** The text for people. */
	get shownText(): string {
		return binaryToText(this.text);
	}

	onMessage(message: Message): void {
		if (message.id !== SYSTEM_MESSAGE.setText) return;
		const text = bodyField(message.body, 'text');
		if (typeof text === 'string') this.text = text;
	}
}

export const labelType: ComponentType<MessageResource<typeof LabelDescSchema>, Label> = {
	extension: 'labelc',
	priority: 1400,
	create: (_place, resource) => new Label(resource.desc.text),
};
