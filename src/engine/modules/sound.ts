import { checkFunction, checkNumber, type HostFunction, LuaTable, type LuaValue, optNumber } from '../../lua/index.ts';
import { checkHash, isTrue, optTable } from '../arguments.ts';
import { Sound } from '../components/sound.ts';
import { hashOf } from '../hash.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { componentAt } from './component-at.ts';

const SOUND_DONE = hashOf('sound_done');
const SOUND_STOPPED = hashOf('sound_stopped');

/** Module `sound`: playing sounds and the gain of groups. */
export function createSoundModule(host: ScriptHost): Record<string, HostFunction> {
	const { sounds } = host;
	const soundAt = (value: LuaValue): Sound => componentAt(host, value, { type: Sound, name: 'sound' });
	return {
		play(url, options, done) {
			const sound = soundAt(url);
			const settings = optTable(options, 2);
			const callback = done === undefined ? undefined : host.callback(checkFunction(done, 3));
			return sound.play({
				delay: optNumber(settings.get('delay'), 2, 0),
				gain: optNumber(settings.get('gain'), 2, 1),
				pan: optNumber(settings.get('pan'), 2, 0),
				speed: optNumber(settings.get('speed'), 2, 1),
				startTime: optNumber(settings.get('start_time'), 2, 0),
				done:
					callback &&
					((playId, stopped) =>
						callback.call(
							stopped ? SOUND_STOPPED : SOUND_DONE,
							LuaTable.fromObject({ play_id: playId }),
							sound.place.url,
						)),
			});
		},
		stop(url, options) {
			const playId = optTable(options, 2).get('play_id');
			soundAt(url).stop(typeof playId === 'number' ? playId : undefined);
		},
		pause(url, paused) {
			soundAt(url).paused = isTrue(paused);
		},
		set_gain(url, gain) {
			soundAt(url).gain = optNumber(gain, 2, 1);
		},
		set_pan(url, pan) {
			soundAt(url).pan = optNumber(pan, 2, 0);
		},
		get_groups: () => LuaTable.fromArray([...sounds.groups()]),
		get_group_name: (group) => checkHash(group, 1).text,
		get_group_gain: (group) => sounds.gain(checkHash(group, 1)),
		set_group_gain(group, gain) {
			sounds.setGain(checkHash(group, 1), checkNumber(gain, 2));
		},
		get_rms(group, window) {
			checkHash(group, 1);
			checkNumber(window, 2);
			return [0, 0];
		},
		get_peak(group, window) {
			checkHash(group, 1);
			checkNumber(window, 2);
			return [0, 0];
		},
		is_music_playing: () => false,
		is_phone_call_active: () => false,
	};
}
