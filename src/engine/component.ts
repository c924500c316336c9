import type { Channel } from './animation/animator.ts';
import type { Collection } from './collection.ts';
import type { Hash } from './hash.ts';
import type { InputAction } from './input.ts';
import type { Instance } from './instance.ts';
import type { Message } from './message.ts';
import type { PropertyValue, PropertyValues } from './properties.ts';
import type { PropertyOptions, PropertyResult } from './property-table.ts';
import type { Url } from './url.ts';

/** Where a component sits: what every component type needs to know of its own. */
export type ComponentPlace = {
	readonly collection: Collection;
	readonly instance: Instance;
	/** Its id within the game object, the fragment of its url. */
	readonly id: Hash;
	readonly url: Url;
};

/** One live component. Functions left out mean that the type does nothing there. */
export type Component = {
	/** Called once, before the first update. */
	init?(): void;
	/** Called once when the game object goes away, if `init` was called. */
	final?(): void;
	/** Frees what the component holds; called whether or not it was initialised. */
	destroy?(): void;
	onMessage?(message: Message): void;
	/** True when the action is used up. */
	onInput?(action: InputAction): boolean;
	/** `undefined` when there is no such property. */
	getProperty?(name: Hash, options?: PropertyOptions): PropertyValue | undefined;
	setProperty?(name: Hash, value: PropertyValue, options?: PropertyOptions): PropertyResult;
	/** The numbers of a property for animation; `undefined` when there are none. */
	channels?(name: Hash): readonly Channel[] | undefined;
	/** Switched by the messages `enable` and `disable`, of which components that leave this out know nothing. */
	setEnabled?(enabled: boolean): void;
};

/** A kind of component: one file, one line in `component-types.ts`. */
export type ComponentType<Resource = unknown, C extends Component = Component> = {
	/** Extension of its compiled resource, such as `spritec`. */
	readonly extension: string;
	/** Place in the order of updates; Defold spaces its own by 100. */
	readonly priority: number;
	create(place: ComponentPlace, resource: Resource, properties: PropertyValues): C;
	/** Called at a fixed rate, before `update`, with the components that `update` gets. */
	fixedUpdate?(components: readonly C[], dt: number, collection: Collection): void;
	/** Called once a frame with every component of this type in the collection that has been initialised. */
	update?(components: readonly C[], dt: number, collection: Collection): void;
	/** Called when all types have been updated. */
	lateUpdate?(components: readonly C[], dt: number, collection: Collection): void;
	/** Called after all updates. */
	postUpdate?(components: readonly C[], collection: Collection): void;
};
