import { checkFunction, type HostFunction, LuaTable, type LuaValue, optNumber } from '../../lua/index.ts';
import { checkHash, checkVector4, isTrue, optTable } from '../arguments.ts';
import { Sprite } from '../components/sprite.ts';
import { SYSTEM_MESSAGE } from '../hash.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';

/** Module `sprite`: pictures and their animations. */
export function createSpriteModule(host: ScriptHost): Record<string, HostFunction> {
	const spriteAt = (value: LuaValue): Sprite => componentAt(host, value, { type: Sprite, name: 'sprite' });
	return {
		play_flipbook(url, animation, done, options) {
			const sprite = spriteAt(url);
			const id = checkHash(animation, 2);
			const settings = optTable(options, 4);
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 3));
			const started = sprite.play(id, {
				offset: optNumber(settings.get('offset'), 4, 0),
				rate: optNumber(settings.get('playback_rate'), 4, 1),
				done:
					callback &&
					((body) => callback.call(SYSTEM_MESSAGE.animationDone, LuaTable.fromObject(body), sprite.place.url)),
			});
			if (!started) sprite.logMissing(id);
		},
		set_hflip(url, flip) {
			spriteAt(url).flipHorizontal = isTrue(flip);
		},
		set_vflip(url, flip) {
			spriteAt(url).flipVertical = isTrue(flip);
		},
		set_constant(url, name, value) {
			spriteAt(url).constants.set(checkHash(name, 2), checkVector4(value, 3));
		},
		reset_constant(url, name) {
			spriteAt(url).constants.reset(checkHash(name, 2));
		},
	};
}
