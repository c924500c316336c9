import { SYSTEM_MESSAGE } from '../hash.ts';
import type { Message } from '../message.ts';

/** The messages `enable` and `disable`. True when it was one of them. */
export function handleEnable(message: Message, component: { enabled: boolean }): boolean {
	if (message.id === SYSTEM_MESSAGE.enable) component.enabled = true;
	else if (message.id === SYSTEM_MESSAGE.disable) component.enabled = false;
	else return false;
	return true;
}
