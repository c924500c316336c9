import { create } from '@bufbuild/protobuf';
import { hash64 } from '../../bytes/index.ts';
import {
	CollisionObjectDescSchema,
	CollisionShape_ShapeSchema,
	type CollisionShape_Type,
	CollisionShapeSchema,
	ConvexShapeSchema,
	extensionOf,
	Point3Schema,
	QuatSchema,
} from '../../formats/index.ts';
import type { Compiler } from '../compiler.ts';
import { isAtLeast } from '../engine-version.ts';
import { messageCompiler } from './message-compiler.ts';

/**
 * `.collisionobject`: a body of the physics world. A shape in a file of its own becomes an embedded one, as bob does; a
 * tile map stays a resource, whose tiles are the shape.
 */
export const collisionObjectCompiler: Compiler = messageCompiler({
	extensions: ['collisionobject'],
	outputExtension: 'collisionobjectc',
	schema: CollisionObjectDescSchema,
	async transform({ message, reading, context }) {
		const path = message.collisionShape;
		const at = reading.at(message, 'collisionShape');
		const shapes = message.embeddedCollisionShape?.shapes ?? [];
		const kind = extensionOf(path);
		if (path !== '') {
			message.collisionShape = await context.reference(path, {
				at,
				field: 'collision_shape',
				extensions: ['convexshape', 'tilemap', 'tilegrid'],
			});
		} else if (shapes.length === 0) {
			context.report(at, {
				code: 'missing-shape',
				message: 'a collision object needs a shape, found none',
				severity: 'warning',
			});
		}
		if (kind === 'convexshape') {
			const shape = (await context.readFile(ConvexShapeSchema, path))?.message;
			if (shape) {
				const embedded = message.embeddedCollisionShape ?? create(CollisionShapeSchema);
				embedded.shapes.push(
					create(CollisionShape_ShapeSchema, {
						// Both enums have the same numbers.
						shapeType: shape.shapeType as number as CollisionShape_Type,
						position: create(Point3Schema),
						rotation: create(QuatSchema),
						index: embedded.data.length,
						count: shape.data.length,
					}),
				);
				embedded.data.push(...shape.data);
				message.embeddedCollisionShape = embedded;
				message.collisionShape = '';
			}
		}
		// Written even when empty, by bob 1.7.0 and later; 1.2.185 left it out.
		if (isAtLeast(context.settings.engineVersion, [1, 7, 0])) {
			message.embeddedCollisionShape ??= create(CollisionShapeSchema);
		}
		for (const shape of message.embeddedCollisionShape?.shapes ?? []) {
			// Written even when empty: engines look shapes up by this hash.
			Object.assign(shape, { id: shape.id, idHash: hash64(shape.id) });
		}
	},
});
