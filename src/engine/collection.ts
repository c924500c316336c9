import type { Log } from '../liveupdate/index.ts';
import { Animator } from './animation/animator.ts';
import type { Component, ComponentType } from './component.ts';
import type { Hash } from './hash.ts';
import { hashOf, SYSTEM_MESSAGE } from './hash.ts';
import type { InputAction } from './input.ts';
import { Instance } from './instance.ts';
import type { Message, Socket, Sockets } from './message.ts';
import { setParent } from './set-parent.ts';
import { composeMatrix, type Matrix, multiplyMatrix, multiplyMatrixNoScaleZ } from './transform.ts';

/** How often a collection goes through its queues in one dispatch before the rest waits for the next frame. */
const MAX_DISPATCH_COUNT = 10;
/** How often deletions that cause deletions are followed within one frame. */
const MAX_DELETE_PASS_COUNT = 10;
const INPUT_STACK_SIZE = 16;

/** What collections need of the game around them. */
export type CollectionHost = {
	readonly sockets: Sockets;
	/** In the order of updates. */
	readonly componentTypes: readonly ComponentType[];
	componentTypeOf(extension: string): ComponentType | undefined;
	readonly log: Log;
	/** Fixed updates a second. */
	readonly fixedFrequency: number;
};

/** Fixed updates that one frame makes up for at most; the time of a longer pause is lost. */
const MAX_FIXED_STEP_COUNT = 10;

/** A running collection: game objects, their components, a socket for their messages and a stack for input. */
export class Collection {
	readonly name: Hash;
	readonly host: CollectionHost;
	readonly socket: Socket;
	readonly #instances = new Map<Hash, Instance>();
	readonly #updating = new Map<ComponentType, Component[]>();
	readonly #focus: Instance[] = [];
	/** Running property animations of game objects and components. */
	readonly animator: Animator = new Animator();
	#fixedTime = 0;
	readonly #removed = new Set<Component>();
	#toAdd: Instance[] = [];
	#toDelete: Instance[] = [];
	#transformsDirty = true;
	#nextIndex = 0;
	readonly #freeIndices: number[] = [];
	#nextCollectionIndex = 0;

	constructor(name: Hash, socket: Socket, host: CollectionHost) {
		this.name = name;
		this.socket = socket;
		this.host = host;
		for (const type of host.componentTypes) this.#updating.set(type, []);
	}

	get instances(): Iterable<Instance> {
		return this.#instances.values();
	}

	find(id: Hash): Instance | undefined {
		return this.#instances.get(id);
	}

	/** `undefined` when the id is taken. */
	createInstance(id: Hash): Instance | undefined {
		if (this.#instances.has(id)) return undefined;
		const instance = new Instance(this, id);
		this.#instances.set(id, instance);
		this.markTransformsDirty();
		return instance;
	}

	/** Makes a game object with an id of its own, `/instance<number>`. Numbers of deleted ones are taken again. */
	createNumberedInstance(): Instance {
		while (true) {
			const index = this.#freeIndices.pop() ?? this.#nextIndex++;
			const instance = this.createInstance(hashOf(`/instance${index}`));
			if (!instance) continue;
			instance.index = index;
			return instance;
		}
	}

	/** A number for the ids that collection factories make. */
	nextCollectionIndex(): number {
		return this.#nextCollectionIndex++;
	}

	markTransformsDirty(): void {
		this.#transformsDirty = true;
	}

	/** Initialises every game object, then delivers the messages that this caused. */
	init(): void {
		this.updateTransforms();
		const created = [...this.#instances.values()];
		for (const instance of created) this.initInstance(instance);
		for (const instance of created) this.addToUpdate(instance);
		this.dispatchMessages();
	}

	initInstance(instance: Instance): void {
		if (instance.initialized || instance.toBeDeleted) return;
		instance.initialized = true;
		for (const { component } of instance.components) component.init?.();
	}

	/** Lets a game object take part in updates from the next update on. */
	addToUpdate(instance: Instance): void {
		this.#toAdd.push(instance);
	}

	/** Calls `final` on every game object, last created first being of no account: order of creation. */
	final(): void {
		for (const instance of [...this.#instances.values()]) this.#finalInstance(instance);
	}

	/** Frees all game objects; the collection is not to be used afterwards. */
	destroy(): void {
		for (const instance of [...this.#instances.values()]) this.#destroyInstance(instance);
		this.host.sockets.close(this.name);
	}

	/**
	 * One frame: fixed updates that are due, then updates type by type, then late updates. What was posted is delivered
	 * after each type.
	 */
	update(dt: number): void {
		this.#addWaiting();
		this.#fixedUpdates(dt);
		for (const [type, components] of this.#updating) {
			type.update?.(components, dt, this);
			this.dispatchMessages();
		}
		for (const [type, components] of this.#updating) {
			if (!type.lateUpdate) continue;
			type.lateUpdate(components, dt, this);
			this.dispatchMessages();
		}
		this.updateTransforms();
	}

	#fixedUpdates(dt: number): void {
		const step = 1 / this.host.fixedFrequency;
		this.#fixedTime += dt;
		// A frame of exactly one step must make one step, whatever the last bit of the sum is.
		const count = Math.floor(this.#fixedTime / step + 1e-6);
		this.#fixedTime = Math.max(0, this.#fixedTime - count * step);
		for (let at = 0; at < Math.min(count, MAX_FIXED_STEP_COUNT); at++) {
			for (const [type, components] of this.#updating) {
				if (!type.fixedUpdate) continue;
				type.fixedUpdate(components, step, this);
				this.dispatchMessages();
			}
		}
	}

	postUpdate(): void {
		for (const [type, components] of this.#updating) type.postUpdate?.(components, this);
		this.deleteMarked();
	}

	/** Takes away what was marked for deletion. */
	deleteMarked(): void {
		if (this.#toDelete.length === 0) {
			this.dispatchMessages();
			return;
		}
		let pass = 0;
		while (this.#toDelete.length > 0) {
			if (pass++ === MAX_DELETE_PASS_COUNT) {
				this.host.log({
					severity: 'warning',
					domain: 'GAMEOBJECT',
					message: 'Creation/deletion cycles encountered, postponing to next frame to avoid infinite hang.',
				});
				break;
			}
			const deleted = this.#toDelete;
			this.#toDelete = [];
			for (const instance of deleted) this.#finalInstance(instance);
			// What components posted in their `final` is still delivered to them.
			this.dispatchMessages();
			for (const instance of deleted) this.#destroyInstance(instance);
			this.#sweepRemoved();
		}
	}

	/** Leaves the components of deleted game objects out of the lists, all at once. */
	#sweepRemoved(): void {
		if (this.#removed.size === 0) return;
		for (const components of this.#updating.values()) {
			let kept = 0;
			for (const component of components) if (!this.#removed.has(component)) components[kept++] = component;
			components.length = kept;
		}
		this.#removed.clear();
	}

	/** Marks for deletion; it takes effect at the end of the frame. Children go along or move up to the grandparent. */
	delete(instance: Instance, recursive: boolean): void {
		if (instance.toBeDeleted) return;
		if (recursive) for (const child of [...instance.children]) this.delete(child, true);
		instance.toBeDeleted = true;
		this.#toDelete.push(instance);
	}

	/** Delivers what is queued, and what that causes, up to a limit. */
	dispatchMessages(): void {
		for (let count = 0; count < MAX_DISPATCH_COUNT && this.socket.hasMessages(); count++) {
			this.updateTransforms();
			this.socket.dispatch(this.#deliverOne);
		}
	}

	/** Offers an action to the focused game objects, last focused first. True when one used it up. */
	dispatchInput(action: InputAction): boolean {
		for (const instance of [...this.#focus].reverse()) {
			let consumed = false;
			for (const { component } of instance.components) {
				if (component.onInput?.(action)) consumed = true;
			}
			if (consumed) return true;
		}
		return false;
	}

	/** Recomputes the world matrices of all game objects, parents first, if anything was moved since. */
	updateTransforms(): void {
		if (!this.#transformsDirty) return;
		for (const instance of this.#instances.values()) if (!instance.parent) updateTree(instance, undefined);
		this.#transformsDirty = false;
	}

	/** Recomputes one game object that has just been made, and what is above it. */
	updateInstanceTransform(instance: Instance): void {
		if (instance.parent) this.updateInstanceTransform(instance.parent);
		updateOne(instance, instance.parent?.world);
	}

	#addWaiting(): void {
		const waiting = this.#toAdd;
		if (waiting.length === 0) return;
		this.#toAdd = [];
		for (const instance of waiting) {
			if (instance.updating || instance.toBeDeleted) continue;
			instance.updating = true;
			for (const { type, component } of instance.components) this.#updating.get(type)?.push(component);
		}
	}

	readonly #deliverOne = (message: Message): void => this.#deliver(message);

	#deliver(message: Message): void {
		const { log } = this.host;
		const instance = this.#instances.get(message.receiver.path as Hash);
		if (!instance) {
			log({
				severity: 'error',
				domain: 'GAMEOBJECT',
				message:
					`Instance '${message.receiver.path?.text ?? ''}' could not be found when dispatching message ` +
					`'${message.id.text}' sent from ${message.sender.plainText()}`,
			});
			return;
		}
		if (this.#deliverToInstance(message, instance)) return;
		const fragment = message.receiver.fragment;
		if (!fragment) {
			for (const { component } of instance.components) component.onMessage?.(message);
			return;
		}
		const attached = instance.findComponent(fragment);
		if (attached) {
			attached.component.onMessage?.(message);
			return;
		}
		log({
			severity: 'error',
			domain: 'GAMEOBJECT',
			message:
				`Component '${message.receiver.path?.text}#${fragment.text}' could not be found when dispatching message ` +
				`'${message.id.text}' sent from ${message.sender.plainText()}`,
		});
	}

	/** Messages to the game object itself, whatever component they name. */
	#deliverToInstance(message: Message, instance: Instance): boolean {
		switch (message.id) {
			case SYSTEM_MESSAGE.acquireInputFocus:
				this.#acquireInputFocus(instance);
				return true;
			case SYSTEM_MESSAGE.releaseInputFocus:
				this.#releaseInputFocus(instance);
				return true;
			case SYSTEM_MESSAGE.setParent:
				setParent(instance, message.body, this.host.log);
				return true;
			default:
				return false;
		}
	}

	#acquireInputFocus(instance: Instance): void {
		if (this.#releaseInputFocus(instance)) {
			this.host.log({
				severity: 'warning',
				domain: 'GAMEOBJECT',
				message: `Input focus already acquired for instance with id: '${instance.id.text}'.`,
			});
		}
		if (this.#focus.length < INPUT_STACK_SIZE) this.#focus.push(instance);
		else {
			this.host.log({
				severity: 'warning',
				domain: 'GAMEOBJECT',
				message: `Input focus could not be acquired since the buffer is full (${INPUT_STACK_SIZE}).`,
			});
		}
	}

	#releaseInputFocus(instance: Instance): boolean {
		const at = this.#focus.indexOf(instance);
		if (at >= 0) this.#focus.splice(at, 1);
		return at >= 0;
	}

	#finalInstance(instance: Instance): void {
		if (!instance.initialized) return;
		instance.initialized = false;
		for (const { component } of instance.components) component.final?.();
	}

	#destroyInstance(instance: Instance): void {
		this.#releaseInputFocus(instance);
		for (const { component } of instance.components) {
			component.destroy?.();
			if (instance.updating) this.#removed.add(component);
			if (this.animator.count > 0) this.animator.cancel(({ owner }) => owner === component);
		}
		if (this.animator.count > 0) this.animator.cancel(({ owner }) => owner === instance);
		for (const child of instance.children) {
			child.parent = instance.parent;
			instance.parent?.children.push(child);
		}
		if (instance.parent) {
			const siblings = instance.parent.children;
			siblings.splice(siblings.indexOf(instance), 1);
		}
		this.#instances.delete(instance.id);
		if (instance.index !== undefined) this.#freeIndices.push(instance.index);
		this.markTransformsDirty();
	}
}

const local: Matrix = new Float32Array(16);

function updateOne(instance: Instance, parent: Matrix | undefined): void {
	if (!parent) {
		composeMatrix(instance.world, instance.transform);
		return;
	}
	composeMatrix(local, instance.transform);
	if (instance.scaleAlongZ) multiplyMatrix(instance.world, parent, local);
	else multiplyMatrixNoScaleZ(instance.world, parent, local);
}

function updateTree(instance: Instance, parent: Matrix | undefined): void {
	updateOne(instance, parent);
	const { children, world } = instance;
	for (let at = 0; at < children.length; at++) updateTree(children[at] as Instance, world);
}
