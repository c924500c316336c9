import { checkFunction, type HostFunction, type LuaValue, luaError } from '../../lua/index.ts';
import { checkHash, optTable } from '../arguments.ts';
import { EMITTER_STATE, ParticleFx } from '../components/particlefx.ts';
import { Matrix4 } from '../matrix4.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { Vector4 } from '../vector.ts';
import { componentAt } from './component-at.ts';

/** Module `particlefx`: starting and stopping particle effects. */
export function createParticleFxModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const effectAt = (value: LuaValue): ParticleFx => componentAt(host, value, { type: ParticleFx, name: 'particlefx' });
	const emitterOf = (effect: ParticleFx, emitter: LuaValue) => {
		const id = checkHash(emitter, 2);
		if (!effect.hasEmitter(id)) luaError(`there is no emitter '${id.text}' in the particle effect`);
		return id;
	};
	return {
		EMITTER_STATE_SLEEPING: EMITTER_STATE.SLEEPING,
		EMITTER_STATE_PRESPAWN: EMITTER_STATE.PRESPAWN,
		EMITTER_STATE_SPAWNING: EMITTER_STATE.SPAWNING,
		EMITTER_STATE_POSTSPAWN: EMITTER_STATE.POSTSPAWN,
		play(url, changed) {
			const effect = effectAt(url);
			const callback = changed === undefined ? undefined : host.callback(checkFunction(changed, 2));
			effect.play(callback && (({ id, state }) => callback.call(effect.place.id, id, state)));
		},
		stop(url, options) {
			effectAt(url).stop(optTable(options, 2).get('clear') === true);
		},
		set_constant(url, emitter, name, value) {
			const effect = effectAt(url);
			const id = emitterOf(effect, emitter);
			if (!(value instanceof Vector4 || value instanceof Matrix4)) luaError('a constant is a vector4 or a matrix4');
			const constants = effect.constants.get(id) ?? new Map();
			effect.constants.set(id, constants);
			constants.set(checkHash(name, 3), value);
		},
		reset_constant(url, emitter, name) {
			const effect = effectAt(url);
			effect.constants.get(emitterOf(effect, emitter))?.delete(checkHash(name, 3));
		},
	};
}
