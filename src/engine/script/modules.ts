import type { HostFunction } from '../../lua/index.ts';
import { createCollectionProxyModule } from '../modules/collectionproxy.ts';
import { createFactoryModule } from '../modules/factory.ts';
import { createGoModule } from '../modules/go.ts';
import { createHttpModule } from '../modules/http.ts';
import { createLabelModule } from '../modules/label.ts';
import { createLiveUpdateModule } from '../modules/liveupdate.ts';
import { createMsgModule } from '../modules/msg.ts';
import { createResourceModule } from '../modules/resource.ts';
import { createSysModule } from '../modules/sys.ts';
import { createTimerModule } from '../modules/timer.ts';
import { vmathModule } from '../modules/vmath.ts';
import type { ScriptHost } from './script-host.ts';

export type ModuleFields = Readonly<Record<string, HostFunction | number>>;

/** A Lua module of the engine: one file, one line here. `undefined` is a module that the game does not have. */
export const MODULES: Readonly<Record<string, (host: ScriptHost) => ModuleFields | undefined>> = {
	collectionproxy: createCollectionProxyModule,
	factory: createFactoryModule,
	go: createGoModule,
	http: createHttpModule,
	label: createLabelModule,
	liveupdate: createLiveUpdateModule,
	msg: createMsgModule,
	resource: createResourceModule,
	sys: createSysModule,
	timer: createTimerModule,
	vmath: () => vmathModule,
};
