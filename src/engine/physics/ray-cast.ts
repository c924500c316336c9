import { Vec2 } from 'planck';
import type { Hash } from '../hash.ts';
import { Vector3 } from '../vector.ts';
import { type FixtureOwner, ownerOf, type PhysicsWorld2d } from './world-2d.ts';

export type RayHit = {
	readonly fraction: number;
	readonly position: Vector3;
	readonly normal: Vector3;
	readonly owner: FixtureOwner;
};

/** Everything of these groups that a ray goes through, nearest first. Triggers are transparent. */
export function castRay(
	physics: PhysicsWorld2d,
	{ from, to, groups }: { from: Vector3; to: Vector3; groups: readonly Hash[] },
): RayHit[] {
	const { scale } = physics.settings;
	const mask = physics.groups.mask(groups);
	const start = new Vec2(from.x * scale, from.y * scale);
	const end = new Vec2(to.x * scale, to.y * scale);
	const hits: RayHit[] = [];
	if (start.x === end.x && start.y === end.y) return hits;
	physics.world.rayCast(start, end, (fixture, point, normal, fraction) => {
		const owner = ownerOf(fixture);
		if (!owner || fixture.isSensor() || (physics.groups.bit(owner.group) & mask) === 0) return 1;
		hits.push({
			fraction,
			position: new Vector3(point.x / scale, point.y / scale, from.z + (to.z - from.z) * fraction),
			normal: new Vector3(normal.x, normal.y, 0),
			owner,
		});
		return 1;
	});
	return hits.sort((a, b) => a.fraction - b.fraction);
}

const waiting = new WeakMap<PhysicsWorld2d, (() => void)[]>();

/** Casts a ray after the next step. */
export function queueRayCast(physics: PhysicsWorld2d, cast: () => void): void {
	const queue = waiting.get(physics) ?? [];
	waiting.set(physics, queue);
	queue.push(cast);
}

/** Answers the rays that were asked for. */
export function flushRayCasts(physics: PhysicsWorld2d): void {
	const queue = waiting.get(physics);
	if (!queue) return;
	waiting.delete(physics);
	for (const cast of queue) cast();
}
