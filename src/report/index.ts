/**
 * Report: the page of a build report, data in, HTML out.
 *
 * Nothing lives here yet; the door is in place so that the arrows are.
 */
export {};
