import {
	DistanceJoint,
	type Joint,
	PrismaticJoint,
	RevoluteJoint,
	RopeJoint,
	Vec2,
	WeldJoint,
	WheelJoint,
} from 'planck';
import { LuaTable, luaError } from '../../lua/index.ts';
import type { CollisionObject } from '../components/collision-object.ts';
import { Vector3 } from '../vector.ts';
import type { PhysicsWorld2d } from './world-2d.ts';

/** Kinds of joints; the numbers are the engine's. */
export const JOINT_TYPE = { SPRING: 0, FIXED: 1, HINGE: 2, SLIDER: 3, WELD: 4, WHEEL: 5 } as const;

export type JointEnds = {
	readonly physics: PhysicsWorld2d;
	readonly from: CollisionObject;
	readonly to: CollisionObject;
	/** Anchors in the objects' own space, game units. */
	readonly fromPlace: Vector3;
	readonly toPlace: Vector3;
};

/** Makes a joint of the kinds `physics.create_joint` knows. @throws LuaError for another kind or a wrong option */
export function createJoint(type: number, options: LuaTable, ends: JointEnds): Joint {
	const { physics, from, to, fromPlace, toPlace } = ends;
	const { scale } = physics.settings;
	const number = (name: string, otherwise: number): number => {
		const value = options.get(name);
		if (value === undefined) return otherwise;
		return typeof value === 'number' ? value : luaError(`joint property '${name}' must be a number`);
	};
	const flag = (name: string): boolean => options.get(name) === true;
	const axis = (): Vec2 => {
		const value = options.get('local_axis_a');
		return value instanceof Vector3 ? new Vec2(value.x, value.y) : new Vec2(1, 0);
	};
	const common = {
		bodyA: from.body,
		bodyB: to.body,
		localAnchorA: new Vec2(fromPlace.x * scale, fromPlace.y * scale),
		localAnchorB: new Vec2(toPlace.x * scale, toPlace.y * scale),
		collideConnected: flag('collide_connected'),
	};
	const referenceAngle = number('reference_angle', to.body.getAngle() - from.body.getAngle());
	const make = (): Joint => {
		switch (type) {
			case JOINT_TYPE.SPRING:
				return new DistanceJoint({
					...common,
					length: number('length', 1 / scale) * scale,
					frequencyHz: number('frequency', 0),
					dampingRatio: number('damping', 0),
				});
			case JOINT_TYPE.FIXED:
				return new RopeJoint({ ...common, maxLength: number('max_length', 0) * scale });
			case JOINT_TYPE.HINGE:
				return new RevoluteJoint({
					...common,
					referenceAngle,
					lowerAngle: number('lower_angle', 0),
					upperAngle: number('upper_angle', 0),
					maxMotorTorque: number('max_motor_torque', 0),
					motorSpeed: number('motor_speed', 0),
					enableLimit: flag('enable_limit'),
					enableMotor: flag('enable_motor'),
				});
			case JOINT_TYPE.SLIDER:
				return new PrismaticJoint({
					...common,
					referenceAngle,
					localAxisA: axis(),
					enableLimit: flag('enable_limit'),
					lowerTranslation: number('lower_translation', 0) * scale,
					upperTranslation: number('upper_translation', 0) * scale,
					enableMotor: flag('enable_motor'),
					maxMotorForce: number('max_motor_force', 0) * scale,
					motorSpeed: number('motor_speed', 0),
				});
			case JOINT_TYPE.WELD:
				return new WeldJoint({
					...common,
					referenceAngle,
					frequencyHz: number('frequency', 0),
					dampingRatio: number('damping', 0),
				});
			case JOINT_TYPE.WHEEL:
				return new WheelJoint({
					...common,
					localAxisA: axis(),
					enableMotor: flag('enable_motor'),
					maxMotorTorque: number('max_motor_torque', 0),
					motorSpeed: number('motor_speed', 0),
					frequencyHz: number('frequency', 2),
					dampingRatio: number('damping', 0.7),
				});
			default:
				return luaError(`unknown joint type: ${type}`);
		}
	};
	const joint = physics.world.createJoint(make());
	return joint ?? luaError('the joint could not be made: the physics world is in the middle of a step');
}

/** What can be read of a joint, as a table. */
export function jointProperties(joint: Joint, scale: number): LuaTable {
	const table = LuaTable.fromObject({ collide_connected: joint.getCollideConnected() });
	if (joint instanceof DistanceJoint) {
		table.set('length', joint.getLength() / scale);
		table.set('frequency', joint.getFrequency());
		table.set('damping', joint.getDampingRatio());
	} else if (joint instanceof RopeJoint) table.set('max_length', joint.getMaxLength() / scale);
	else if (joint instanceof RevoluteJoint) {
		table.set('reference_angle', joint.getReferenceAngle());
		table.set('lower_angle', joint.getLowerLimit());
		table.set('upper_angle', joint.getUpperLimit());
		table.set('max_motor_torque', joint.getMaxMotorTorque());
		table.set('motor_speed', joint.getMotorSpeed());
		table.set('enable_limit', joint.isLimitEnabled());
		table.set('enable_motor', joint.isMotorEnabled());
		table.set('joint_angle', joint.getJointAngle());
		table.set('joint_speed', joint.getJointSpeed());
	} else if (joint instanceof PrismaticJoint) {
		const { x, y } = joint.getLocalAxisA();
		table.set('local_axis_a', new Vector3(x, y, 0));
		table.set('lower_translation', joint.getLowerLimit() / scale);
		table.set('upper_translation', joint.getUpperLimit() / scale);
		table.set('motor_speed', joint.getMotorSpeed());
		table.set('enable_limit', joint.isLimitEnabled());
		table.set('enable_motor', joint.isMotorEnabled());
		table.set('joint_translation', joint.getJointTranslation() / scale);
		table.set('joint_speed', joint.getJointSpeed());
	} else if (joint instanceof WeldJoint) {
		table.set('reference_angle', joint.getReferenceAngle());
		table.set('frequency', joint.getFrequency());
		table.set('damping', joint.getDampingRatio());
	} else if (joint instanceof WheelJoint) {
		table.set('max_motor_torque', joint.getMaxMotorTorque());
		table.set('motor_speed', joint.getMotorSpeed());
		table.set('enable_motor', joint.isMotorEnabled());
		table.set('joint_translation', joint.getJointTranslation() / scale);
		table.set('joint_speed', joint.getJointSpeed());
	}
	return table;
}

/** Sets what of a joint can be changed; other fields are left alone. */
export function setJointProperties(joint: Joint, table: LuaTable, scale: number): void {
	const number = (name: string, set: (value: number) => void): void => {
		const value = table.get(name);
		if (typeof value === 'number') set(value);
	};
	const flag = (name: string, set: (value: boolean) => void): void => {
		const value = table.get(name);
		if (typeof value === 'boolean') set(value);
	};
	if (joint instanceof DistanceJoint) {
		number('length', (value) => joint.setLength(value * scale));
		number('frequency', (value) => joint.setFrequency(value));
		number('damping', (value) => joint.setDampingRatio(value));
	} else if (joint instanceof RopeJoint) number('max_length', (value) => joint.setMaxLength(value * scale));
	else if (joint instanceof RevoluteJoint) {
		number('max_motor_torque', (value) => joint.setMaxMotorTorque(value));
		number('motor_speed', (value) => joint.setMotorSpeed(value));
		flag('enable_limit', (value) => joint.enableLimit(value));
		flag('enable_motor', (value) => joint.enableMotor(value));
		number('lower_angle', (value) => joint.setLimits(value, Math.max(value, joint.getUpperLimit())));
		number('upper_angle', (value) => joint.setLimits(Math.min(value, joint.getLowerLimit()), value));
	} else if (joint instanceof PrismaticJoint) {
		number('max_motor_force', (value) => joint.setMaxMotorForce(value * scale));
		number('motor_speed', (value) => joint.setMotorSpeed(value));
		flag('enable_limit', (value) => joint.enableLimit(value));
		flag('enable_motor', (value) => joint.enableMotor(value));
	} else if (joint instanceof WeldJoint) {
		number('frequency', (value) => joint.setFrequency(value));
		number('damping', (value) => joint.setDampingRatio(value));
	} else if (joint instanceof WheelJoint) {
		number('max_motor_torque', (value) => joint.setMaxMotorTorque(value));
		number('motor_speed', (value) => joint.setMotorSpeed(value));
		flag('enable_motor', (value) => joint.enableMotor(value));
	}
}
