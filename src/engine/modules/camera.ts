import { checkNumber, type HostFunction, LuaTable, type LuaValue, luaError } from '../../lua/index.ts';
import { checkVector3 } from '../arguments.ts';
import { Camera, ORTHO_MODE } from '../components/camera.ts';
import { invertAnyMatrix } from '../matrix-inverse.ts';
import { Matrix4, transformVector4 } from '../matrix4.ts';
import type { ScriptHost } from '../script/script-host.ts';
import { multiplyMatrix } from '../transform.ts';
import { Vector3, Vector4 } from '../vector.ts';
import { componentAt } from './component-at.ts';

type NumberField = 'fov' | 'nearZ' | 'farZ' | 'aspectRatio' | 'orthographicZoom' | 'orthographicMode';

const NUMBERS: Readonly<Record<string, NumberField>> = {
	fov: 'fov',
	near_z: 'nearZ',
	far_z: 'farZ',
	aspect_ratio: 'aspectRatio',
	orthographic_zoom: 'orthographicZoom',
	orthographic_mode: 'orthographicMode',
};

/** Module `camera`: all cameras of the game. */
export function createCameraModule(host: ScriptHost): Record<string, HostFunction | LuaValue> {
	const all = (): Camera[] => host.components(Camera);
	const cameraAt = (value: LuaValue): Camera => {
		if (value !== undefined) return componentAt(host, value, { type: Camera, name: 'camera' });
		return all().find(({ enabled }) => enabled) ?? luaError('there is no enabled camera');
	};
	const functions: Record<string, HostFunction> = {};
	for (const [name, field] of Object.entries(NUMBERS)) {
		functions[`get_${name}`] = (camera) => cameraAt(camera)[field];
		functions[`set_${name}`] = (camera, value) => {
			cameraAt(camera)[field] = Math.fround(checkNumber(value, 2));
		};
	}
	/** From the world to the cube of −1…1, and back. */
	const clipMatrix = (camera: Camera): Float32Array => {
		const out = new Float32Array(16);
		multiplyMatrix(out, camera.projection, camera.view);
		return out;
	};
	return {
		...functions,
		ORTHO_MODE_FIXED: ORTHO_MODE.FIXED,
		ORTHO_MODE_AUTO_FIT: ORTHO_MODE.AUTO_FIT,
		ORTHO_MODE_AUTO_COVER: ORTHO_MODE.AUTO_COVER,
		get_cameras: () => LuaTable.fromArray(all().map(({ place }) => place.url)),
		get_projection: (camera) => new Matrix4(cameraAt(camera).projection),
		get_view: (camera) => new Matrix4(cameraAt(camera).view),
		get_enabled: (camera) => cameraAt(camera).enabled,
		get_auto_aspect_ratio: (camera) => cameraAt(camera).autoAspectRatio,
		set_auto_aspect_ratio(camera, value) {
			cameraAt(camera).autoAspectRatio = value === true;
		},
		world_to_screen(position, camera) {
			const { x, y, z } = checkVector3(position, 1);
			const { windowWidth, windowHeight } = host.display;
			const clip = transformVector4(clipMatrix(cameraAt(camera)), new Vector4(x, y, z, 1));
			const w = clip.w || 1;
			return new Vector3(((clip.x / w + 1) / 2) * windowWidth, ((clip.y / w + 1) / 2) * windowHeight, clip.w);
		},
		screen_to_world(position, camera) {
			const { x, y, z } = checkVector3(position, 1);
			return unproject(cameraAt(camera), x, y, z);
		},
		screen_xy_to_world(x, y, camera) {
			const chosen = cameraAt(camera);
			return unproject(chosen, checkNumber(x, 1), checkNumber(y, 2), chosen.nearZ);
		},
	};

	/** The place under a pixel, `depth` units in front of the camera. */
	function unproject(camera: Camera, x: number, y: number, depth: number): Vector3 {
		const { windowWidth, windowHeight } = host.display;
		const inverse = new Float32Array(16);
		if (!invertAnyMatrix(inverse, clipMatrix(camera))) luaError('the camera sees nothing: its matrix has no inverse');
		const nx = (x / windowWidth) * 2 - 1;
		const ny = (y / windowHeight) * 2 - 1;
		const { projection } = camera;
		const eye = transformVector4(projection, new Vector4(0, 0, -depth, 1));
		const point = transformVector4(inverse, new Vector4(nx, ny, eye.z / (eye.w || 1), 1));
		const w = point.w || 1;
		return new Vector3(point.x / w, point.y / w, point.z / w);
	}
}
