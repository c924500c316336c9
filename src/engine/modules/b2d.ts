import { type Body, Vec2 } from 'planck';
import {
	checkNumber,
	createLibrary,
	type HostFunction,
	LuaUserdata,
	type LuaValue,
	luaError,
	typeArgError,
} from '../../lua/index.ts';
import { checkVector3 } from '../arguments.ts';
import { CollisionObject } from '../components/collision-object.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { Vector3 } from '../vector.ts';
import { componentAt } from './component-at.ts';

/** A Box2D body in a script's hands; lengths are in game units. */
class LuaBody extends LuaUserdata {
	readonly object: CollisionObject;

	constructor(object: CollisionObject) {
		super();
		this.object = object;
	}

	override eq(other: LuaUserdata): boolean {
		return other instanceof LuaBody && other.object === this.object;
	}

	override tostring(): string {
		return `b2d.body: ${this.object.place.url.plainText()}`;
	}
}

/** Module `b2d`: the bodies of the 2D physics themselves. */
export function createB2dModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const bodyOf = (value: LuaValue): { body: Body; scale: number; object: CollisionObject } => {
		if (!(value instanceof LuaBody)) return typeArgError(1, 'b2body', { value });
		if (value.object.isDestroyed) luaError('the body has been destroyed');
		return { body: value.object.body, scale: value.object.physics.settings.scale, object: value.object };
	};
	const scaled = (value: LuaValue, index: number, scale: number): Vec2 => {
		const { x, y } = checkVector3(value, index);
		return new Vec2(x * scale, y * scale);
	};
	const vector = ({ x, y }: { x: number; y: number }, scale: number): Vector3 => new Vector3(x / scale, y / scale, 0);
	const functions: Record<string, HostFunction> = {
		get_position: (b) => vector(bodyOf(b).body.getPosition(), bodyOf(b).scale),
		get_angle: (b) => bodyOf(b).body.getAngle(),
		set_transform(b, position, angle) {
			const { body, scale } = bodyOf(b);
			body.setTransform(scaled(position, 2, scale), checkNumber(angle, 3));
			body.setAwake(true);
		},
		get_world_center: (b) => vector(bodyOf(b).body.getWorldCenter(), bodyOf(b).scale),
		get_local_center: (b) => vector(bodyOf(b).body.getLocalCenter(), bodyOf(b).scale),
		get_linear_velocity: (b) => vector(bodyOf(b).body.getLinearVelocity(), bodyOf(b).scale),
		set_linear_velocity(b, velocity) {
			const { body, scale } = bodyOf(b);
			body.setLinearVelocity(scaled(velocity, 2, scale));
		},
		get_angular_velocity: (b) => bodyOf(b).body.getAngularVelocity(),
		set_angular_velocity(b, velocity) {
			bodyOf(b).body.setAngularVelocity(checkNumber(velocity, 2));
		},
		apply_force(b, force, point) {
			const { body, scale } = bodyOf(b);
			body.applyForce(scaled(force, 2, scale), scaled(point, 3, scale), true);
		},
		apply_force_to_center(b, force) {
			const { body, scale } = bodyOf(b);
			body.applyForceToCenter(scaled(force, 2, scale), true);
		},
		apply_torque(b, torque) {
			bodyOf(b).body.applyTorque(checkNumber(torque, 2), true);
		},
		apply_linear_impulse(b, impulse, point) {
			const { body, scale } = bodyOf(b);
			body.applyLinearImpulse(scaled(impulse, 2, scale), scaled(point, 3, scale), true);
		},
		apply_angular_impulse(b, impulse) {
			bodyOf(b).body.applyAngularImpulse(checkNumber(impulse, 2), true);
		},
		get_mass: (b) => bodyOf(b).body.getMass(),
		get_inertia: (b) => bodyOf(b).body.getInertia(),
		is_awake: (b) => bodyOf(b).body.isAwake(),
		set_awake(b, awake) {
			bodyOf(b).body.setAwake(awake === true);
		},
		is_active: (b) => bodyOf(b).body.isActive(),
		set_active(b, active) {
			bodyOf(b).object.enabled = active === true;
		},
		is_bullet: (b) => bodyOf(b).body.isBullet(),
		set_bullet(b, bullet) {
			bodyOf(b).body.setBullet(bullet === true);
		},
		is_fixed_rotation: (b) => bodyOf(b).body.isFixedRotation(),
		set_fixed_rotation(b, fixed) {
			bodyOf(b).body.setFixedRotation(fixed === true);
		},
		is_sleeping_allowed: (b) => bodyOf(b).body.isSleepingAllowed(),
		set_sleeping_allowed(b, allowed) {
			bodyOf(b).body.setSleepingAllowed(allowed === true);
		},
		get_linear_damping: (b) => bodyOf(b).body.getLinearDamping(),
		set_linear_damping(b, damping) {
			bodyOf(b).body.setLinearDamping(checkNumber(damping, 2));
		},
		get_angular_damping: (b) => bodyOf(b).body.getAngularDamping(),
		set_angular_damping(b, damping) {
			bodyOf(b).body.setAngularDamping(checkNumber(damping, 2));
		},
		get_gravity_scale: (b) => bodyOf(b).body.getGravityScale(),
		set_gravity_scale(b, scale) {
			bodyOf(b).body.setGravityScale(checkNumber(scale, 2));
		},
		get_world_point: (b, point) => {
			const { body, scale } = bodyOf(b);
			return vector(body.getWorldPoint(scaled(point, 2, scale)), scale);
		},
		get_local_point: (b, point) => {
			const { body, scale } = bodyOf(b);
			return vector(body.getLocalPoint(scaled(point, 2, scale)), scale);
		},
		dump(b) {
			bodyOf(b);
		},
	};
	return {
		get_body: (url) => new LuaBody(componentAt(host, url, { type: CollisionObject, name: 'collision object' })),
		body: createLibrary(functions),
	};
}
