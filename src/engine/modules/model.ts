import {
	checkFunction,
	checkInteger,
	type HostFunction,
	LuaTable,
	type LuaValue,
	luaError,
	optNumber,
} from '../../lua/index.ts';
import { checkHash, isTrue, optTable } from '../arguments.ts';
import { Model } from '../components/model.ts';
import { hashOf } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { Vector4 } from '../vector.ts';
import { componentAt } from './component-at.ts';

const DONE = hashOf('model_animation_done');

/** Module `model`: animations and constants of models. */
export function createModelModule(host: ScriptHost): Record<string, HostFunction> {
	const modelAt = (value: LuaValue): Model => componentAt(host, value, { type: Model, name: 'model' });
	return {
		play_anim(url, animation, playback, options, done) {
			const model = modelAt(url);
			const id = checkHash(animation, 2);
			const settings = optTable(options, 4);
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 5));
			const started = model.play(id, {
				playback: checkInteger(playback, 3),
				offset: optNumber(settings.get('offset'), 4, 0),
				rate: optNumber(settings.get('playback_rate'), 4, 1),
				done:
					callback &&
					((finished, mode) =>
						callback.call(DONE, LuaTable.fromObject({ animation_id: finished, playback: mode }), model.place.url)),
			});
			if (!started) {
				host.log({
					severity: 'error',
					domain: 'GAMESYS',
					message: `Could not play the model animation ${id.text}: the model does not have it.`,
				});
			}
		},
		cancel(url) {
			modelAt(url).cancel();
		},
		get_go(url, bone) {
			const id = checkHash(bone, 2);
			return modelAt(url).bone(id)?.id ?? luaError(`the bone '${id.text}' could not be found`);
		},
		set_constant(url, name, value) {
			const model = modelAt(url);
			if (!(value instanceof Vector4 || value instanceof Matrix4)) luaError('a constant is a vector4 or a matrix4');
			for (const constants of model.constants) constants.set(checkHash(name, 2), value);
		},
		reset_constant(url, name) {
			for (const constants of modelAt(url).constants) constants.reset(checkHash(name, 2));
		},
		set_mesh_enabled(url, mesh, enabled) {
			modelAt(url).meshes.set(checkHash(mesh, 2), isTrue(enabled));
		},
		get_mesh_enabled: (url, mesh) => modelAt(url).meshes.get(checkHash(mesh, 2)) ?? true,
		get_aabb(url) {
			modelAt(url);
			return new LuaTable();
		},
		get_mesh_aabb(url) {
			modelAt(url);
			return new LuaTable();
		},
	};
}
