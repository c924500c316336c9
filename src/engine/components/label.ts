import { binaryToText, encodeUtf8, toBinaryString } from '../../bytes/index.ts';
import type { LabelDescSchema } from '../../formats/index.ts';
import type { Channel } from '../animation/animator.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf, SYSTEM_MESSAGE } from '../hash.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import type { PropertyValue } from '../properties.ts';
import {
	hashProperty,
	numberProperty,
	type PropertyOptions,
	type PropertyResult,
	propertyTable,
	vectorProperty,
} from '../property-table.ts';
import type { FontResource } from '../resources/font.ts';
import { Constants, type MaterialResource } from '../resources/material.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Resources } from '../resources.ts';
import { layoutText, type TextLayout } from '../text/text-layout.ts';
import { Vector3, Vector4 } from '../vector.ts';
import { handleEnable } from './enable.ts';
import { resourceByHash } from './resource-by-hash.ts';

/** A text in the world. It is kept here; drawing is the player's. */
export class Label implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof LabelDescSchema>['desc'];
	/** A binary string, as scripts hold it. */
	text: string;
	font: FontResource | undefined;
	enabled = true;
	readonly constants: Constants;
	readonly size: Vector3;
	readonly scale: Vector3;
	readonly color: Vector4;
	readonly outline: Vector4;
	readonly shadow: Vector4;
	lineBreak: boolean;
	leading: number;
	tracking: number;
	readonly #resources: Resources;

	constructor(place: ComponentPlace, { desc, needs }: MessageResource<typeof LabelDescSchema>, resources: Resources) {
		this.place = place;
		this.desc = desc;
		this.#resources = resources;
		this.text = toBinaryString(encodeUtf8(desc.text));
		this.font = needs.get(desc.font)?.value as FontResource | undefined;
		this.constants = new Constants(needs.get(desc.material)?.value as MaterialResource | undefined);
		const { size, scale, color, outline, shadow } = desc;
		this.size = new Vector3(size?.x ?? 0, size?.y ?? 0, size?.z ?? 0);
		this.scale = new Vector3(scale?.x ?? 1, scale?.y ?? 1, scale?.z ?? 1);
		this.color = new Vector4(color?.x ?? 1, color?.y ?? 1, color?.z ?? 1, color?.w ?? 1);
		this.outline = new Vector4(outline?.x ?? 0, outline?.y ?? 0, outline?.z ?? 0, outline?.w ?? 1);
		this.shadow = new Vector4(shadow?.x ?? 0, shadow?.y ?? 0, shadow?.z ?? 0, shadow?.w ?? 1);
		this.lineBreak = desc.lineBreak;
		this.leading = desc.leading;
		this.tracking = desc.tracking;
	}

	/** The text for people. */
	get shownText(): string {
		return binaryToText(this.text);
	}

	/** The text in lines; `undefined` without a font. */
	layout(): TextLayout | undefined {
		if (!this.font) return undefined;
		const { lineBreak, leading, tracking, size } = this;
		return layoutText(this.font, this.shownText, { width: size.x, lineBreak, leading, tracking });
	}

	onMessage(message: Message): void {
		if (handleEnable(message, this) || message.id !== SYSTEM_MESSAGE.setText) return;
		const text = bodyField(message.body, 'text');
		if (typeof text === 'string') this.text = text;
	}

	setFont(hash: Hash): PropertyResult {
		const font = resourceByHash<FontResource>(this.#resources, hash, '.fontc');
		if (font) this.font = font;
		return font ? 'ok' : 'not-found';
	}

	setMaterial(hash: Hash): PropertyResult {
		const material = resourceByHash<MaterialResource>(this.#resources, hash, '.materialc');
		if (material) this.constants.setMaterial(material);
		return material ? 'ok' : 'not-found';
	}

	getProperty(name: Hash, options?: PropertyOptions): PropertyValue | undefined {
		return properties.get(this, name, options);
	}

	setProperty(name: Hash, value: PropertyValue, options?: PropertyOptions): PropertyResult {
		return properties.set(this, name, options ? { value, options } : { value });
	}

	channels(name: Hash): readonly Channel[] | undefined {
		return properties.channels(this, name);
	}
}

const nothing = (): void => undefined;
const properties = propertyTable<Label>(
	{
		size: vectorProperty((c) => c.size, nothing, ['x', 'y', 'z']),
		scale: vectorProperty((c) => c.scale, nothing, ['x', 'y', 'z']),
		color: vectorProperty((c) => c.color, nothing),
		outline: vectorProperty((c) => c.outline, nothing),
		shadow: vectorProperty((c) => c.shadow, nothing),
		leading: numberProperty(
			(c) => c.leading,
			(c, value) => {
				c.leading = Math.fround(value);
			},
		),
		tracking: numberProperty(
			(c) => c.tracking,
			(c, value) => {
				c.tracking = Math.fround(value);
			},
		),
		line_break: (name, add) =>
			add(name, {
				get: (c) => c.lineBreak,
				set(c, value) {
					if (typeof value !== 'boolean') return 'wrong-type';
					c.lineBreak = value;
					return 'ok';
				},
			}),
		font: hashProperty(
			(c) => c.font && hashOf(c.font.path),
			(c, value) => c.setFont(value),
		),
		material: hashProperty(
			(c) => c.constants.material && hashOf(c.constants.material.path),
			(c, value) => c.setMaterial(value),
		),
	},
	(c) => c.constants,
);

export function createLabelType(resources: Resources): ComponentType<MessageResource<typeof LabelDescSchema>, Label> {
	return {
		extension: 'labelc',
		priority: 1400,
		create(place, resource, given) {
			const label = new Label(place, resource, resources);
			for (const [name, value] of given) label.setProperty(name, value);
			return label;
		},
	};
}
