/**
 * Report: the page of a build report. Its script, `page.ts`, draws the data that stands in the page; whoever writes a page puts
 * both into one HTML file.
 *
 * The script is no module of the package: nothing imports it. It is bundled into `dist/assets`, where it is taken from.
 */
export {};
