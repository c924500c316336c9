import { type Body, type Fixture, type Joint, Vec2 } from 'planck';
import type { CollisionObjectDescSchema } from '../../formats/index.ts';
import type { Channel } from '../animation/animator.ts';
import type { Component, ComponentPlace } from '../component.ts';
import { transformPoint } from '../gui/node-matrix.ts';
import { type Hash, hashOf } from '../hash.ts';
import type { Message } from '../message.ts';
import { bodyField } from '../message-body.ts';
import { createShape, placeTile, SHAPE_TYPE, type ShapeDesc, shapesOf, tileShape } from '../physics/shapes.ts';
import type { PhysicsWorld2d } from '../physics/world-2d.ts';
import type { PropertyValue } from '../properties.ts';
import { numberProperty, type PropertyResult, propertyTable } from '../property-table.ts';
import type { MessageResource } from '../resources/message.ts';
import { invertMatrix } from '../transform.ts';
import { Vector3 } from '../vector.ts';
import { handleEnable } from './enable.ts';
import { postBack } from './post-back.ts';
import { Tilemap } from './tilemap.ts';

/** What an object does; the numbers are those of files. */
const OBJECT_TYPE = { DYNAMIC: 0, KINEMATIC: 1, STATIC: 2, TRIGGER: 3 } as const;

const APPLY_FORCE = hashOf('apply_force');
const REQUEST_VELOCITY = hashOf('request_velocity');
const VELOCITY_RESPONSE = hashOf('velocity_response');

let nextNumber = 0;

/** A body of the 2D physics. */
export class CollisionObject implements Component {
	readonly place: ComponentPlace;
	readonly desc: MessageResource<typeof CollisionObjectDescSchema>['desc'];
	readonly number: number = nextNumber++;
	readonly physics: PhysicsWorld2d;
	readonly shapes: ShapeDesc[];
	readonly joints: Map<Hash, Joint> = new Map();
	readonly body: Body;
	readonly isDynamic: boolean;
	group: Hash;
	readonly mask: Set<Hash>;
	flip = { x: false, y: false };
	isDestroyed = false;
	#enabled = true;
	#scale: number;
	readonly #fixtures = new Map<ShapeDesc, Fixture>();
	/** Where the game object was when the body last followed it or moved it. */
	readonly #last = { x: 0, y: 0, angle: 0 };
	#stopListening: (() => void) | undefined;

	constructor(
		place: ComponentPlace,
		resource: MessageResource<typeof CollisionObjectDescSchema>,
		physics: PhysicsWorld2d,
		/** Of a 3D game: it has its place and its properties, but no shape and no weight. */
		is3d = false,
	) {
		const { desc } = resource;
		this.place = place;
		this.desc = desc;
		this.physics = physics;
		this.group = hashOf(desc.group);
		this.mask = new Set(desc.mask.map((group) => hashOf(group)));
		this.isDynamic = !is3d && desc.type === OBJECT_TYPE.DYNAMIC;
		this.shapes = is3d ? [] : shapesOf(resource);
		this.#scale = scaleOf(place.instance.world);
		this.body = physics.world.createBody({
			type: bodyTypeOf(desc.type, is3d),
			linearDamping: desc.linearDamping,
			angularDamping: desc.angularDamping,
			fixedRotation: desc.lockedRotation,
			bullet: desc.bullet,
			allowSleep: desc.type !== OBJECT_TYPE.KINEMATIC && desc.type !== OBJECT_TYPE.TRIGGER,
		});
		// Box2D lets only dynamic bodies meet others; Defold tells scripts of kinematic ones and triggers as well.
		this.body.shouldCollide = (other) => shouldMeet(this.body, other);
		for (const shape of this.shapes) this.#addFixture(shape);
		this.#setMass(desc.mass);
		this.#readPlace(true);
		physics.objects.add(this);
	}

	get enabled(): boolean {
		return this.#enabled;
	}

	set enabled(enabled: boolean) {
		if (this.#enabled === enabled) return;
		this.#enabled = enabled;
		if (enabled) this.#readPlace(true);
		this.body.setActive(enabled);
		if (enabled) this.body.setAwake(true);
	}

	init(): void {
		const path = this.desc.collisionShape;
		if (!path) return;
		// A tile that a script sets changes what one bumps into.
		for (const { component } of this.place.instance.components) {
			if (!(component instanceof Tilemap)) continue;
			const listener = (layer: Hash, x: number, y: number): void => this.#updateTile(component, { layer, x, y });
			component.listeners.add(listener);
			this.#stopListening = () => component.listeners.delete(listener);
		}
	}

	destroy(): void {
		if (this.isDestroyed) return;
		this.isDestroyed = true;
		this.#stopListening?.();
		this.physics.objects.delete(this);
		this.physics.world.destroyBody(this.body);
	}

	/** Before a step: bodies that are not moved by forces go where their game objects are. */
	followGameObject(): void {
		if (this.#enabled) this.#readPlace(!this.isDynamic);
	}

	/** After a step: game objects go where forces moved their bodies. */
	moveGameObject(): void {
		if (!this.isDynamic || !this.#enabled || !this.body.isAwake()) return;
		const { instance } = this.place;
		const { transform, parent, world } = instance;
		const { scale } = this.physics.settings;
		const position = this.body.getPosition();
		const angle = this.body.getAngle();
		let place = new Vector3(position.x / scale, position.y / scale, world[14] as number);
		let own = angle;
		if (parent) {
			const inverse = new Float32Array(16);
			if (!invertMatrix(inverse, parent.world)) return;
			place = transformPoint(inverse, place.x, place.y, place.z);
			own -= Math.atan2(parent.world[1] as number, parent.world[0] as number);
		}
		transform.x = place.x;
		transform.y = place.y;
		transform.rx = transform.ry = 0;
		transform.rz = Math.fround(Math.sin(own / 2));
		transform.rw = Math.fround(Math.cos(own / 2));
		instance.collection.markTransformsDirty();
		Object.assign(this.#last, { x: position.x, y: position.y, angle });
	}

	#readPlace(force: boolean): void {
		const { world } = this.place.instance;
		const { scale } = this.physics.settings;
		const x = (world[12] as number) * scale;
		const y = (world[13] as number) * scale;
		const angle = Math.atan2(world[1] as number, world[0] as number);
		const size = scaleOf(world);
		if (size !== this.#scale) {
			this.#scale = size;
			this.rebuild();
		}
		if (!force) return;
		const last = this.#last;
		if (x === last.x && y === last.y && angle === last.angle) return;
		Object.assign(last, { x, y, angle });
		this.body.setTransform(new Vec2(x, y), angle);
		if (!this.body.isStatic()) this.body.setAwake(true);
	}

	/** Makes all shapes anew, after their sizes changed. */
	rebuild(): void {
		for (const fixture of this.#fixtures.values()) this.body.destroyFixture(fixture);
		this.#fixtures.clear();
		for (const shape of this.shapes) this.#addFixture(shape);
		this.#setMass(this.desc.mass);
	}

	#addFixture(desc: ShapeDesc): void {
		const { scale } = this.physics.settings;
		const shape = createShape(desc, scale * this.#scale, this.flip);
		if (!shape) {
			if (desc.type === SHAPE_TYPE.CAPSULE) this.#warnCapsule();
			return;
		}
		const { groups } = this.physics;
		const group = desc.group ?? this.group;
		const fixture = this.body.createFixture({
			shape,
			density: this.isDynamic ? 1 : 0,
			friction: this.desc.friction,
			restitution: this.desc.restitution,
			isSensor: this.desc.type === OBJECT_TYPE.TRIGGER,
			filterCategoryBits: groups.bit(group),
			filterMaskBits: groups.mask(this.mask),
		});
		fixture.setUserData({ object: this, group });
		this.#fixtures.set(desc, fixture);
	}

	#warnCapsule(): void {
		this.place.collection.host.log({
			severity: 'warning',
			domain: 'PHYSICS',
			message: `${this.place.url.plainText()}: there are no capsules in 2D; the shape is left out`,
		});
	}

	/** Applies groups and masks to all shapes. */
	refilter(): void {
		const { groups } = this.physics;
		for (const [desc, fixture] of this.#fixtures) {
			const group = desc.group ?? this.group;
			fixture.setUserData({ object: this, group });
			fixture.setFilterData({
				groupIndex: 0,
				categoryBits: groups.bit(group),
				maskBits: groups.mask(this.mask),
			});
		}
	}

	#setMass(mass: number): void {
		if (!this.isDynamic) return;
		this.body.resetMassData();
		const now = this.body.getMass();
		if (now <= 0 || mass <= 0) return;
		for (const fixture of this.#fixtures.values()) fixture.setDensity((fixture.getDensity() * mass) / now);
		this.body.resetMassData();
	}

	/** Sets the mass of a dynamic object. */
	updateMass(mass: number): void {
		this.#setMass(mass);
	}

	#updateTile(map: Tilemap, cell: { layer: Hash; x: number; y: number }): void {
		const { textureSet } = map;
		for (const [desc, fixture] of this.#fixtures) {
			if (desc.cell?.layer !== cell.layer || desc.cell.x !== cell.x || desc.cell.y !== cell.y) continue;
			this.body.destroyFixture(fixture);
			this.#fixtures.delete(desc);
			this.shapes.splice(this.shapes.indexOf(desc), 1);
		}
		const tile = map.layer(cell.layer)?.cells[map.indexOf(cell.x, cell.y)];
		const shape = tile && textureSet && tileShape(textureSet, tile.tile - 1, tile);
		if (!shape || !textureSet) return;
		const placed = placeTile(shape, textureSet, cell);
		this.shapes.push(placed);
		this.#addFixture(placed);
	}

	onMessage(message: Message): void {
		if (handleEnable(message, this)) return;
		const { scale } = this.physics.settings;
		if (message.id === APPLY_FORCE) {
			const force = bodyField(message.body, 'force');
			const position = bodyField(message.body, 'position');
			if (!(force instanceof Vector3) || !this.isDynamic) return;
			const point =
				position instanceof Vector3 ? new Vec2(position.x * scale, position.y * scale) : this.body.getWorldCenter();
			this.body.applyForce(new Vec2(force.x * scale, force.y * scale), point, true);
		} else if (message.id === REQUEST_VELOCITY) {
			const velocity = this.body.getLinearVelocity();
			postBack(this.place, message.sender, {
				id: VELOCITY_RESPONSE,
				body: {
					linear_velocity: new Vector3(velocity.x / scale, velocity.y / scale, 0),
					angular_velocity: new Vector3(0, 0, this.body.getAngularVelocity()),
				},
			});
		}
	}

	getProperty(name: Hash): PropertyValue | undefined {
		return properties.get(this, name);
	}

	setProperty(name: Hash, value: PropertyValue): PropertyResult {
		return properties.set(this, name, { value });
	}

	channels(name: Hash): readonly Channel[] | undefined {
		return properties.channels(this, name);
	}
}

function bodyTypeOf(type: number, is3d: boolean): 'dynamic' | 'static' | 'kinematic' {
	if (is3d) return 'kinematic';
	if (type === OBJECT_TYPE.DYNAMIC) return 'dynamic';
	return type === OBJECT_TYPE.STATIC ? 'static' : 'kinematic';
}

/** Everything meets but bodies that can never move. Those tied by a joint that says so do not. */
function shouldMeet(body: Body, other: Body): boolean {
	if (body.isStatic() && other.isStatic()) return false;
	for (let edge = other.getJointList(); edge; edge = edge.next ?? null) {
		if (edge.other === body && edge.joint?.getCollideConnected() === false) return false;
	}
	return true;
}

function scaleOf(world: Float32Array): number {
	return Math.hypot(world[0] as number, world[1] as number);
}

const properties = propertyTable<CollisionObject>({
	linear_velocity: (name, add) =>
		add(name, {
			get(c) {
				const { x, y } = c.body.getLinearVelocity();
				const { scale } = c.physics.settings;
				return new Vector3(x / scale, y / scale, 0);
			},
			set(c, value) {
				if (!(value instanceof Vector3)) return 'wrong-type';
				const { scale } = c.physics.settings;
				c.body.setLinearVelocity(new Vec2(value.x * scale, value.y * scale));
				return 'ok';
			},
		}),
	angular_velocity: (name, add) =>
		add(name, {
			get: (c) => new Vector3(0, 0, c.body.getAngularVelocity()),
			set(c, value) {
				if (!(value instanceof Vector3)) return 'wrong-type';
				c.body.setAngularVelocity(value.z);
				return 'ok';
			},
		}),
	mass: numberProperty((c) => c.body.getMass()),
	linear_damping: numberProperty(
		(c) => c.body.getLinearDamping(),
		(c, value) => c.body.setLinearDamping(value),
	),
	angular_damping: numberProperty(
		(c) => c.body.getAngularDamping(),
		(c, value) => c.body.setAngularDamping(value),
	),
	bullet: (name, add) =>
		add(name, {
			get: (c) => c.body.isBullet(),
			set(c, value) {
				if (typeof value !== 'boolean') return 'wrong-type';
				c.body.setBullet(value);
				return 'ok';
			},
		}),
});
