import { createScriptContext, type ScriptContext, type ScriptRun } from './script-context.ts';
import type { ScriptHost } from './script-host.ts';
import type { ScriptKind } from './script-instance.ts';

/** The Lua states of a game: one for all scripts, or one for each kind. */
export type ScriptContexts = {
	of(kind: ScriptKind): ScriptContext;
	readonly all: readonly ScriptContext[];
};

const KINDS: readonly ScriptKind[] = ['script', 'gui', 'render'];

/** Makes them as `script.shared_state` says. */
export function createScriptContexts(options: {
	host: ScriptHost;
	run: ScriptRun;
	shared: boolean;
	seed: number;
}): ScriptContexts {
	const { host, run, shared, seed } = options;
	if (shared) {
		const context = createScriptContext({ host, run, seed, kinds: KINDS });
		return { of: () => context, all: [context] };
	}
	const contexts = new Map(KINDS.map((kind) => [kind, createScriptContext({ host, run, seed, kinds: [kind] })]));
	return { of: (kind) => contexts.get(kind) as ScriptContext, all: [...contexts.values()] };
}
