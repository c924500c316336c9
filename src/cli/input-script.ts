import * as v from 'valibot';
import { hashOf, type InputAction } from '../engine/index.ts';
import { NodeError, readFileOrFail } from '../node/index.ts';

const EventSchema = v.object({
	/** Frame in which it happens, from 0. */
	frame: v.pipe(v.number(), v.integer(), v.minValue(0)),
	/** The action's name in the input bindings; without one the pointer only moves. */
	action: v.optional(v.string()),
	x: v.optional(v.number()),
	y: v.optional(v.number()),
	pressed: v.optional(v.boolean(), false),
	released: v.optional(v.boolean(), false),
	value: v.optional(v.number(), 1),
});

const ScriptSchema = v.array(EventSchema);

/**
 * Reads an input script: a JSON array of `{frame, action, x, y, pressed, released, value}`.
 *
 * @throws NodeError naming what is wrong and where
 */
export async function loadInputScript(path: string): Promise<Map<number, InputAction[]>> {
	const text = Buffer.from(await readFileOrFail(path)).toString('utf8');
	const parsed = v.safeParse(ScriptSchema, parseJson(text, path));
	if (!parsed.success) {
		const [issue] = parsed.issues;
		const where = issue.path?.map(({ key }) => String(key)).join('.') ?? 'the whole';
		throw new NodeError('invalid-input', `${path}: ${where}: ${issue.message}`, { data: { path } });
	}
	const frames = new Map<number, InputAction[]>();
	let last = { x: 0, y: 0 };
	for (const event of [...parsed.output].sort((a, b) => a.frame - b.frame)) {
		const isPointer = event.x !== undefined || event.y !== undefined;
		const x = event.x ?? last.x;
		const y = event.y ?? last.y;
		const actions = frames.get(event.frame) ?? [];
		frames.set(event.frame, actions);
		actions.push({
			id: event.action === undefined ? undefined : hashOf(event.action),
			value: event.released ? 0 : event.value,
			pressed: event.pressed,
			released: event.released,
			repeated: false,
			...(isPointer ? { position: { x, y, dx: x - last.x, dy: y - last.y } } : {}),
		});
		if (isPointer) last = { x, y };
	}
	return frames;
}

function parseJson(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new NodeError('invalid-input', `${path}: expected JSON: ${(cause as Error).message}`, {
			cause,
			data: { path },
		});
	}
}
