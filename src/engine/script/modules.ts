import type { HostFunction, LuaValue } from '../../lua/index.ts';
import { createB2dModule } from '../modules/b2d.ts';
import { createBufferModule } from '../modules/buffer.ts';
import { createCameraModule } from '../modules/camera.ts';
import { createCollectionFactoryModule } from '../modules/collectionfactory.ts';
import { createCollectionProxyModule } from '../modules/collectionproxy.ts';
import { createCrashModule } from '../modules/crash.ts';
import { createFactoryModule } from '../modules/factory.ts';
import { createFontModule } from '../modules/font.ts';
import { createGoModule } from '../modules/go.ts';
import { createGraphicsModule } from '../modules/graphics.ts';
import { createGuiModule } from '../modules/gui.ts';
import { createHtml5Module } from '../modules/html5.ts';
import { createHttpModule } from '../modules/http.ts';
import { createImageModule } from '../modules/image.ts';
import { createJsonModule } from '../modules/json.ts';
import { createLabelModule } from '../modules/label.ts';
import { createLiveUpdateModule } from '../modules/liveupdate.ts';
import { createModelModule } from '../modules/model.ts';
import { createMsgModule } from '../modules/msg.ts';
import { createParticleFxModule } from '../modules/particlefx.ts';
import { createPhysicsModule } from '../modules/physics.ts';
import { createProfilerModule } from '../modules/profiler.ts';
import { createRenderModule } from '../modules/render.ts';
import { createResourceModule } from '../modules/resource.ts';
import { createSocketModule } from '../modules/socket.ts';
import { createSoundModule } from '../modules/sound.ts';
import { createSpriteModule } from '../modules/sprite.ts';
import { createSysModule } from '../modules/sys.ts';
import { createTilemapModule } from '../modules/tilemap.ts';
import { createTimerModule } from '../modules/timer.ts';
import { createTypesModule } from '../modules/types.ts';
import { vmathModule } from '../modules/vmath.ts';
import { createWindowModule } from '../modules/window.ts';
import { createZlibModule } from '../modules/zlib.ts';
import type { ScriptHost } from './script-host.ts';
import type { ScriptKind } from './script-instance.ts';

export type ModuleFields = Readonly<Record<string, HostFunction | LuaValue>>;

type Module = {
	/** `undefined` is a module that the game does not have. */
	readonly create: (host: ScriptHost) => ModuleFields | undefined;
	/** The kind of script whose context alone has it, where kinds have contexts of their own. */
	readonly onlyFor?: ScriptKind;
};

/** The Lua modules of the engine: one file, one line each. */
export const MODULES: Readonly<Record<string, Module>> = {
	b2d: { create: createB2dModule },
	buffer: { create: createBufferModule },
	camera: { create: createCameraModule },
	collectionfactory: { create: createCollectionFactoryModule },
	collectionproxy: { create: createCollectionProxyModule },
	crash: { create: createCrashModule },
	factory: { create: createFactoryModule },
	font: { create: createFontModule },
	go: { create: createGoModule, onlyFor: 'script' },
	graphics: { create: createGraphicsModule },
	gui: { create: createGuiModule, onlyFor: 'gui' },
	// Scripts ask whether they run in a page by asking whether there is such a module.
	html5: { create: (host) => (host.runJavaScript ? createHtml5Module(host) : undefined) },
	http: { create: createHttpModule },
	image: { create: createImageModule },
	json: { create: createJsonModule },
	label: { create: createLabelModule },
	liveupdate: { create: createLiveUpdateModule },
	model: { create: createModelModule },
	msg: { create: createMsgModule },
	particlefx: { create: createParticleFxModule },
	physics: { create: (host) => createPhysicsModule(host, host.physics) },
	profiler: { create: createProfilerModule },
	render: { create: createRenderModule, onlyFor: 'render' },
	resource: { create: createResourceModule },
	socket: { create: createSocketModule },
	sound: { create: createSoundModule },
	sprite: { create: createSpriteModule },
	sys: { create: createSysModule },
	tilemap: { create: createTilemapModule },
	timer: { create: createTimerModule },
	types: { create: createTypesModule },
	vmath: { create: () => vmathModule },
	window: { create: (host) => createWindowModule(host, host.windowListener) },
	zlib: { create: createZlibModule },
};
