import type { Log } from '../liveupdate/index.ts';
import type { Component, ComponentType } from './component.ts';
import type { Hash } from './hash.ts';
import { SYSTEM_MESSAGE } from './hash.ts';
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
	readonly log: Log;
};

/** A running collection: game objects, their components, a socket for their messages and a stack for input. */
export class Collection {
	readonly name: Hash;
	readonly host: CollectionHost;
	readonly socket: Socket;
	readonly #instances = new Map<Hash, Instance>();
	readonly #updating = new Map<ComponentType, Component[]>();
	readonly #focus: Instance[] = [];
	#toAdd: Instance[] = [];
	#toDelete: Instance[] = [];
	#transformsDirty = true;
	#nextIndex = 0;

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

	/** A number for the ids that factories make. */
	nextInstanceIndex(): number {
		return this.#nextIndex++;
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

	update(dt: number): void {
		this.#addWaiting();
		for (const [type, components] of this.#updating) {
			if (type.update) {
				type.update(components, dt, this);
				this.markTransformsDirty();
			}
			this.dispatchMessages();
		}
		this.updateTransforms();
	}

	postUpdate(): void {
		for (const [type, components] of this.#updating) type.postUpdate?.(components, this);
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
		}
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
			if (this.#transformsDirty) this.updateTransforms();
			if (this.socket.dispatch((message) => this.#deliver(message)) > 0) this.markTransformsDirty();
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

	/** Recomputes the world matrices of all game objects, parents first. */
	updateTransforms(): void {
		const visit = (instance: Instance, parent: Matrix | undefined): void => {
			composeMatrix(local, instance.transform);
			if (!parent) instance.world.set(local);
			else if (instance.scaleAlongZ) multiplyMatrix(instance.world, parent, local);
			else multiplyMatrixNoScaleZ(instance.world, parent, local);
			for (const child of instance.children) visit(child, instance.world);
		};
		for (const instance of this.#instances.values()) if (!instance.parent) visit(instance, undefined);
		this.#transformsDirty = false;
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
		for (const { type, component } of instance.components) {
			component.destroy?.();
			if (!instance.updating) continue;
			const updating = this.#updating.get(type);
			const at = updating?.indexOf(component) ?? -1;
			if (at >= 0) updating?.splice(at, 1);
		}
		for (const child of instance.children) {
			child.parent = instance.parent;
			instance.parent?.children.push(child);
		}
		if (instance.parent) {
			const siblings = instance.parent.children;
			siblings.splice(siblings.indexOf(instance), 1);
		}
		this.#instances.delete(instance.id);
		this.markTransformsDirty();
	}
}

const local: Matrix = new Float32Array(16);
