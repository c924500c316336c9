import type { MeshDescSchema } from '../../formats/index.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Message } from '../message.ts';
import type { PropertyValue } from '../properties.ts';
import { hashProperty, type PropertyOptions, type PropertyResult, propertyTable } from '../property-table.ts';
import type { BufferResource } from '../resources/buffer.ts';
import { Constants, type MaterialResource } from '../resources/material.ts';
import type { MessageResource } from '../resources/message.ts';
import type { Resources } from '../resources.ts';
import { handleEnable } from './enable.ts';
import { resourceByHash } from './resource-by-hash.ts';

/** Vertices from a buffer, drawn with a material. */
export class Mesh implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof MeshDescSchema>['desc'];
	readonly constants: Constants;
	readonly textures: Map<string, Hash> = new Map();
	vertices: Hash;
	buffer: BufferResource | undefined;
	enabled = true;
	readonly #resources: Resources;

	constructor(place: ComponentPlace, { desc, needs }: MessageResource<typeof MeshDescSchema>, resources: Resources) {
		this.place = place;
		this.desc = desc;
		this.#resources = resources;
		this.vertices = hashOf(desc.vertices);
		this.buffer = needs.get(desc.vertices)?.value as BufferResource | undefined;
		this.constants = new Constants(needs.get(desc.material)?.value as MaterialResource | undefined);
		desc.textures.forEach((texture, unit) => {
			this.textures.set(`texture${unit}`, hashOf(texture));
		});
	}

	onMessage(message: Message): void {
		handleEnable(message, this);
	}

	setVertices(hash: Hash): PropertyResult {
		const buffer = resourceByHash<BufferResource>(this.#resources, hash, '.bufferc');
		if (!buffer) return 'not-found';
		this.vertices = hash;
		this.buffer = buffer;
		return 'ok';
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
}

const textureProperties = Object.fromEntries(
	Array.from({ length: 8 }, (_, unit) => [
		`texture${unit}`,
		hashProperty<Mesh>(
			(c) => c.textures.get(`texture${unit}`),
			(c, value) => {
				c.textures.set(`texture${unit}`, value);
				return 'ok';
			},
		),
	]),
);

const properties = propertyTable<Mesh>(
	{
		...textureProperties,
		vertices: hashProperty(
			(c) => c.vertices,
			(c, value) => c.setVertices(value),
		),
		material: hashProperty(
			(c) => c.constants.material && hashOf(c.constants.material.path),
			(c, value) => c.setMaterial(value),
		),
	},
	(c) => c.constants,
);

export function createMeshType(resources: Resources): ComponentType<MessageResource<typeof MeshDescSchema>, Mesh> {
	return {
		extension: 'meshc',
		priority: 725,
		create(place, resource, given) {
			const mesh = new Mesh(place, resource, resources);
			for (const [name, value] of given) mesh.setProperty(name, value);
			return mesh;
		},
	};
}
