import type { Log } from '../liveupdate/index.ts';
import { Hash } from './hash.ts';
import type { Instance } from './instance.ts';
import { bodyField } from './message-body.ts';
import { decomposeMatrix, invertMatrix, multiplyMatrix } from './transform.ts';

/**
 * Moves a game object under another of the same collection, or to the root. False when that would make a circle.
 *
 * `keepWorld` changes its own transform so that it stays where it is.
 */
export function attachToParent(instance: Instance, parent: Instance | undefined, keepWorld = false): boolean {
	for (let above = parent; above; above = above.parent) if (above === instance) return false;
	if (keepWorld) keepWorldTransform(instance, parent);
	if (instance.parent) {
		const siblings = instance.parent.children;
		siblings.splice(siblings.indexOf(instance), 1);
	}
	instance.parent = parent;
	parent?.children.push(instance);
	instance.collection.markTransformsDirty();
	return true;
}

function keepWorldTransform(instance: Instance, parent: Instance | undefined): void {
	instance.collection.updateTransforms();
	const inverse = new Float32Array(16);
	const own = new Float32Array(16);
	if (!parent) own.set(instance.world);
	else if (invertMatrix(inverse, parent.world)) multiplyMatrix(own, inverse, instance.world);
	else return;
	decomposeMatrix(instance.transform, own);
}

/** The message `set_parent`: `parent_id`, a hash, none detaches; `keep_world_transform`, on unless 0. */
export function setParent(instance: Instance, body: unknown, log: Log): void {
	const parentId = bodyField(body, 'parent_id');
	let parent: Instance | undefined;
	if (parentId instanceof Hash) {
		parent = instance.collection.find(parentId);
		if (!parent) {
			log({
				severity: 'warning',
				domain: 'GAMEOBJECT',
				message: `Could not find parent instance with id '${parentId.text}'.`,
			});
		}
	}
	const keep = bodyField(body, 'keep_world_transform');
	if (!attachToParent(instance, parent, keep !== 0 && keep !== false)) {
		log({
			severity: 'warning',
			domain: 'GAMEOBJECT',
			message: `Error when setting parent of '${instance.id.text}' to '${parent?.id.text}', it is one of its children.`,
		});
	}
}
