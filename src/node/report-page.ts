import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BuildReport } from '../builder/index.ts';
import { ioError } from './error.ts';

/** The page's script, bundled. Sources and what is compiled of them lie equally deep. */
const SCRIPT = new URL('../../dist/assets/report/page.js', import.meta.url);

/**
 * A report as one HTML file that needs nothing else.
 *
 * @throws NodeError `io-error` when the page's script cannot be read
 */
export async function writeReportPage(report: BuildReport): Promise<string> {
	const file = fileURLToPath(SCRIPT);
	let script: string;
	try {
		script = await readFile(file, 'utf8');
	} catch (cause) {
		throw ioError('read', file, cause);
	}
	// A "<" inside would let a path of the project end the element.
	const data = JSON.stringify(report).replaceAll('<', '\\u003c');
	const title = (report.title || 'Build').replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
	return [
		'<!doctype html>',
		'<html lang="en">',
		'<meta charset="utf-8">',
		'<meta name="viewport" content="width=device-width, initial-scale=1">',
		`<title>${title}: build report</title>`,
		`<script type="application/json" id="report">${data}</script>`,
		'<body>',
		`<script type="module">${script.replaceAll('</script', '<\\/script')}</script>`,
		'',
	].join('\n');
}
