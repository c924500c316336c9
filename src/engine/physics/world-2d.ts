import { type Body, type Contact, type Fixture, Vec2, World, WorldManifold } from 'planck';
import type { CollisionObject } from '../components/collision-object.ts';
import type { Hash } from '../hash.ts';
import { createGroups, type Groups } from './groups.ts';

const VELOCITY_ITERATIONS = 10;
const POSITION_ITERATIONS = 10;
/** Longer steps make bodies tunnel; the time of a slow frame is lost instead. */
const MAX_STEP_SECONDS = 0.1;

export type PhysicsSettings = {
	/** Simulation units of one game unit. */
	readonly scale: number;
	readonly gravity: { readonly x: number; readonly y: number };
};

/** What a fixture belongs to. */
export type FixtureOwner = { readonly object: CollisionObject; readonly group: Hash };

/** Two objects that touch, with the groups of the shapes that do. */
export type Pair = { readonly a: FixtureOwner; readonly b: FixtureOwner };

/** One point at which two objects touch, in game units; the normal points from `b` to `a`. */
export type ContactPoint = Pair & {
	readonly x: number;
	readonly y: number;
	readonly normalX: number;
	readonly normalY: number;
	readonly distance: number;
	readonly impulse: number;
	readonly relativeX: number;
	readonly relativeY: number;
};

/** What happened in a step. */
export type StepEvents = {
	readonly collisions: readonly Pair[];
	readonly contacts: readonly ContactPoint[];
	readonly entered: readonly Pair[];
	readonly exited: readonly Pair[];
};

/** The 2D physics of one collection: a Box2D world with Defold's rules of who meets whom. */
export class PhysicsWorld2d {
	readonly settings: PhysicsSettings;
	readonly world: World;
	readonly groups: Groups = createGroups();
	readonly objects: Set<CollisionObject> = new Set();
	#overlaps = new Map<string, Pair>();

	constructor(settings: PhysicsSettings) {
		this.settings = settings;
		const { scale, gravity } = settings;
		this.world = new World({ gravity: new Vec2(gravity.x * scale, gravity.y * scale), allowSleep: true });
	}

	/** Moves everything on and tells what touched. */
	step(dt: number): StepEvents {
		for (const object of this.objects) object.followGameObject();
		if (dt > 0) this.world.step(Math.min(dt, MAX_STEP_SECONDS), VELOCITY_ITERATIONS, POSITION_ITERATIONS);
		for (const object of this.objects) object.moveGameObject();
		return this.#events();
	}

	#events(): StepEvents {
		const collisions = new Map<string, Pair>();
		const contacts: ContactPoint[] = [];
		const overlaps = new Map<string, Pair>();
		for (let contact = this.world.getContactList(); contact; contact = contact.getNext()) {
			if (!contact.isTouching() || !isAwake(contact)) {
				this.#keepSleeping(contact, overlaps);
				continue;
			}
			const pair = pairOf(contact);
			if (!pair) continue;
			if (contact.getFixtureA().isSensor() || contact.getFixtureB().isSensor()) overlaps.set(keyOf(pair), pair);
			else {
				collisions.set(keyOf(pair), pair);
				contacts.push(...pointsOf(contact, pair, this.settings.scale));
			}
		}
		const before = this.#overlaps;
		this.#overlaps = overlaps;
		return {
			collisions: [...collisions.values()],
			contacts,
			entered: [...overlaps].filter(([key]) => !before.has(key)).map(([, pair]) => pair),
			exited: [...before].filter(([key, pair]) => !overlaps.has(key) && isAlive(pair)).map(([, pair]) => pair),
		};
	}

	/** Bodies that fell asleep on a trigger still overlap it. */
	#keepSleeping(contact: Contact, overlaps: Map<string, Pair>): void {
		if (!contact.isTouching()) return;
		const pair = pairOf(contact);
		if (!pair) return;
		const key = keyOf(pair);
		if (this.#overlaps.has(key)) overlaps.set(key, pair);
	}
}

function isAwake(contact: Contact): boolean {
	const isActive = (body: Body): boolean => body.isAwake() && !body.isStatic();
	return isActive(contact.getFixtureA().getBody()) || isActive(contact.getFixtureB().getBody());
}

function isAlive({ a, b }: Pair): boolean {
	return !a.object.isDestroyed && !b.object.isDestroyed;
}

export function ownerOf(fixture: Fixture): FixtureOwner | undefined {
	return fixture.getUserData() as FixtureOwner | undefined;
}

function pairOf(contact: Contact): Pair | undefined {
	const a = ownerOf(contact.getFixtureA());
	const b = ownerOf(contact.getFixtureB());
	return a && b && { a, b };
}

function keyOf({ a, b }: Pair): string {
	return `${a.object.number}/${b.object.number}/${a.group.value}/${b.group.value}`;
}

const manifold = new WorldManifold();

function pointsOf(contact: Contact, pair: Pair, scale: number): ContactPoint[] {
	const local = contact.getManifold();
	const world = contact.getWorldManifold(manifold);
	if (!world) return [];
	const bodyA = contact.getFixtureA().getBody();
	const bodyB = contact.getFixtureB().getBody();
	const points: ContactPoint[] = [];
	for (let at = 0; at < local.pointCount; at++) {
		const point = world.points[at];
		if (!point) continue;
		const place = new Vec2(point.x, point.y);
		const velocityA = bodyA.getLinearVelocityFromWorldPoint(place);
		const velocityB = bodyB.getLinearVelocityFromWorldPoint(place);
		points.push({
			...pair,
			x: point.x / scale,
			y: point.y / scale,
			// Box2D's normal points from the first to the second.
			normalX: 0 - world.normal.x,
			normalY: 0 - world.normal.y,
			distance: Math.max(0, -(world.separations[at] ?? 0)) / scale,
			impulse: (local.points[at]?.normalImpulse ?? 0) / scale,
			relativeX: (velocityA.x - velocityB.x) / scale,
			relativeY: (velocityA.y - velocityB.y) / scale,
		});
	}
	return points;
}
