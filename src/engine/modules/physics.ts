import {
	checkFunction,
	checkInteger,
	checkNumber,
	checkTable,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
} from '../../lua/index.ts';
import { checkHash, checkVector3, isTrue, optTable } from '../arguments.ts';
import { CollisionObject } from '../components/collision-object.ts';
import type { PhysicsWorlds } from '../components/collision-objects.ts';
import { type Hash, hashOf } from '../hash.ts';
import { createJoint, JOINT_TYPE, jointProperties, setJointProperties } from '../physics/joints.ts';
import { castRay, queueRayCast, type RayHit } from '../physics/ray-cast.ts';
import { SHAPE_TYPE } from '../physics/shapes.ts';
import type { PhysicsWorld2d } from '../physics/world-2d.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { Vector3 } from '../vector.ts';
import { componentAt } from './component-at.ts';
import { luaTableOf } from './lua-table-of.ts';

const RESPONSE = hashOf('ray_cast_response');
const MISSED = hashOf('ray_cast_missed');

/** Module `physics`: rays, joints, groups and gravity of the 2D physics. */
export function createPhysicsModule(host: ScriptHost, worlds: PhysicsWorlds): Record<string, HostFunction | LuaValue> {
	const objectAt = (value: LuaValue): CollisionObject =>
		componentAt(host, value, { type: CollisionObject, name: 'collision object' });
	const world = (): PhysicsWorld2d => worlds.of(host.current().place.collection);
	const groupsOf = (value: LuaValue, index: number): Hash[] => {
		const groups: Hash[] = [];
		for (const [, group] of checkTable(value, index).entries()) groups.push(checkHash(group, index));
		return groups;
	};
	const hitTable = (hit: RayHit, requestId: number): LuaTable =>
		LuaTable.fromObject({
			fraction: hit.fraction,
			position: hit.position,
			normal: hit.normal,
			id: hit.owner.object.place.instance.id,
			group: hit.owner.group,
			request_id: requestId,
		});
	const castAsync: HostFunction = (from, to, groups, requestId) => {
		const own = host.current();
		const ray = { from: copy(checkVector3(from, 1)), to: copy(checkVector3(to, 2)), groups: groupsOf(groups, 3) };
		const number = requestId === undefined ? 0 : checkInteger(requestId, 4);
		if (number < 0 || number > 255) luaError('request_id must be between 0-255');
		const physics = world();
		queueRayCast(physics, () => {
			if (!own.alive) return;
			const [hit] = castRay(physics, ray);
			own.place.collection.socket.post({
				sender: own.url,
				receiver: own.url,
				id: hit ? RESPONSE : MISSED,
				body: hit ? hitTable(hit, number) : { request_id: number },
			});
		});
	};
	return {
		...Object.fromEntries(Object.entries(JOINT_TYPE).map(([name, value]) => [`JOINT_TYPE_${name}`, value])),
		...Object.fromEntries(Object.entries(SHAPE_TYPE).map(([name, value]) => [`SHAPE_TYPE_${name}`, value])),
		raycast(from, to, groups, options) {
			const ray = { from: checkVector3(from, 1), to: checkVector3(to, 2), groups: groupsOf(groups, 3) };
			const hits = castRay(world(), ray);
			if (optTable(options, 4).get('all') === true) {
				return hits.length === 0 ? undefined : LuaTable.fromArray(hits.map((hit) => hitTable(hit, 0)));
			}
			return hits[0] && hitTable(hits[0], 0);
		},
		raycast_async: castAsync,
		// The name it had first.
		ray_cast: castAsync,
		get_gravity() {
			const { scale } = world().settings;
			const { x, y } = world().world.getGravity();
			return new Vector3(x / scale, y / scale, 0);
		},
		set_gravity(gravity) {
			const { x, y } = checkVector3(gravity, 1);
			const physics = world();
			physics.world.setGravity({ x: x * physics.settings.scale, y: y * physics.settings.scale });
			for (const { body } of physics.objects) body.setAwake(true);
		},
		get_group: (url) => objectAt(url).group,
		set_group(url, group) {
			const object = objectAt(url);
			object.group = checkHash(group, 2);
			object.refilter();
		},
		get_maskbit: (url, group) => objectAt(url).mask.has(checkHash(group, 2)),
		set_maskbit(url, group, value) {
			const object = objectAt(url);
			const id = checkHash(group, 2);
			if (isTrue(value)) object.mask.add(id);
			else object.mask.delete(id);
			object.refilter();
		},
		set_hflip(url, flip) {
			const object = objectAt(url);
			if (object.flip.x === isTrue(flip)) return;
			object.flip = { ...object.flip, x: isTrue(flip) };
			object.rebuild();
		},
		set_vflip(url, flip) {
			const object = objectAt(url);
			if (object.flip.y === isTrue(flip)) return;
			object.flip = { ...object.flip, y: isTrue(flip) };
			object.rebuild();
		},
		wakeup(url) {
			objectAt(url).body.setAwake(true);
		},
		update_mass(url, mass) {
			const object = objectAt(url);
			if (!object.isDynamic) luaError('only the mass of dynamic objects can be set');
			object.updateMass(checkNumber(mass, 2));
		},
		get_shape(url, shape) {
			const object = objectAt(url);
			const id = checkHash(shape, 2);
			const found = object.shapes.find((candidate) => candidate.id === id);
			if (!found) return luaError(`Shape '${id.text}' could not be found`);
			const [a = 0, b = 0] = found.data;
			if (found.type === SHAPE_TYPE.SPHERE) return LuaTable.fromObject({ type: found.type, diameter: 2 * a });
			return LuaTable.fromObject({ type: found.type, dimensions: new Vector3(2 * a, 2 * b, 0) });
		},
		set_shape(url, shape, table) {
			const object = objectAt(url);
			const id = checkHash(shape, 2);
			const found = object.shapes.find((candidate) => candidate.id === id);
			if (!found) return luaError(`Shape '${id.text}' could not be found`);
			const given = checkTable(table, 3);
			if (found.type === SHAPE_TYPE.SPHERE) found.data = [checkNumber(given.get('diameter'), 3) / 2];
			else {
				const { x, y } = checkVector3(given.get('dimensions'), 3);
				found.data = [x / 2, y / 2];
			}
			object.rebuild();
			return undefined;
		},
		create_joint(type, urlA, idValue, positionA, urlB, positionB, options) {
			const object = objectAt(urlA);
			const id = checkHash(idValue, 3);
			if (object.joints.has(id)) luaError(`a joint '${id.text}' is there already`);
			const joint = createJoint(checkInteger(type, 1), optTable(options, 7), {
				physics: object.physics,
				from: object,
				to: componentAt(host, urlB, { type: CollisionObject, name: 'collision object' }),
				fromPlace: checkVector3(positionA, 4),
				toPlace: checkVector3(positionB, 6),
			});
			object.joints.set(id, joint);
		},
		destroy_joint(url, id) {
			const object = objectAt(url);
			const joint = jointOf(object, id);
			object.physics.world.destroyJoint(joint);
			object.joints.delete(checkHash(id, 2));
		},
		get_joint_properties: (url, id) => {
			const object = objectAt(url);
			return jointProperties(jointOf(object, id), object.physics.settings.scale);
		},
		set_joint_properties(url, id, table) {
			const object = objectAt(url);
			setJointProperties(jointOf(object, id), checkTable(table, 3), object.physics.settings.scale);
		},
		get_joint_reaction_force(url, id) {
			const object = objectAt(url);
			const { x, y } = jointOf(object, id).getReactionForce(60);
			return new Vector3(x / object.physics.settings.scale, y / object.physics.settings.scale, 0);
		},
		get_joint_reaction_torque: (url, id) => jointOf(objectAt(url), id).getReactionTorque(60),
		set_listener(fn) {
			const { collection } = host.current().place;
			if (fn === undefined) {
				worlds.listeners.delete(collection);
				return;
			}
			const callback = host.callback(checkFunction(fn, 1));
			worlds.listeners.set(collection, (event, body) => callback.call(event, luaTableOf(body)));
		},
	};
}

function jointOf(object: CollisionObject, id: LuaValue) {
	const name = checkHash(id, 2);
	return object.joints.get(name) ?? luaError(`there is no joint '${name.text}'`);
}

const copy = ({ x, y, z }: Vector3): Vector3 => new Vector3(x, y, z);
