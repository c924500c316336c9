import type { CollisionObjectDescSchema } from '../../formats/index.ts';
import type { Collection } from '../collection.ts';
import type { ComponentType } from '../component.ts';
import type { Config } from '../config.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { MessageBody } from '../message.ts';
import { flushRayCasts } from '../physics/ray-cast.ts';
import { type FixtureOwner, PhysicsWorld2d, type StepEvents } from '../physics/world-2d.ts';
import type { MessageResource } from '../resources/message.ts';
import { Url } from '../url.ts';
import { Vector3 } from '../vector.ts';
import { CollisionObject } from './collision-object.ts';

const COLLISION = hashOf('collision_response');
const CONTACT = hashOf('contact_point_response');
const TRIGGER = hashOf('trigger_response');

/** What a script asked to be told instead of messages. */
export type PhysicsListener = (event: Hash, body: Readonly<Record<string, unknown>>) => void;

/** Physics of all collections, made when their first collision object is. */
export type PhysicsWorlds = {
	of(collection: Collection): PhysicsWorld2d;
	find(collection: Collection): PhysicsWorld2d | undefined;
	listeners: WeakMap<Collection, PhysicsListener>;
};

/** Collision objects. Those of 3D games load and do nothing, which is said once. */
export function createCollisionObjectType(config: Config): {
	type: ComponentType<MessageResource<typeof CollisionObjectDescSchema>, CollisionObject>;
	worlds: PhysicsWorlds;
} {
	const is3d = config.string('physics.type', '2D').toUpperCase() === '3D';
	const useFixedStep = config.boolean('physics.use_fixed_timestep', false);
	const settings = {
		scale: config.number('physics.scale', 0.02),
		gravity: { x: config.number('physics.gravity_x', 0), y: config.number('physics.gravity_y', -10) },
	};
	const byCollection = new WeakMap<Collection, PhysicsWorld2d>();
	const worlds: PhysicsWorlds = {
		of(collection) {
			let world = byCollection.get(collection);
			if (!world) {
				world = new PhysicsWorld2d(settings);
				byCollection.set(collection, world);
			}
			return world;
		},
		find: (collection) => byCollection.get(collection),
		listeners: new WeakMap(),
	};
	let warned = false;
	const step = (collection: Collection, dt: number): void => {
		const physics = byCollection.get(collection);
		if (!physics) return;
		collection.updateTransforms();
		tell(collection, physics.step(dt), worlds.listeners.get(collection));
		flushRayCasts(physics);
	};
	const type: ComponentType<MessageResource<typeof CollisionObjectDescSchema>, CollisionObject> = {
		extension: 'collisionobjectc',
		priority: 400,
		create(place, resource) {
			if (is3d && !warned) {
				warned = true;
				place.collection.host.log({
					severity: 'warning',
					domain: 'PHYSICS',
					message: '3D physics is not simulated: collision objects load, nothing falls or collides.',
				});
			}
			return new CollisionObject(place, resource, worlds.of(place.collection), is3d);
		},
		...(useFixedStep
			? { fixedUpdate: (_objects, dt, collection) => step(collection, dt) }
			: { update: (_objects, dt, collection) => step(collection, dt) }),
	};
	return { type, worlds };
}

function tell(collection: Collection, events: StepEvents, listener: PhysicsListener | undefined): void {
	for (const { a, b } of events.collisions) {
		if (listener) listener(hashOf('collision_event'), { a: side(a), b: side(b) });
		else
			for (const [own, other] of [
				[a, b],
				[b, a],
			] as const) {
				if (own.object.desc.eventCollision) post(own, COLLISION, common(own, other));
			}
	}
	for (const point of events.contacts) {
		const { a, b } = point;
		const normal = new Vector3(point.normalX, point.normalY, 0);
		const velocity = new Vector3(point.relativeX, point.relativeY, 0);
		const details = (own: FixtureOwner, other: FixtureOwner, sign: number): Record<string, unknown> => ({
			...common(own, other),
			position: new Vector3(point.x, point.y, 0),
			// No minus before a zero.
			normal: new Vector3(normal.x * sign + 0, normal.y * sign + 0, 0),
			relative_velocity: new Vector3(velocity.x * sign, velocity.y * sign, 0),
			distance: point.distance,
			applied_impulse: point.impulse,
			life_time: 0,
			mass: own.object.body.getMass(),
			other_mass: other.object.body.getMass(),
		});
		if (listener) {
			listener(hashOf('contact_point_event'), {
				a: { ...side(a), normal, position: new Vector3(point.x, point.y, 0), mass: a.object.body.getMass() },
				b: {
					...side(b),
					normal: new Vector3(-normal.x, -normal.y, 0),
					position: new Vector3(point.x, point.y, 0),
					mass: b.object.body.getMass(),
				},
				distance: point.distance,
				applied_impulse: point.impulse,
			});
			continue;
		}
		if (a.object.desc.eventContact) post(a, CONTACT, details(a, b, 1));
		if (b.object.desc.eventContact) post(b, CONTACT, details(b, a, -1));
	}
	for (const [pairs, enter] of [
		[events.entered, true],
		[events.exited, false],
	] as const) {
		for (const { a, b } of pairs) {
			if (listener) {
				listener(hashOf('trigger_event'), { enter, a: side(a), b: side(b) });
				continue;
			}
			for (const [own, other] of [
				[a, b],
				[b, a],
			] as const) {
				if (!own.object.desc.eventTrigger) continue;
				post(own, TRIGGER, {
					other_id: other.object.place.instance.id,
					enter,
					group: other.group,
					other_group: other.group,
					own_group: own.group,
				});
			}
		}
	}
	collection.markTransformsDirty();
}

function worldPosition({ object }: FixtureOwner): Vector3 {
	const { world } = object.place.instance;
	return new Vector3(world[12] as number, world[13] as number, world[14] as number);
}

function common(own: FixtureOwner, other: FixtureOwner): Record<string, unknown> {
	return {
		other_id: other.object.place.instance.id,
		other_position: worldPosition(other),
		// The name of the first engines for the other's group.
		group: other.group,
		other_group: other.group,
		own_group: own.group,
	};
}

function side(owner: FixtureOwner): Record<string, unknown> {
	return { id: owner.object.place.instance.id, group: owner.group, position: worldPosition(owner) };
}

/** To all components of the game object, as from the collision object. */
function post(own: FixtureOwner, id: Hash, body: MessageBody): void {
	const { place } = own.object;
	if (own.object.isDestroyed) return;
	place.collection.socket.post({
		sender: place.url,
		receiver: new Url(place.url.socket, place.url.path),
		id,
		body,
	});
}
