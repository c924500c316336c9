import type { ComponentType } from '../component.ts';

/** A component that is there, can be addressed and takes messages, and so far does nothing when played headless. */
export function passiveType(extension: string, priority: number): ComponentType {
	return { extension, priority, create: () => ({}) };
}
