import type { Collection } from './collection.ts';
import type { Component, ComponentType } from './component.ts';
import type { Euler } from './euler.ts';
import type { Hash } from './hash.ts';
import { identityMatrix, identityTransform, type Matrix, type Transform } from './transform.ts';

/** A component in its game object. */
export type AttachedComponent = {
	readonly id: Hash;
	readonly type: ComponentType;
	readonly component: Component;
};

/** A game object: an identity, a place in the hierarchy and its components. */
export class Instance {
	readonly collection: Collection;
	readonly id: Hash;
	readonly transform: Transform = identityTransform();
	/** As of the last time transforms were updated. */
	readonly world: Matrix = identityMatrix();
	readonly components: AttachedComponent[] = [];
	parent: Instance | undefined;
	readonly children: Instance[] = [];
	/** Angles as they were set, and the rotation they came to. */
	euler: { angles: Euler; rx: number; ry: number; rz: number; rw: number } | undefined;
	/** The number in its id, if it was given one. */
	index: number | undefined;
	scaleAlongZ = false;
	initialized = false;
	/** Its components take part in updates. */
	updating = false;
	toBeDeleted = false;

	constructor(collection: Collection, id: Hash) {
		this.collection = collection;
		this.id = id;
	}

	findComponent(id: Hash): AttachedComponent | undefined {
		return this.components.find((attached) => attached.id === id);
	}
}
