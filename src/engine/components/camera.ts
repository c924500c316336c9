import type { CameraDescSchema } from '../../formats/index.ts';
import type { Channel } from '../animation/animator.ts';
import type { Component, ComponentPlace, ComponentType } from '../component.ts';
import type { Display } from '../display.ts';
import { type Hash, hashOf } from '../hash.ts';
import { Matrix4 } from '../matrix4.ts';
import type { Message, Sockets } from '../message.ts';
import { bodyField } from '../message-body.ts';
import { lookAt, perspective } from '../modules/vmath/matrices.ts';
import { rotateVector } from '../modules/vmath/vectors.ts';
import type { PropertyValue } from '../properties.ts';
import { numberProperty, type PropertyResult, propertyTable } from '../property-table.ts';
import type { MessageResource } from '../resources/message.ts';
import { type Matrix, matrixRotation } from '../transform.ts';
import { Url } from '../url.ts';
import { Quat, Vector3 } from '../vector.ts';
import { handleEnable } from './enable.ts';

const SET_VIEW_PROJECTION = hashOf('set_view_projection');
const ACQUIRE = hashOf('acquire_camera_focus');
const RELEASE = hashOf('release_camera_focus');
const SET_CAMERA = hashOf('set_camera');
const RENDER = hashOf('@render');

/** How an orthographic camera fits the window. */
export const ORTHO_MODE = { FIXED: 0, AUTO_FIT: 1, AUTO_COVER: 2 } as const;

/** A view on the world. */
export class Camera implements Component {
	readonly place: ComponentPlace;
	readonly #display: Display;
	enabled = true;
	fov: number;
	nearZ: number;
	farZ: number;
	aspectRatio: number;
	autoAspectRatio: boolean;
	orthographic: boolean;
	orthographicZoom: number;
	orthographicMode: number;

	constructor(place: ComponentPlace, { desc }: MessageResource<typeof CameraDescSchema>, display: Display) {
		this.place = place;
		this.#display = display;
		this.fov = desc.fov;
		this.nearZ = desc.nearZ;
		this.farZ = desc.farZ;
		this.aspectRatio = desc.aspectRatio;
		this.autoAspectRatio = desc.autoAspectRatio !== 0;
		this.orthographic = desc.orthographicProjection !== 0;
		this.orthographicZoom = desc.orthographicZoom;
		this.orthographicMode = desc.orthographicMode;
	}

	/** Zoom as it is after fitting to the window. */
	get effectiveZoom(): number {
		const { width, height, windowWidth, windowHeight } = this.#display;
		const [x, y] = [windowWidth / width, windowHeight / height];
		if (this.orthographicMode === ORTHO_MODE.AUTO_FIT) return Math.min(x, y) * this.orthographicZoom;
		if (this.orthographicMode === ORTHO_MODE.AUTO_COVER) return Math.max(x, y) * this.orthographicZoom;
		return this.orthographicZoom;
	}

	get projection(): Matrix {
		const { windowWidth, windowHeight } = this.#display;
		if (this.orthographic) {
			const zoom = this.effectiveZoom || 1;
			const [w, h] = [windowWidth / zoom, windowHeight / zoom];
			const m = new Float32Array(16);
			m[0] = 2 / w;
			m[5] = 2 / h;
			m[10] = -2 / (this.farZ - this.nearZ);
			m[14] = -(this.farZ + this.nearZ) / (this.farZ - this.nearZ);
			m[15] = 1;
			return m;
		}
		const aspect = this.autoAspectRatio ? windowWidth / windowHeight : this.aspectRatio;
		return perspective(this.fov, aspect, [this.nearZ, this.farZ]);
	}

	get view(): Matrix {
		const { world } = this.place.instance;
		const eye = new Vector3(world[12] as number, world[13] as number, world[14] as number);
		const length = (at: number): number =>
			Math.hypot(world[at] as number, world[at + 1] as number, world[at + 2] as number) || 1;
		const rotation = new Quat(...matrixRotation(world, length(0), length(4), length(8)));
		const forward = rotateVector(rotation, new Vector3(0, 0, -1));
		const up = rotateVector(rotation, new Vector3(0, 1, 0));
		return lookAt(eye, new Vector3(eye.x + forward.x, eye.y + forward.y, eye.z + forward.z), up);
	}

	/** Tells the render script, for those written before cameras were found by it. */
	announce(sockets: Sockets): void {
		sockets.find(RENDER)?.post({
			sender: this.place.url,
			receiver: new Url(RENDER),
			id: SET_VIEW_PROJECTION,
			body: { id: this.place.id, view: new Matrix4(this.view), projection: new Matrix4(this.projection) },
		});
	}

	onMessage(message: Message): void {
		if (handleEnable(message, this) || message.id !== SET_CAMERA) return;
		for (const name of ['aspect_ratio', 'fov', 'near_z', 'far_z', 'orthographic_zoom']) {
			const value = bodyField(message.body, name);
			if (typeof value === 'number') this.setProperty(hashOf(name), value);
		}
		const orthographic = bodyField(message.body, 'orthographic_projection');
		if (orthographic !== undefined) this.orthographic = orthographic === true || orthographic === 1;
	}

	getProperty(name: Hash): PropertyValue | undefined {
		return properties.get(this, name);
	}

	setProperty(name: Hash, value: PropertyValue): PropertyResult {
		return properties.set(this, name, { value });
	}

	channels(name: Hash): readonly Channel[] | undefined {
		return properties.channels(this, name);
	}
}

const field = (name: 'fov' | 'nearZ' | 'farZ' | 'aspectRatio' | 'orthographicZoom' | 'orthographicMode') =>
	numberProperty<Camera>(
		(c) => c[name],
		(c, value) => {
			c[name] = Math.fround(value);
		},
	);

const matrix = (get: (c: Camera) => Matrix) => (name: string, add: Parameters<ReturnType<typeof field>>[1]) =>
	add(name, { get: (c) => new Matrix4(get(c)), set: () => 'read-only' });

const properties = propertyTable<Camera>({
	fov: field('fov'),
	near_z: field('nearZ'),
	far_z: field('farZ'),
	aspect_ratio: field('aspectRatio'),
	orthographic_zoom: field('orthographicZoom'),
	orthographic_mode: field('orthographicMode'),
	projection: matrix((c) => c.projection),
	view: matrix((c) => c.view),
});

/** Cameras: the one that took the focus last tells the render script where it looks, every frame. */
export function createCameraType(display: Display): ComponentType<MessageResource<typeof CameraDescSchema>, Camera> {
	const focus: Camera[] = [];
	return {
		extension: 'camerac',
		priority: 500,
		create(place, resource) {
			const camera = new Camera(place, resource, display);
			const drop = (): void => {
				const at = focus.indexOf(camera);
				if (at >= 0) focus.splice(at, 1);
			};
			const { onMessage } = Camera.prototype;
			return Object.assign(camera, {
				destroy: drop,
				onMessage(message: Message): void {
					if (message.id === ACQUIRE) {
						drop();
						focus.push(camera);
					} else if (message.id === RELEASE) drop();
					else onMessage.call(camera, message);
				},
			});
		},
		update(cameras, _dt, collection) {
			const last = focus.at(-1);
			if (last && cameras.includes(last)) last.announce(collection.host.sockets);
		},
	};
}
