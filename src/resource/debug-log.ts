/**
 * Receives what happens inside, for whoever looks for a fault. Level 1 is rare and coarse, 3 is every lookup; the text is
 * only made when somebody reads it. Defold's engine has the same behind a define when it is compiled.
 */
export type DebugLog = (level: 1 | 2 | 3, text: () => string) => void;

export const silent: DebugLog = () => undefined;
